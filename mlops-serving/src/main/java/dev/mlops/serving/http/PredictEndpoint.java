package dev.mlops.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mlops.model.Signature;
import dev.mlops.serving.Prediction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /predict} and {@code POST /api/models/{model}/predict}: fields in, one answer out, under the name of the column
 * that the model was trained to predict.
 */
final class PredictEndpoint {
    private static final int LONG = 16 << 10;
    private static final RouteDoc DOC = RouteDoc.of("Answers one row of values by field name")
            .reads(Batch.KEY, Batch.KEY_MEANING)
            .takes(Schemas.OBJECT)
            .answers(Schemas.OBJECT)
            .ofModel(PredictEndpoint::doc);

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
                                (request, path) -> answer(request, models.unnamed()))
                        .quickWhere((request, path) -> isQuick(request, ""))
                        .described(DOC),
                Route.of(
                                "POST",
                                "/api/models/{model}/predict",
                                Role.PREDICT,
                                ErrorFormat.PLAIN,
                                (request, path) -> answer(request, path.get("model")))
                        .quickWhere((request, path) -> isQuick(request, path.get("model")))
                        .described(DOC));
    }

    private static RouteDoc doc(Signature signature) {
        return RouteDoc.of("Answers " + signature.output().name() + " for one row")
                .reads(Batch.KEY, Batch.KEY_MEANING)
                .takes(Schemas.row(signature))
                .answers(Schemas.answer(signature.output()));
    }

    private boolean isQuick(ApiRequest request, String name) {
        return request.body().length <= LONG && models.isQuick(name);
    }

    private ApiResponse answer(ApiRequest request, String name) {
        Map<String, Object> row = Json.object(request.body());
        Optional<String> key = request.header(Batch.KEY);
        Prediction prediction = ServedModels.ask(
                () -> models.model(name),
                predictor -> key.isPresent() ? predictor.answer(row, key.get()) : predictor.answer(row));
        return ApiResponse.json(200, Json.written(json -> write(json, prediction)))
                .with(Batch.ID, prediction.id());
    }

    private static void write(JsonGenerator json, Prediction prediction) throws IOException {
        json.writeStartObject();
        if (prediction.isLabel()) {
            json.writeStringField(prediction.output(), prediction.label());
            json.writePOJOField("scores", prediction.scores());
        } else {
            json.writeNumberField(prediction.output(), finite(prediction.value()));
        }
        json.writeStringField("model_version", Integer.toString(prediction.version()));
        json.writeEndObject();
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ApiException(400, "these values give " + value + ", expected a finite prediction");
        }
        return value;
    }
}
