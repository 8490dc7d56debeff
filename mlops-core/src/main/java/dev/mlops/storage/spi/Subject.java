package dev.mlops.storage.spi;

import java.util.Map;

/** What a query asks for. */
public enum Subject {
    /** Experiments: {@code id}, {@code name}, {@code created}, {@code updated}; and {@code tags.}. */
    EXPERIMENTS,
    /**
     * Runs: {@code id}, {@code name}, {@code experiment}, {@code parent}, {@code status}, {@code start_time},
     * {@code end_time}, {@code user}, {@code source}, {@code commit}, {@code branch}, {@code dirty}; and {@code metrics.},
     * {@code params.}, {@code tags.}, {@code datasets.name}, {@code datasets.digest}, {@code datasets.context}. An empty
     * user, source or branch counts as missing; {@code dirty} is {@code 'true'} or {@code 'false'}; {@code experiment} and
     * {@code parent} are ids.
     */
    RUNS,
    /**
     * Model versions: {@code model}, {@code version}, {@code status}, {@code run}, {@code created}, {@code updated},
     * {@code alias}; and {@code metrics.}, {@code params.}, {@code tags.}.
     */
    VERSIONS;

    /** The attributes that it can be found by, by name. */
    public Map<String, SearchField> attributes() {
        return Attributes.of(this);
    }
}
