package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.model.Classification;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that has each row admitted first.
 *
 * @param admitted the model
 * @param admission lets rows in
 * @param unobserved the same, which counts where nobody looks
 */
record Admitting<R>(Bound<R> admitted, Admission<R> admission, Admission<R> unobserved) implements Bound<R> {

    @Override
    public Bound<R> quiet() {
        return new Admitting<>(admitted, unobserved, unobserved);
    }

    @Override
    public R admit(R row) {
        return admission.admit(row);
    }

    @Override
    public double number(R row) {
        return admitted.number(admit(row));
    }

    @Override
    public Classification label(R row) {
        return admitted.label(admit(row));
    }

    @Override
    public double[] numbers(List<R> rows) {
        return admitted.numbers(all(rows));
    }

    @Override
    public List<Classification> labels(List<R> rows) {
        return admitted.labels(all(rows));
    }

    private List<R> all(List<R> rows) {
        List<R> good = new ArrayList<>(rows.size());
        for (R row : rows) {
            try {
                good.add(admit(row));
            } catch (InvalidException e) {
                throw new InvalidException("row " + (good.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return good;
    }
}
