package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.internal.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a row given as a map has an entry for each input, so that a misspelt one doesn't pass for a missing value.
 *
 * @param inputs the fields that are read
 * @param omissible those that may be left out, since the features say what a missing value means
 */
record Entries(List<String> inputs, Set<String> omissible) {
    /** A map with more entries than this wasn't written by somebody who misspelt one. */
    private static final int COMPARED = 1_000;

    static Entries of(Fit fit) {
        return new Entries(
                fit.schema().fields().stream().map(Field::name).toList(),
                Inputs.omissible(fit.features(), fit.schema()));
    }

    void check(Map<String, ?> row) {
        for (String input : inputs) {
            if (!row.containsKey(input)) {
                checkAbsent(input, row);
            }
        }
    }

    private void checkAbsent(String input, Map<String, ?> row) {
        List<String> others = row.keySet().stream()
                .filter(name -> !inputs.contains(name))
                .limit(COMPARED)
                .toList();
        String near = Nearest.find(input, others).orElse(null);
        if (near != null) {
            throw new InvalidException("the row has no entry '%s': did you mean it by '%s'?".formatted(input, near));
        }
        if (!omissible.contains(input)) {
            throw new InvalidException(
                    "the row has no entry '%s', which the model reads: it must be there, if only as null"
                            .formatted(input));
        }
    }
}
