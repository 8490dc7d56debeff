package dev.mlops.serving;

import java.util.Map;

/** How one model's answers are taken apart. Thread-safe. */
@FunctionalInterface
interface Attribution {

    /**
     * Explains the answer to a row.
     *
     * @throws dev.mlops.InvalidException if the model can't answer the row
     */
    Explanation explain(Map<String, ?> row);
}
