package dev.mlops.serving;

import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import java.util.List;
import java.util.Map;

/**
 * A model bound to one kind of row. Thread-safe.
 *
 * @param <R> the rows
 */
interface Bound<R> {

    /** The prediction of a regression; throws IllegalStateException for a classifier. */
    double number(R row);

    /** The label of a classifier; throws IllegalStateException for a regression. */
    Classification label(R row);

    /** The predictions of many rows in one call, in their order. */
    double[] numbers(List<R> rows);

    /** The labels of many rows in one call, in their order. */
    List<Classification> labels(List<R> rows);

    /** How a kind of row is bound to a model. */
    @FunctionalInterface
    interface To<R> {
        /** Binds a model; throws InvalidException if such rows lack what it reads. */
        Bound<R> bind(Model model);
    }

    /** Rows that are records of this type. */
    static <R extends Record> To<R> records(Class<R> type) {
        return model -> isRegression(model)
                ? new BoundRecords<>(model, model.scorer(type))
                : new BoundRecords<>(model, row -> model.predict(row)); // which says that it is a classifier
    }

    /** Rows that are values by field name. */
    static To<Map<String, ?>> maps() {
        return BoundMaps::new;
    }

    private static boolean isRegression(Model model) {
        return model.signature().output().kind() == Signature.Kind.REGRESSION;
    }
}
