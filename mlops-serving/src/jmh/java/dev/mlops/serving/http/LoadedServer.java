package dev.mlops.serving.http;

import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.storage.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A server for load from another process: trips at {@code /predict}, and a constant at {@code /constant}, to which a body comes
 * the same way. It prints its address first, then for each line that it reads the bytes of heap in use after a collection; it
 * ends with its input.
 */
public final class LoadedServer {
    private static final int ROWS = 74_000;

    private LoadedServer() {}

    /** A taxi trip. */
    public record Trip(String PULocationID, String DOLocationID, double trip_distance, double duration) {}

    /** Runs it: the folder of a workspace, which is made, and the token to deploy with. */
    public static void main(String[] args) throws IOException {
        byte[] answer = Json.bytes(Map.of("duration", 15.07, "model_version", "1"));
        try (Workspace workspace = Workspace.open(Path.of(args[0]))) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            registry.register("trips", model(1));
            registry.register("trips", model(2));
            registry.alias(registry.version("trips/1"), "champion");
            try (ModelServer server = ModelServer.builder(registry)
                    .token("load", Role.DEPLOY, args[1])
                    .gate("champion", Gate.open())
                    .route("POST", "/constant", request -> ApiResponse.json(200, answer))
                    .start()) {
                PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
                out.println(server.uri());
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                while (in.readLine() != null) {
                    System.gc();
                    out.println(ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed());
                }
            }
        }
    }

    private static Model model(long seed) {
        Random random = new Random(seed);
        List<Trip> trips = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String from = Integer.toString(1 + (int) Math.abs(40 * random.nextGaussian()) % 260);
            String to = Integer.toString(1 + (int) Math.abs(60 * random.nextGaussian()) % 260);
            double miles = 0.5 + Math.abs(3 * random.nextGaussian());
            trips.add(new Trip(from, to, miles, 4 + 3 * miles + random.nextGaussian()));
        }
        Dataset<Trip> data = Dataset.of("trips", Trip.class, trips);
        Features features = Features.of(Feature.cross("PULocationID", "DOLocationID"), Feature.number("trip_distance"));
        return Model.regression(features.fit(data), "duration").train(new RidgeTrainer(1), data);
    }
}
