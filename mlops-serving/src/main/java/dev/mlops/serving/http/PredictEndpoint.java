package dev.mlops.serving.http;

import dev.mlops.serving.Prediction;
import dev.mlops.serving.Predictor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /predict} and {@code POST /api/models/{model}/predict}: fields in, one answer out, under the name of the column
 * that the model was trained to predict.
 */
final class PredictEndpoint {
    private static final String KEY = "Prediction-Key";
    private static final String ID = "Prediction-Id";

    private final ServedModels models;

    PredictEndpoint(ServedModels models) {
        this.models = models;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                        "POST",
                        "/predict",
                        Role.PREDICT,
                        ErrorFormat.PLAIN,
                        (request, path) -> answer(request, models.unnamed())),
                Route.of(
                        "POST",
                        "/api/models/{model}/predict",
                        Role.PREDICT,
                        ErrorFormat.PLAIN,
                        (request, path) -> answer(request, path.get("model"))));
    }

    private ApiResponse answer(ApiRequest request, String name) {
        Map<String, Object> row = Json.object(request.body());
        Predictor<Map<String, ?>> predictor = models.model(name);
        Prediction prediction =
                request.header(KEY).map(key -> predictor.answer(row, key)).orElseGet(() -> predictor.answer(row));
        return ApiResponse.json(200, Json.bytes(content(prediction))).with(ID, prediction.id());
    }

    private static Map<String, Object> content(Prediction prediction) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(prediction.output(), prediction.isLabel() ? prediction.label() : prediction.value());
        if (prediction.isLabel()) {
            content.put("scores", prediction.scores());
        }
        content.put("model_version", Integer.toString(prediction.version()));
        return content;
    }
}
