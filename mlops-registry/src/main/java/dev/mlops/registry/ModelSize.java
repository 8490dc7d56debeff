package dev.mlops.registry;

import java.util.Map;

/** Checks how large the files of a model are. */
final class ModelSize {
    private ModelSize() {}

    static Gate atMost(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + " bytes, expected at least 1");
        }
        String check = "model of at most " + Amounts.count(limit, "byte");
        return Gate.of(check, candidate -> {
            long bytes = candidate.version().files().modelBytes();
            boolean passed = bytes <= limit;
            String found = "it has " + Amounts.count(bytes, "byte");
            return Verdict.of(
                    check,
                    passed,
                    passed ? found : found + ", expected at most " + Amounts.count(limit),
                    Map.of("bytes", (double) bytes, "limit", (double) limit));
        });
    }
}
