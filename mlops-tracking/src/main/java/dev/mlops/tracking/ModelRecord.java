package dev.mlops.tracking;

import dev.mlops.model.Model;
import dev.mlops.model.Provenance;
import dev.mlops.storage.spi.DatasetInput;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run records of a model, beside its files.
 *
 * @param params its trainer and the trainer's options
 * @param tags its signature and its hash
 * @param data its training rows, where they are known
 */
record ModelRecord(Map<String, String> params, Map<String, String> tags, Optional<DatasetInput> data) {
    private static final int LONGEST_PARAM = 6_000;
    private static final int LONGEST_NAME = 250;

    static ModelRecord of(String path, Model model) {
        Provenance provenance = model.provenance();
        Map<String, String> params = options(path, provenance.configuration());
        params.put(path + ".trainer", shown(provenance.trainer()));
        Map<String, String> tags = new TreeMap<>();
        tags.put(path + ".signature", Tags.shown(model.signature().toString()));
        tags.put(path + ".hash", model.contentHash());
        return new ModelRecord(params, tags, data(provenance.data()));
    }

    /** Nothing where the model doesn't know what it was trained on, as one of another tool. */
    private static Optional<DatasetInput> data(Provenance.Data data) {
        return data.digest().isEmpty()
                ? Optional.empty()
                : Optional.of(new DatasetInput(
                        Tags.shown(data.name(), LONGEST_NAME), data.digest(), "training", "", "", data.rows()));
    }

    /** Options of a trainer as parameters below {@code prefix}. */
    static Map<String, String> options(String prefix, Map<String, String> options) {
        Map<String, String> params = new TreeMap<>();
        options.forEach((option, value) -> params.put(prefix + "." + option, shown(value)));
        return params;
    }

    private static String shown(String value) {
        return Tags.shown(value, LONGEST_PARAM);
    }

    void addTo(ActiveRun run) {
        params.forEach(run::param);
        tags.forEach(run::tag);
        data.ifPresent(run::modelData);
    }
}
