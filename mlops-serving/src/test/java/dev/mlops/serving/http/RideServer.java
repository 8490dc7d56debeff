package dev.mlops.serving.http;

import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides;
import dev.mlops.storage.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server of the model {@code rides}, with a route {@code /slow} that is answered when the test says so. */
final class RideServer implements AutoCloseable {
    static final String RIDE = "{\"from\":3,\"miles\":5}";
    final Workspace workspace = Workspace.inMemory();
    final ModelRegistry registry = ModelRegistry.in(workspace);
    final CountDownLatch slow = new CountDownLatch(1);
    final ModelServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RideServer(Consumer<ModelServer.Builder> options) {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
        registry.register("rides", Rides.model(5));
        ModelServer.Builder builder = ModelServer.builder(registry)
                .gate("champion", Gate.open())
                .route("GET", "/slow", Role.PREDICT, request -> {
                    await(slow);
                    return ApiResponse.html("slow");
                });
        options.accept(builder);
        server = builder.start();
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came within 30 s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri() {
        return server.uri();
    }

    Wire wire() throws IOException {
        return Wire.to(uri());
    }

    HttpResponse<String> ask(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        slow.countDown();
        server.close();
        workspace.close();
    }
}
