package dev.mlops.serving;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a predictor. What one throws doesn't keep the others, or the caller, from the answer. */
record Listening<R>(List<PredictionListener<? super R>> listeners) implements PredictionListener<R> {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);

    static <R> Listening<R> of(List<PredictionListener<? super R>> listeners) {
        return new Listening<R>(List.<PredictionListener<? super R>>copyOf(listeners));
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Tells the listeners that belong to the predictor that it is there. */
    void attach(Predictor<R> predictor) {
        attached().forEach(listener -> listener.attach(predictor));
    }

    /** Ends the listeners that belong to the predictor. */
    void close() {
        attached().forEach(Attached::close);
    }

    private Stream<Attached> attached() {
        return listeners.stream().filter(Attached.class::isInstance).map(Attached.class::cast);
    }

    @Override
    public void answered(R row, Prediction prediction, Duration took) {
        for (PredictionListener<? super R> listener : listeners) {
            try {
                listener.answered(row, prediction, took);
            } catch (RuntimeException e) {
                log.warn("listener failed at prediction {}", prediction.id(), e);
            }
        }
    }

    @Override
    public void failed(R row, String arm, int version, RuntimeException error, Duration took) {
        for (PredictionListener<? super R> listener : listeners) {
            try {
                listener.failed(row, arm, version, error, took);
            } catch (RuntimeException e) {
                log.warn("listener failed at a failure of '{}'", arm, e);
            }
        }
    }
}
