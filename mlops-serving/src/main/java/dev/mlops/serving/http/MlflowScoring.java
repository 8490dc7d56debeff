package dev.mlops.serving.http;

import dev.mlops.InvalidException;
import dev.mlops.model.Signature;
import dev.mlops.serving.ModelUnavailableException;
import dev.mlops.serving.Prediction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * MLflow's scoring protocol, as its server has it since 2.0, for the model that answers where none is named. Differences: what
 * isn't finite is {@code null} in an answer, where MLflow writes a NaN that isn't JSON; in CSV an empty value alone is
 * missing, so that "NA" stays a category; {@code params} are read and change nothing, as no model of ours has any.
 */
final class MlflowScoring {
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";

    private final ServedModels models;

    MlflowScoring(ServedModels models) {
        this.models = models;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                                "POST",
                                "/invocations",
                                Role.PREDICT,
                                MlflowErrors.FORMAT,
                                (request, path) -> invocations(request))
                        .described(RouteDoc.of("Answers rows, by MLflow's scoring protocol")
                                .takes(MlflowSchemas.REQUEST)
                                .takes(CSV, Schemas.TEXT)
                                .reads(Batch.KEY, Batch.KEY_MEANING)
                                .answers(MlflowSchemas.RESPONSE))
                        .accepting(JSON, CSV),
                health("/ping"),
                health("/health"),
                Route.of(
                                "GET",
                                "/version",
                                null,
                                MlflowErrors.FORMAT,
                                (request, path) -> ApiResponse.text(200, Library.version()))
                        .described(RouteDoc.of("The version of the server").answers(200, "text/plain", Schemas.TEXT)));
    }

    private Route health(String path) {
        return Route.of(
                        "GET",
                        path,
                        null,
                        MlflowErrors.FORMAT,
                        (request, values) -> ApiResponse.text(models.isReady() ? 200 : 503, "\n"))
                .described(RouteDoc.of("Whether the server can answer; 503 while it can't")
                        .answers(200, "text/plain", Schemas.TEXT)
                        .answers(503, "text/plain", Schemas.TEXT));
    }

    private ApiResponse invocations(ApiRequest request) {
        Function<Signature, List<Map<String, ?>>> rows = rows(request);
        try {
            List<Prediction> answers = ServedModels.ask(
                    () -> models.model(models.unnamed()),
                    found -> Batch.answers(request, found, rows.apply(found.signature())));
            List<Object> predictions = answers.stream()
                    .<Object>map(answer -> answer.isLabel() ? answer.label() : Batch.finite(answer.value()))
                    .toList();
            return Batch.identified(ApiResponse.json(200, Json.bytes(Map.of("predictions", predictions))), answers);
        } catch (InvalidException e) {
            throw MlflowErrors.invalid(e);
        } catch (ModelUnavailableException e) {
            if (e.reason() == ModelUnavailableException.Reason.LATE) {
                throw new ApiException(504, String.valueOf(e.getMessage()), ApiException.LATER);
            }
            throw e;
        }
    }

    /** The rows of a body of one of the two types that the route takes. */
    private static Function<Signature, List<Map<String, ?>>> rows(ApiRequest request) {
        if (MediaType.of(request.header("Content-Type").orElse("")).equals(CSV)) {
            List<Map<String, ?>> rows = MlflowCsv.read(request.body());
            return signature -> MlflowRows.typed(rows, signature);
        }
        return MlflowRows.read(request.body())::of;
    }
}
