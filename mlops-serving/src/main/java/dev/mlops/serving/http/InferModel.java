package dev.mlops.serving.http;

import dev.mlops.model.Signature;
import dev.mlops.serving.Prediction;
import dev.mlops.serving.Predictor;
import dev.mlops.storage.spi.VersionStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A model, or one version of it, in the Open Inference Protocol. One input tensor stands for each field of its signature; an
 * input may have any datatype whose elements mean values of the field, so a category of whole numbers may come as INT64 or as
 * BYTES. As with MLServer and KServe, a single input with a column for every field is taken, too.
 */
final class InferModel {
    private static final String MODEL = "model";
    private static final String VERSION = "version";
    private static final String PLATFORM = "mlops_java";

    private final ServedModels models;

    InferModel(ServedModels models) {
        this.models = models;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(routes("/v2/models/{model}"));
        routes.addAll(routes("/v2/models/{model}/versions/{version}"));
        return routes;
    }

    private List<Route> routes(String path) {
        return List.of(
                Route.of("GET", path, Role.PREDICT, ErrorFormat.PLAIN, (request, values) -> metadata(values))
                        .described(RouteDoc.of("What a model reads and answers").answers(InferSchemas.MODEL)),
                Route.of("GET", path + "/ready", Role.PREDICT, ErrorFormat.PLAIN, (request, values) -> ready(values))
                        .described(RouteDoc.of("Whether a model is loaded, which this does where it can be; 503 if not")
                                .answers(InferSchemas.MODEL_READY)
                                .answers(
                                        503,
                                        Schemas.anyOf(List.of(InferSchemas.MODEL_READY, ErrorFormat.PLAIN.schema())))),
                Route.of("POST", path + "/infer", Role.PREDICT, ErrorFormat.PLAIN, this::infer)
                        .accepting("application/json", BinaryPart.TYPE, "") // clients of the protocol send none
                        .described(RouteDoc.of("Answers tensors")
                                .takes(InferSchemas.REQUEST)
                                .takes(BinaryPart.TYPE, Schemas.BYTES)
                                .reads(BinaryPart.JSON_LENGTH, "How long the JSON is, which tensors as bytes follow")
                                .reads(Batch.KEY, Batch.KEY_MEANING)
                                .answers(InferSchemas.RESPONSE)
                                .answers(200, BinaryPart.TYPE, Schemas.BYTES)));
    }

    private Supplier<Predictor<Map<String, ?>>> predictor(PathValues path) {
        String name = path.get(MODEL);
        if (!path.byName().containsKey(VERSION)) {
            return () -> models.model(name);
        }
        int version = path.version(VERSION);
        return () -> models.version(name, version);
    }

    private ApiResponse infer(ApiRequest request, PathValues path) {
        Supplier<Predictor<Map<String, ?>>> predictor = predictor(path);
        InferRequest asked = InferRequest.read(request);
        List<Prediction> answers =
                ServedModels.ask(predictor, found -> Batch.answers(request, found, asked.rows(found.signature())));
        return Batch.identified(InferResponse.of(asked, answers), answers);
    }

    private ApiResponse ready(PathValues path) {
        boolean ready = !models.isUnloaded(path.get(MODEL))
                && !predictor(path).get().health().isEmpty();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", path.get(MODEL));
        content.put("ready", ready);
        return ApiResponse.json(ready ? 200 : 503, Json.bytes(content));
    }

    private ApiResponse metadata(PathValues path) {
        Signature signature = ServedModels.ask(predictor(path), Predictor::signature);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", path.get(MODEL));
        content.put("versions", versions(path));
        content.put("platform", PLATFORM);
        content.put(
                "inputs",
                signature.inputs().fields().stream()
                        .map(field -> OutputTensor.metadata(field.name(), Datatype.of(field.type()), List.of(-1)))
                        .toList());
        content.put("outputs", OutputTensor.metadata(signature.output()));
        if (signature.output().kind() == Signature.Kind.CLASSIFICATION) { // the order of the scores
            content.put(
                    "properties", Map.of("labels", Json.text(signature.output().labels())));
        }
        return ApiResponse.json(200, Json.bytes(content));
    }

    private List<String> versions(PathValues path) {
        if (path.byName().containsKey(VERSION)) {
            return List.of(path.get(VERSION));
        }
        return models.registry().versions(path.get(MODEL)).list().stream()
                .filter(version -> version.status() == VersionStatus.READY)
                .map(version -> version.number())
                .sorted()
                .map(number -> Integer.toString(number))
                .toList();
    }
}
