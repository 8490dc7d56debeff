package dev.mlops.serving;

import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import dev.mlops.model.Scorer;
import java.util.List;

/** Records, whose accessors are bound once. */
record BoundRecords<R extends Record>(Model model, Scorer<R> scorer) implements Bound<R> {

    @Override
    public double number(R row) {
        return scorer.score(row);
    }

    @Override
    public Classification label(R row) {
        return model.classify(row);
    }

    @Override
    public double[] numbers(List<R> rows) {
        return model.predictAll(rows);
    }

    @Override
    public List<Classification> labels(List<R> rows) {
        return model.classifyAll(rows);
    }
}
