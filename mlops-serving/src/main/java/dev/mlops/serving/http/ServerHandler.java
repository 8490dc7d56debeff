package dev.mlops.serving.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Brings requests from Undertow to the API and back. A head that is refused is answered at once, and what follows it is read
 * past; a body is read as it comes, up to its limit; what takes microseconds is answered by the thread of the connection, all
 * else by a worker.
 */
final class ServerHandler implements HttpHandler {
    /** How much of a body that is refused is read past, in bytes: 64 MiB. */
    static final long PAST = 64L << 20;

    private static final byte[] NOTHING = {};
    private static final int LONG = 18; // digits of a number that surely is one of 64 bits
    private final ModelApi api;
    private final InFlight requests;
    private final Duration timeout;
    private final @Nullable AccessLog log;

    ServerHandler(ModelApi api, InFlight requests, Duration timeout, @Nullable AccessLog log) {
        this.api = api;
        this.requests = requests;
        this.timeout = timeout;
        this.log = log;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        long begun = System.nanoTime();
        HeaderMap headers = exchange.getRequestHeaders();
        ApiRequest head = ApiRequest.of(
                exchange.getRequestMethod().toString(),
                path(exchange),
                exchange.getQueryString(),
                headers::getFirst,
                NOTHING);
        Call call = api.begin(head);
        boolean taken = !call.isRefused() && requests.enter(); // whom the head refuses takes no room
        exchange.addExchangeCompleteListener((ended, next) -> {
            try {
                if (taken) {
                    requests.leave();
                }
                if (log != null) {
                    log.answered(ended, call.bearer(), begun);
                }
            } finally {
                next.proceed();
            }
        });
        if (requests.isClosing()) {
            exchange.setPersistent(false);
            refuse(exchange, call.refuse(new ApiException(503, "the server is being shut down", ApiException.LATER)));
        } else if (isTooLongToCount(headers.getFirst(Headers.CONTENT_LENGTH))) {
            exchange.setPersistent(false);
            refuse(exchange, call.refuse(Call.tooLong(api.longest())));
        } else if (call.isRefused()) {
            refuse(exchange, call.refused());
        } else if (!taken) {
            refuse(
                    exchange,
                    call.refuse(
                            new ApiException(429, "the server has as many requests as it takes", ApiException.LATER)));
        } else {
            read(exchange, call, head, begun);
        }
    }

    private static boolean isTooLongToCount(@Nullable String length) {
        return length != null && length.length() > LONG;
    }

    /** The path as it was sent, without the host that some clients send before it. */
    private static String path(HttpServerExchange exchange) {
        String path = exchange.isHostIncludedInRequestURI() ? exchange.getRequestPath() : exchange.getRequestURI();
        return path.startsWith("/") ? path : "/" + path;
    }

    private void read(HttpServerExchange exchange, Call call, ApiRequest head, long begun) {
        if (exchange.isRequestComplete()) {
            answer(exchange, call, head, begun);
            return;
        }
        if (exchange.getRequestContentLength() > api.longest()) {
            refuse(exchange, call.refuse(Call.tooLong(api.longest())));
            return;
        }
        Body body = new Body(call, exchange);
        body.deadline = exchange.getIoThread().executeAfter(body::late, timeout.toMillis(), TimeUnit.MILLISECONDS);
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(api.longest());
        receiver.receiveFullBytes(
                (ended, bytes) -> {
                    if (body.end()) {
                        answer(ended, call, head.with(bytes), begun);
                    }
                },
                (ended, e) -> {
                    if (body.end()) {
                        broken(ended, call, e);
                    }
                });
    }

    /** A body on its way; it ends once: read, broken or late. All of it in the thread of the connection. */
    private final class Body {
        private final Call call;
        private final HttpServerExchange exchange;
        private XnioExecutor.@Nullable Key deadline;
        private boolean ended;

        Body(Call call, HttpServerExchange exchange) {
            this.call = call;
            this.exchange = exchange;
        }

        boolean end() {
            boolean first = !ended;
            ended = true;
            if (deadline != null) {
                deadline.remove();
            }
            return first;
        }

        void late() {
            if (end()) {
                exchange.setPersistent(false);
                send(
                        exchange,
                        call.refuse(new ApiException(408, "body didn't come within " + timeout.toMillis() + " ms")));
            }
        }
    }

    private void broken(HttpServerExchange exchange, Call call, IOException e) {
        if (e instanceof Receiver.RequestToLargeException) {
            refuse(exchange, call.refuse(Call.tooLong(api.longest())));
        } else {
            exchange.setPersistent(false);
            send(exchange, call.refuse(new ApiException(400, "body ended before its end")));
        }
    }

    /**
     * Answers a request of which a body may be yet to come. That is read past, as a client that writes all before it reads would
     * find the connection broken and not the answer; but not for longer than a body may take, nor past {@link #PAST}.
     */
    private void refuse(HttpServerExchange exchange, ApiResponse response) {
        if (!exchange.isRequestComplete()) {
            XnioExecutor.Key deadline = exchange.getIoThread()
                    .executeAfter(
                            () -> IoUtils.safeClose(exchange.getConnection()),
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS);
            exchange.addExchangeCompleteListener((ended, next) -> {
                deadline.remove();
                next.proceed();
            });
        }
        send(exchange, response);
    }

    private void answer(HttpServerExchange exchange, Call call, ApiRequest request, long begun) {
        if (call.mayBlock(request)) {
            HttpHandler blocking =
                    waiting -> send(waiting, inTime(begun) ? call.answer(request) : call.refuse(waited()));
            exchange.dispatch(
                    blocking); // a handler and not a task: Undertow ends the exchange if even an error is thrown
        } else {
            send(exchange, call.answer(request));
        }
    }

    private boolean inTime(long begun) {
        return System.nanoTime() - begun < 2 * timeout.toNanos(); // the body may have taken one of them
    }

    private static ApiException waited() {
        return new ApiException(503, "the request waited too long for a thread", ApiException.LATER);
    }

    private static void send(HttpServerExchange exchange, ApiResponse response) {
        exchange.setStatusCode(response.status());
        HeaderMap headers = exchange.getResponseHeaders();
        response.each((name, value) -> headers.put(HttpString.tryFromString(name), value));
        byte[] body = response.body();
        if (body.length == 0) {
            exchange.endExchange();
            return;
        }
        headers.put(Headers.CONTENT_LENGTH, Integer.toString(body.length));
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
