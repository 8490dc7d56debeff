package dev.mlops.serving.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request on its way: what its head says is decided before its body is read, as that of a refused one needn't be. Ends by
 * {@link #answer}, {@link #refuse} or {@link #refused}, of which one is called once.
 */
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);
    private static final Route NOWHERE =
            Route.of("", "", null, ErrorFormat.PLAIN, (request, values) -> ApiResponse.empty(404));

    private final ModelApi api;
    private final ApiRequest head;
    private final long begun;
    private Route route = NOWHERE;
    private PathValues values = PathValues.NONE;
    private @Nullable RuntimeException refusal;

    private Call(ModelApi api, ApiRequest head) {
        this.api = api;
        this.head = head;
        this.begun = api.observers().begun();
    }

    /** Finds the route, and looks who asks. Never throws. */
    static Call begin(ModelApi api, ApiRequest head) {
        Call call = new Call(api, head);
        try {
            Router.Match match = api.router().find(head.method(), head.path());
            call.route = match.route();
            call.values = match.values();
            Role role = call.route.role();
            if (role != null) {
                call.values = call.values.by(api.tokens().require(role, head));
            }
        } catch (RuntimeException e) {
            call.refusal = e;
        }
        return call;
    }

    /** Whether its head is enough to refuse it. */
    boolean isRefused() {
        return refusal != null;
    }

    /** Who asks; empty for anybody. */
    String bearer() {
        return values.bearer();
    }

    /** Whether the answer to the whole request may take longer than microseconds. */
    boolean mayBlock(ApiRequest request) {
        try {
            return !route.quick().isQuick(request, values);
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** Answers the whole request, which is the head with its body. Never throws. */
    ApiResponse answer(ApiRequest request) {
        return told(answered(request));
    }

    /** The answer where the head was enough to refuse it. */
    ApiResponse refused() {
        return told(failed(refusal == null ? new IllegalStateException("call isn't refused") : refusal));
    }

    /** Refuses it for a reason that the head doesn't tell. */
    ApiResponse refuse(ApiException e) {
        return told(failed(e));
    }

    private ApiResponse answered(ApiRequest request) {
        try {
            if (refusal != null) {
                return failed(refusal);
            }
            if (request.body().length > 0) {
                checkBody(request);
            }
            return Objects.requireNonNull(route.endpoint().answer(request, values), "response");
        } catch (RuntimeException | Error e) { // else the client would wait for ever
            return failed(e);
        }
    }

    private void checkBody(ApiRequest request) {
        if (request.body().length > api.longest()) {
            throw tooLong(api.longest());
        }
        String sent = MediaType.of(request.header("Content-Type").orElse(""));
        if (!route.types().contains(sent)) {
            throw new ApiException(
                    415, "Content-Type of the body is '" + sent + "', expected " + route.shownTypes() + ", in UTF-8");
        }
    }

    static ApiException tooLong(int longest) {
        return new ApiException(413, "body is longer than " + longest + " bytes");
    }

    private ApiResponse failed(Throwable e) {
        ApiException known = ApiException.of(e);
        if (known.status() >= 500 && !(e instanceof ApiException)) {
            log.warn("{} {} failed", route.method(), route.pattern(), e);
        }
        return route.errors().of(known);
    }

    private ApiResponse told(ApiResponse response) {
        api.observers().answered(begun, head.method(), route.pattern(), response.status());
        return response;
    }
}
