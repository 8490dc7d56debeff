package dev.mlops.model;

import dev.mlops.model.internal.LabelEstimator;
import dev.mlops.model.internal.LinearKernel;
import dev.mlops.model.internal.NumberEstimator;
import dev.mlops.model.internal.Pool;
import dev.mlops.model.internal.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Binds estimators to encoders of rows. What it makes is thread-safe. */
final class Answers {

    private Answers() {}

    /** A row on its way: as the encoder writes it, and as the estimator reads it. */
    private record Buffers(SparseRow encoded, Row row) {

        /** Takes over what was encoded. */
        Row fill() {
            row.reserve(encoded.size());
            encoded.copyTo(row.indices, row.values, 0);
            row.size = encoded.size();
            return row;
        }
    }

    /** From a row to a number; a weighted sum is computed without buffers. */
    static <T> ToDoubleFunction<T> numbers(RowEncoder<T> encoder, NumberEstimator estimator) {
        LinearKernel linear = estimator.linear();
        if (linear != null) {
            return encoder.linear(linear.weights(), linear.intercept())::score;
        }
        Pool<Buffers> pool = new Pool<>(() -> new Buffers(encoder.newRow(), estimator.newRow()));
        return row -> {
            Buffers buffers = pool.borrow();
            encoder.encode(row, buffers.encoded);
            double answer = estimator.answer(buffers.fill());
            pool.release(buffers);
            return answer;
        };
    }

    /** From a row to a label with its scores, those in the order of {@code labels}. */
    static <T> Function<T, Classification> labels(
            RowEncoder<T> encoder, LabelEstimator estimator, List<String> labels) {
        Pool<Buffers> pool = new Pool<>(() -> new Buffers(encoder.newRow(), estimator.newRow()));
        int[] ids = labels.stream().mapToInt(estimator.labels()::indexOf).toArray();
        return row -> {
            Buffers buffers = pool.borrow();
            encoder.encode(row, buffers.encoded);
            double[] scores = new double[ids.length];
            int answer = estimator.answer(buffers.fill(), scores);
            pool.release(buffers);
            Map<String, Double> byLabel = new LinkedHashMap<>();
            for (int i = 0; i < ids.length; i++) {
                byLabel.put(labels.get(i), scores[ids[i]]);
            }
            return new Classification(estimator.labels().get(answer), byLabel);
        };
    }
}
