package dev.mlops.registry;

import dev.mlops.storage.spi.DatasetInput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which data the metrics of versions were measured on, as far as it is recorded: all but the training data. */
final class MeasuredOn {
    private MeasuredOn() {}

    /** How the data of two versions differs, or isn't known; empty where it is the same. */
    static Optional<String> difference(String metric, ModelVersion one, ModelVersion other) {
        List<DatasetInput> first = of(one);
        List<DatasetInput> second = of(other);
        return !first.isEmpty() && digests(first).equals(digests(second))
                ? Optional.empty()
                : Optional.of("%s of %s was measured on %s, that of %s on %s, expected the same data for both"
                        .formatted(metric, one, named(first), other, named(second)));
    }

    private static List<DatasetInput> of(ModelVersion version) {
        return version.datasets().stream()
                .filter(data -> !data.context().equals(VersionRecord.TRAINING))
                .toList();
    }

    private static Set<String> digests(List<DatasetInput> data) {
        return data.stream().map(DatasetInput::digest).collect(Collectors.toSet());
    }

    private static String named(List<DatasetInput> data) {
        return data.isEmpty()
                ? "unknown data"
                : data.stream()
                        .map(each -> "'" + each.name() + "' (" + each.digest() + ")")
                        .collect(Collectors.joining(" and "));
    }
}
