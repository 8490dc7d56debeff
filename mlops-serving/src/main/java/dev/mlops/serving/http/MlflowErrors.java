package dev.mlops.serving.http;

import dev.mlops.InvalidException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as MLflow's scoring server writes them: a code by name, and a message. */
final class MlflowErrors implements ErrorFormat {
    static final MlflowErrors FORMAT = new MlflowErrors();

    private static final ErrorFormat INVALID = (status, message) -> error(status, "INVALID_PARAMETER_VALUE", message);

    private MlflowErrors() {}

    @Override
    public ApiResponse error(int status, String message) {
        return error(status, code(status), message);
    }

    @Override
    public String name() {
        return "MlflowError";
    }

    @Override
    public Map<String, ?> schema() {
        return MlflowSchemas.ERROR;
    }

    /** Values that break a rule of the model, in a request that is well-formed. */
    static ApiException invalid(InvalidException e) {
        return new ApiException(400, String.valueOf(e.getMessage()), Map.of(), INVALID);
    }

    private static ApiResponse error(int status, String code, String message) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("error_code", code);
        content.put("message", message);
        return ApiResponse.json(status, Json.bytes(content));
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "RESOURCE_DOES_NOT_EXIST";
            case 409 -> "RESOURCE_CONFLICT";
            case 429 -> "REQUEST_LIMIT_EXCEEDED";
            case 503 -> "TEMPORARILY_UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR";
        };
    }
}
