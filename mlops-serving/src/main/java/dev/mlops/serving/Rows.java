package dev.mlops.serving;

import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import java.util.Map;

/**
 * The rows of a predictor: how they are bound to models.
 *
 * @param <R> the rows
 */
sealed interface Rows<R> extends Bound.To<R> {

    /** How they are bound where they are counted and judged. */
    Bound.To<R> by(InputPolicy policy, InputCounts counts);

    /** Whether they are counted though nobody asked for it. */
    boolean areCounted();

    /** Rows that are records of this type: few can be odd, and counting would cost more than answering. */
    static <R extends Record> Rows<R> records(Class<R> type) {
        return new Records<>(type);
    }

    /** Rows that are values by field name. */
    static Rows<Map<String, ?>> maps() {
        return new Maps();
    }

    /** Records of one type. */
    record Records<R extends Record>(Class<R> type) implements Rows<R> {

        @Override
        public Bound<R> bind(Model model) {
            return model.signature().output().kind() == Signature.Kind.REGRESSION
                    ? new BoundRecords<>(model, model.scorer(type))
                    : new BoundRecords<>(model, row -> model.predict(row)); // which says that it is a classifier
        }

        @Override
        public Bound.To<R> by(InputPolicy policy, InputCounts counts) {
            return model -> new Admitting<>(
                    bind(model),
                    new RecordAdmission<>(model, type, policy, counts),
                    new RecordAdmission<>(model, type, policy, new InputCounts()));
        }

        @Override
        public boolean areCounted() {
            return false;
        }
    }

    /** Values by field name. */
    record Maps() implements Rows<Map<String, ?>> {

        @Override
        public Bound<Map<String, ?>> bind(Model model) {
            return new BoundMaps(model);
        }

        @Override
        public Bound.To<Map<String, ?>> by(InputPolicy policy, InputCounts counts) {
            return model -> new Admitting<>(
                    bind(model),
                    new MapAdmission(model, policy, counts),
                    new MapAdmission(model, policy, new InputCounts()));
        }

        @Override
        public boolean areCounted() {
            return true;
        }
    }
}
