package dev.mlops.serving;

/** A listener that belongs to one predictor, looks at it, and ends with it. */
interface Attached extends PredictionListener<Object>, AutoCloseable {

    /** The predictor that it belongs to is there; called once, before the first prediction. */
    void attach(Predictor<?> predictor);

    @Override
    void close();
}
