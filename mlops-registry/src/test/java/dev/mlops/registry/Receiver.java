package dev.mlops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server on this machine that takes what a webhook sends, and answers as it is told. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    /** One request. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return Objects.requireNonNull(headers.get(name), name).get(0);
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String subject() {
            return json().at("/data/subject").asText();
        }
    }

    /** What to answer; a location is where a redirect leads to, or when to come back. */
    record Answer(
            int status, @Nullable String header, @Nullable String value) {
        static Answer of(int status) {
            return new Answer(status, null, null);
        }
    }

    Receiver(Function<Message, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, answers));
        server.start();
    }

    private void handle(HttpExchange exchange, Function<Message, Answer> answers) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        Message message = new Message(headers, exchange.getRequestBody().readAllBytes());
        messages.add(message);
        Answer answer = answers.apply(message);
        if (answer.header() != null) {
            exchange.getResponseHeaders().set(answer.header(), answer.value());
        }
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The next request, for which it waits. */
    Message next() throws InterruptedException {
        Message message = messages.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came within 30 seconds");
        }
        return message;
    }

    /** The requests that came and weren't asked for yet. */
    int waiting() {
        return messages.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
