package dev.mlops.serving;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures one predictor. The meters of the version that an arm has now are found by one look into a map; those of versions
 * that are gone stay for a while, until others need their place.
 */
final class PredictorMeters implements Attached {
    /** How many versions of arms one predictor has meters of. */
    static final int VERSIONS = 32;

    private final ModelMeters model;
    private final Map<String, VersionMeters> present = new ConcurrentHashMap<>(); // by arm
    private final Map<Key, VersionMeters> all = new LinkedHashMap<>(16, 0.75f, true); // the first is unused for longest
    private @Nullable Predictor<?> predictor;
    private boolean closed;

    /** What tells the meters of a model apart. */
    record Key(String arm, int version) {}

    PredictorMeters(ModelMeters model) {
        this.model = model;
    }

    @Override
    public synchronized void attach(Predictor<?> predictor) {
        this.predictor = predictor;
        model.add(predictor);
    }

    @Override
    public void answered(Object row, Prediction prediction, Duration took) {
        VersionMeters meters = meters(prediction.arm(), prediction.version());
        if (meters != null) {
            meters.answered(took);
        }
    }

    @Override
    public void failed(Object row, String arm, int version, RuntimeException error, Duration took) {
        VersionMeters meters = meters(arm, version);
        if (meters != null) {
            meters.failed(ErrorKind.of(error));
        }
    }

    private @Nullable VersionMeters meters(String arm, int version) {
        VersionMeters meters = present.get(arm);
        return meters != null && meters.version() == version ? meters : found(new Key(arm, version));
    }

    /** The meters of a version that an arm hasn't had in the last call; null when the predictor is closed. */
    private synchronized @Nullable VersionMeters found(Key key) {
        if (closed) {
            return null;
        }
        VersionMeters meters = all.get(key);
        if (meters == null) {
            makeRoom();
            meters = model.acquire(key);
            all.put(key, meters);
        }
        present.put(key.arm(), meters);
        return meters;
    }

    private void makeRoom() {
        if (all.size() == VERSIONS) {
            Iterator<VersionMeters> oldest = all.values().iterator();
            VersionMeters gone = oldest.next();
            oldest.remove();
            present.remove(gone.arm(), gone); // if the arm has it still, it comes back with its next call
            model.release(gone);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        present.clear();
        all.values().forEach(model::release);
        all.clear();
        if (predictor != null) {
            model.remove(predictor);
        }
    }
}
