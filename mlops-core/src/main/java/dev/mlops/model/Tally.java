package dev.mlops.model;

import java.util.concurrent.atomic.LongAdder;

/** Counts what one feature met; many threads may count at once. */
final class Tally {
    private final LongAdder missing = new LongAdder();
    private final LongAdder unseen = new LongAdder();

    void missing() {
        missing.increment();
    }

    void unseen() {
        unseen.increment();
    }

    Vectorizer.Counts counts() {
        return new Vectorizer.Counts(missing.sum(), unseen.sum());
    }
}
