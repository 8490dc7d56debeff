package dev.mlops.serving.http;

import dev.mlops.registry.ModelRegistry;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/**
 * A {@link ModelApi} behind a port of its own. It listens on the loopback address unless it is told otherwise, and bounds what
 * a client can make it hold: the length of heads and bodies, the time that they take, and how many requests it has at once;
 * one more is answered with 429.
 *
 * <pre>{@code
 * try (ModelServer server = ModelServer.builder(registry)
 *         .port(9696)
 *         .token("deploy-job", Role.DEPLOY, System.getenv("DEPLOY_TOKEN"))
 *         .gate("champion", gate)
 *         .start()) {
 *     server.awaitClose();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ModelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelServer.class);
    private final Undertow undertow;
    private final ModelApi api;
    private final InFlight requests;
    private final URI uri;
    private final Duration drain;

    private ModelServer(Undertow undertow, ModelApi api, InFlight requests, URI uri, Duration drain) {
        this.undertow = undertow;
        this.api = api;
        this.requests = requests;
        this.uri = uri;
        this.drain = drain;
    }

    /** Begins one with options. */
    public static Builder builder(ModelRegistry registry) {
        return new Builder(registry);
    }

    /** Where it answers, such as {@code http://127.0.0.1:9696/}; with the port that was free, if none was chosen. */
    public URI uri() {
        return uri;
    }

    /** How many requests it has now. */
    int requests() {
        return requests.count();
    }

    boolean isClosing() {
        return requests.isClosing();
    }

    /** Waits until it is closed. */
    public void awaitClose() throws InterruptedException {
        requests.awaitClosed();
    }

    /**
     * Takes no more, answers what it has taken, for as long as {@link Builder#drain} allows, and ends. Requests that come meanwhile
     * are answered with 503 and {@code Retry-After}. Again does nothing.
     */
    @Override
    public void close() {
        if (!requests.close()) {
            return;
        }
        // not suspended first: with a listener Undertow closes its connections, those that wait for answers, too
        if (!requests.awaitNone(drain)) {
            log.warn("server at {} ends with {} requests unanswered after {}", uri, requests.count(), drain);
        }
        undertow.stop();
        api.close();
        requests.closed();
    }

    /** Options of a server. Reusable; not thread-safe. */
    public static final class Builder extends ApiOptions<Builder> {
        private static final int HEAD = 16 << 10;
        private static final int HEADERS = 100;
        private static final int CONNECTIONS = 10_000;
        private static final int PER_CORE = 8;
        private @Nullable String host;
        private int port;
        private int concurrency = 500;
        private Duration timeout = Duration.ofSeconds(10);
        private Duration drain = Duration.ofSeconds(20);
        private Duration idle = Duration.ofSeconds(60);
        private @Nullable SSLContext tls;
        private @Nullable AccessLog accessLog;

        private Builder(ModelRegistry registry) {
            super(registry);
        }

        @Override
        Builder self() {
            return this;
        }

        /** The name or address to listen on; the loopback address by default. {@code 0.0.0.0} is every one. */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /**
         * The port; by default one that is free.
         *
         * @param port 1 to 65,535; 0 for one that is free
         * @throws IllegalArgumentException if it isn't
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port is " + port + ", expected 0 to 65535");
            }
            this.port = port;
            return this;
        }

        /**
         * How many requests it has at once, being read or answered, before it answers 429 with {@code Retry-After}; 500 by
         * default. As many bodies may be in memory.
         *
         * @param requests above 0
         * @throws IllegalArgumentException if it isn't
         */
        public Builder concurrency(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException("concurrency is " + requests + ", expected 1 or more");
            }
            concurrency = requests;
            return this;
        }

        /**
         * How long a client may take to send a head, and then a body (408), and a request may wait for a thread before it is
         * answered with 503; 10 seconds by default. How long a model may take is said by
         * {@link dev.mlops.serving.Predictor.Builder#timeout} of a predictor.
         *
         * @param limit 100 ms to 10 minutes
         * @throws IllegalArgumentException if it isn't
         */
        public Builder timeout(Duration limit) {
            if (limit.compareTo(Duration.ofMillis(100)) < 0 || limit.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("timeout is " + limit + ", expected 100 ms to 10 minutes");
            }
            timeout = limit;
            return this;
        }

        /** How long a connection may rest before its first request, and between two of them. */
        Builder idle(Duration limit) {
            idle = limit;
            return this;
        }

        /**
         * How long {@link ModelServer#close} waits for the answers to what was taken; 20 seconds by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder drain(Duration limit) {
            if (limit.isNegative()) {
                throw new IllegalArgumentException("drain is " + limit + ", expected 0 or more");
            }
            drain = limit;
            return this;
        }

        /** Speaks TLS, and nothing else, with the keys of this context. */
        public Builder tls(SSLContext context) {
            tls = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Tells each answer as one line of JSON, without a line break, such as to a logger's {@code info}: time, remote address,
         * who asked by the name of the token, method, path, status, bytes of the bodies, milliseconds, and the id of the
         * prediction.
         *
         * @param lines called by the threads that answer, several at once; it must not wait. What it throws is logged
         */
        public Builder accessLog(Consumer<String> lines) {
            accessLog = new AccessLog(lines);
            return this;
        }

        /**
         * Starts it.
         *
         * @throws IllegalArgumentException if two routes have one method and one path, or the host isn't known
         * @throws UncheckedIOException if it can't listen there, as when the port is taken
         */
        public ModelServer start() {
            InetAddress address = address();
            if (!address.isLoopbackAddress() && tokens.isEmpty()) {
                log.warn("server listens on {} without a token: who reaches it may ask for predictions", address);
            }
            ModelApi.Builder options = ModelApi.builder(registry);
            copyTo(options);
            ModelApi api = options.build();
            InFlight requests = new InFlight(concurrency);
            Undertow undertow = undertow(address, new ServerHandler(api, requests, timeout, accessLog));
            try {
                undertow.start();
            } catch (RuntimeException e) {
                undertow.stop();
                api.close();
                throw cantListen(address, e);
            }
            return new ModelServer(undertow, api, requests, uri(undertow), drain);
        }

        private UncheckedIOException cantListen(InetAddress address, RuntimeException e) {
            IOException cause = e.getCause() instanceof IOException known ? known : new IOException(e);
            String where = address.getHostAddress() + " port " + port;
            return new UncheckedIOException("can't listen on " + where + ": " + cause.getMessage(), cause);
        }

        private InetAddress address() {
            try {
                return host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("host '" + host + "' isn't known, expected a name or an address", e);
            }
        }

        private Undertow undertow(InetAddress address, ServerHandler handler) {
            int millis = (int) timeout.toMillis();
            Undertow.ListenerBuilder listener = new Undertow.ListenerBuilder()
                    .setType(tls == null ? Undertow.ListenerType.HTTP : Undertow.ListenerType.HTTPS)
                    .setHost(address.getHostAddress())
                    .setPort(port)
                    .setRootHandler(new HttpContinueReadHandler(handler));
            if (tls != null) {
                listener.setSslContext(tls);
            }
            return Undertow.builder()
                    .setWorkerThreads(PER_CORE * Runtime.getRuntime().availableProcessors())
                    .setServerOption(UndertowOptions.DECODE_URL, false)
                    .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEAD)
                    .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, Math.max(ServerHandler.PAST, body))
                    .setServerOption(UndertowOptions.MAX_HEADERS, HEADERS)
                    .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis)
                    .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, (int) idle.toMillis())
                    .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                    .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1_000)
                    .setSocketOption(Options.WRITE_TIMEOUT, millis)
                    .setSocketOption(Options.CONNECTION_HIGH_WATER, CONNECTIONS)
                    .setSocketOption(Options.CONNECTION_LOW_WATER, CONNECTIONS)
                    .addListener(listener)
                    .build();
        }

        private URI uri(Undertow undertow) {
            InetSocketAddress bound =
                    (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
            String name = host == null ? bound.getAddress().getHostAddress() : host;
            try {
                return new URI(tls == null ? "http" : "https", null, name, bound.getPort(), "/", null, null);
            } catch (URISyntaxException e) {
                throw new IllegalStateException("no URI can be made of host '" + name + "'", e);
            }
        }
    }
}
