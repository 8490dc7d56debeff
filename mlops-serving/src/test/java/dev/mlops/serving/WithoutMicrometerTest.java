package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.serving.http.ApiRequest;
import dev.mlops.serving.http.ModelApi;
import dev.mlops.storage.Workspace;
import dev.mlops.testing.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Micrometer is optional: a host that doesn't measure needs none of its jars. */
final class WithoutMicrometerTest {

    @Test
    void predictors_and_the_api_work_where_micrometer_is_absent() throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("micrometer") && !entry.contains("prometheus"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(JavaProcess.java(classPath));
        command.add(Predict.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("micrometer is absent", "prediction 2", "status 200");
    }

    /** What the other process does. */
    static final class Predict {
        private Predict() {}

        public static void main(String[] arguments) {
            try {
                Class.forName("io.micrometer.core.instrument.MeterRegistry");
            } catch (ClassNotFoundException e) {
                System.out.println("micrometer is absent");
            }
            ModelRegistry registry = ModelRegistry.in(Workspace.inMemory());
            registry.alias(registry.register("rides", Rides.model(3)), "champion");
            try (Predictor<Ride> predictor = Predictor.builder(registry, "rides", Ride.class)
                    .cache(10)
                    .onPrediction((row, prediction, took) -> {})
                    .build()) {
                System.out.println("prediction " + Math.round(predictor.predict(Rides.RIDE)));
            }
            try (ModelApi api = ModelApi.of(registry)) {
                byte[] body = "{\"from\":3,\"miles\":5}".getBytes(StandardCharsets.UTF_8);
                ApiRequest request =
                        ApiRequest.of("POST", "/predict", "", Map.of("Content-Type", "application/json")::get, body);
                System.out.println("status " + api.handle(request).status());
            }
        }
    }
}
