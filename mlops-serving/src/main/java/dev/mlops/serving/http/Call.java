package dev.mlops.serving.http;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request on its way: what its head says is decided before its body is read, as that of a refused one needn't be.
 *
 * @param route what answers
 * @param values what the path says
 * @param refused the answer to one that isn't let in; null for others
 */
record Call(Route route, PathValues values, @Nullable ApiResponse refused) {
    private static final Logger log = LoggerFactory.getLogger(Call.class);
    private static final Route NOWHERE =
            Route.of("", "", null, ErrorFormat.PLAIN, (request, values) -> ApiResponse.empty(404));

    /** Finds the route, and looks who asks. Never throws. */
    static Call begin(ApiRequest head, Router router, Tokens tokens) {
        Route route = NOWHERE;
        try {
            Router.Match match = router.find(head.method(), head.path());
            route = match.route();
            if (route.role() != null) {
                tokens.require(route.role(), head);
            }
            return new Call(route, match.values(), null);
        } catch (RuntimeException e) {
            return new Call(route, PathValues.NONE, failed(route, e));
        }
    }

    /** Whether the answer may take longer than microseconds. */
    boolean mayBlock(ApiRequest request) {
        try {
            return refused == null && !route.quick().isQuick(request, values);
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** A refusal in the format of the route. */
    ApiResponse refuse(ApiException e) {
        return route.errors().of(e);
    }

    /** Answers the request, which is the head with its body. Never throws. */
    ApiResponse answer(ApiRequest request, int longest) {
        if (refused != null) {
            return refused;
        }
        try {
            if (request.body().length > 0) {
                checkBody(request, longest);
            }
            return route.endpoint().answer(request, values);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return failed(route, e);
        }
    }

    private void checkBody(ApiRequest request, int longest) {
        if (request.body().length > longest) {
            throw tooLong(longest);
        }
        String sent = MediaType.of(request.header("Content-Type").orElse(""));
        if (!route.types().contains(sent)) {
            throw new ApiException(
                    415,
                    "Content-Type of the body is '" + sent + "', expected " + String.join(" or ", route.types())
                            + ", in UTF-8");
        }
    }

    static ApiException tooLong(int longest) {
        return new ApiException(413, "body is longer than " + longest + " bytes");
    }

    private static ApiResponse failed(Route route, Throwable e) {
        ApiException known = ApiException.of(e);
        if (known.status() >= 500) {
            log.warn("{} {} failed", route.method(), route.pattern(), e);
        }
        return route.errors().of(known);
    }
}
