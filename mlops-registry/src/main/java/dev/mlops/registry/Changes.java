package dev.mlops.registry;

import dev.mlops.model.Model;
import dev.mlops.model.Provenance;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Commit;
import dev.mlops.tracking.Environment;
import dev.mlops.tracking.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** Finds what isn't as it was when a version was made. */
final class Changes {
    private static final Map<String, String> FACTS = Map.of(
            "mlops.os", "operating system",
            "mlops.java", "Java",
            "mlops.version", "mlops",
            "mlops.tribuo", "Tribuo");
    private static final String MANIFEST = "model.json";

    private final List<Difference> found = new ArrayList<>();

    List<Difference> found() {
        return List.copyOf(found);
    }

    void addAll(List<Difference> differences) {
        found.addAll(differences);
    }

    void add(Difference difference) {
        found.add(difference);
    }

    /** Of the code, and of what it runs on. */
    void compare(Run recorded, Environment present) {
        Optional<Commit> was = recorded.commit();
        Optional<Commit> is = present.commit();
        boolean unknown =
                was.map(Commit::dirty).orElse(false) || is.map(Commit::dirty).orElse(false);
        if (unknown || !was.map(Commit::id).equals(is.map(Commit::id))) {
            add(Difference.Area.CODE, "commit", text(was), text(is));
        }
        FACTS.keySet().stream().sorted().forEach(key -> {
            String before = recorded.tags().getOrDefault(key, "");
            String now = present.tags().getOrDefault(key, "");
            if (!before.isEmpty() && !before.equals(now)) {
                add(Difference.Area.ENVIRONMENT, Objects.requireNonNull(FACTS.get(key)), before, now);
            }
        });
    }

    private static String text(Optional<Commit> commit) {
        return commit.map(each -> each.id() + (each.dirty() ? " and changes that aren't committed" : ""))
                .orElse("");
    }

    /**
     * Of the rows that a model learnt from.
     *
     * @return whether they are the same
     */
    boolean compare(Provenance.Data recorded, Provenance.Data present) {
        boolean same = recorded.digest().equals(present.digest());
        if (!same) {
            add(
                    Difference.Area.DATA,
                    "training data of the model",
                    DataCheck.text(recorded.digest(), recorded.rows()),
                    DataCheck.text(present.digest(), present.rows()));
        }
        return same;
    }

    /**
     * Of the model.
     *
     * @return whether it is the same, bit for bit
     */
    boolean compare(ModelVersion version, Model recorded, Model present) {
        int before = found.size();
        Map<String, String> was = new HashMap<>();
        version.artifacts().stream()
                .filter(artifact -> artifact.name().path().startsWith(VersionFiles.MODEL))
                .forEach(artifact -> was.put(
                        artifact.name().path().substring(VersionFiles.MODEL.length()),
                        artifact.content().hash()));
        present.files().forEach((file, bytes) -> {
            String hash = was.getOrDefault(file, "");
            if (!file.equals(MANIFEST) && !hash.equals(Digest.of(bytes))) {
                add(Difference.Area.MODEL, file, hash, Digest.of(bytes));
            }
        });
        if (!recorded.signature().equals(present.signature())) {
            add(
                    Difference.Area.MODEL,
                    "signature",
                    recorded.signature().toString(),
                    present.signature().toString());
        }
        boolean identical = found.size() == before;
        String trainer = trainer(recorded);
        if (!trainer.equals(trainer(present))) {
            add(Difference.Area.MODEL, "trainer", trainer, trainer(present));
        }
        return identical;
    }

    private static String trainer(Model model) {
        return model.provenance().trainer() + model.provenance().configuration();
    }

    /**
     * Of the metrics that both have.
     *
     * @return how many that are
     */
    int compare(SortedMap<String, Double> recorded, SortedMap<String, Double> present) {
        int compared = 0;
        for (Map.Entry<String, Double> metric : present.entrySet()) {
            Double was = recorded.get(metric.getKey());
            if (was != null) {
                compared++;
                if (!was.equals(metric.getValue())) {
                    add(
                            Difference.Area.METRICS,
                            metric.getKey(),
                            was.toString(),
                            metric.getValue().toString());
                }
            }
        }
        return compared;
    }

    private void add(Difference.Area area, String what, String was, String is) {
        found.add(new Difference(area, what, was, is));
    }
}
