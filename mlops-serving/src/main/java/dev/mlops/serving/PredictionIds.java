package dev.mlops.serving;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids of predictions: a random half that tells predictors apart, and a count. */
final class PredictionIds {
    private final long predictor = UUID.randomUUID().getMostSignificantBits() ^ new SplittableRandom().nextLong();
    private final AtomicLong count = new AtomicLong();

    long next() {
        return count.incrementAndGet();
    }

    /** A reply under the id of this number. */
    Prediction of(long number, Reply reply) {
        return Prediction.of(predictor, number, reply);
    }
}
