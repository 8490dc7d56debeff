package dev.mlops.serving.http;

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
import java.time.Duration;

/** A registry with a model of rides, and how tests ask its server. */
final class Servers implements AutoCloseable {
    static final String RIDE = "{\"from\":3,\"miles\":5}";
    static final String POST = "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Workspace workspace = Workspace.inMemory();
    final ModelRegistry registry = ModelRegistry.in(workspace);

    Servers() {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
    }

    ModelServer.Builder server() {
        return ModelServer.builder(registry);
    }

    static HttpResponse<String> ask(ModelServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(request(server.uri(), method, path, body), BodyHandlers.ofString());
    }

    static HttpRequest request(URI server, String method, String path, String body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
    }

    @Override
    public void close() {
        workspace.close();
    }
}
