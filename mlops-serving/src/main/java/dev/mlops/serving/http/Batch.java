package dev.mlops.serving.http;

import dev.mlops.serving.Prediction;
import dev.mlops.serving.Predictor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all protocols that answer many rows at once have in common. */
final class Batch {
    /** More rows than that take more memory than a request should, however short each is. */
    static final int MAX_ROWS = 100_000;

    /** The header that rows of one person or thing have alike. */
    static final String KEY = "Prediction-Key";

    static final String KEY_MEANING =
            "Who or what the rows are about: where traffic is split, the same goes the same way";

    /** The header of an answer that tells the id of the prediction. */
    static final String ID = "Prediction-Id";

    private Batch() {}

    /** Refuses more rows than a request may have. */
    static void checkSize(long rows) {
        if (rows > MAX_ROWS) {
            throw new ApiException(413, "request has " + rows + " rows, expected " + MAX_ROWS + " at most");
        }
    }

    /** The predictions of rows, by one version: that of the request's key, where it has one. */
    static List<Prediction> answers(
            ApiRequest request, Predictor<Map<String, ?>> predictor, List<Map<String, ?>> rows) {
        return request.header(KEY)
                .map(key -> predictor.answerAll(rows, key))
                .orElseGet(() -> predictor.answerAll(rows));
    }

    /** A number as JSON can hold it: null where it is NaN or infinite. */
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Tells the id of a prediction, where it is the only one. */
    static ApiResponse identified(ApiResponse response, List<Prediction> answers) {
        return answers.size() == 1 ? response.with(ID, answers.get(0).id()) : response;
    }
}
