package dev.mlops.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mlops.ConflictException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Fill;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

class MlflowModelTest {
    @TempDir
    Path folder;

    record Ride(
            String zone,
            int people,
            Optional<Double> miles,
            LocalDateTime pickup,
            boolean night,
            double minutes,
            String speed) {
        static Dataset<Ride> some() {
            LocalDateTime start = LocalDateTime.of(2021, 1, 1, 0, 0);
            return Dataset.of(
                    "rides",
                    Ride.class,
                    IntStream.range(0, 200)
                            .mapToObj(i -> new Ride(
                                    "z" + i % 5,
                                    i % 4,
                                    i % 9 == 0 ? Optional.empty() : Optional.of(i % 7 + 0.5),
                                    start.plusMinutes(37L * i),
                                    i % 3 == 0,
                                    5 + i % 5 + 2.0 * (i % 7),
                                    i % 7 > 4 ? "slow" : i % 7 > 2 ? "usual" : "fast"))
                            .toList());
        }
    }

    private static Model regression() {
        Dataset<Ride> rides = Ride.some();
        return Model.regression(features().fit(rides), "minutes").train(new RidgeTrainer(1), rides);
    }

    private static Features features() {
        return Features.of(
                Feature.cross("zone", "people"),
                Feature.hour("pickup"),
                Feature.number("night"),
                Feature.number("miles").fill(Fill.medianBy("zone")));
    }

    @Test
    void the_folder_has_the_files_and_the_flavours_that_mlflow_reads() throws IOException {
        Model model = regression();

        MlflowModel.of(model).save(folder.resolve("model"));

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "MLmodel", "model.onnx", "requirements.txt", "conda.yaml", "python_env.yaml");
        Map<String, Object> manifest = yaml("MLmodel");
        assertThat(at(manifest, "flavors", "onnx"))
                .containsEntry("data", "model.onnx")
                .containsKey("onnx_version");
        assertThat(at(manifest, "flavors", "onnx").get("providers")).isEqualTo(List.of("CPUExecutionProvider"));
        assertThat(at(manifest, "flavors", "python_function"))
                .containsEntry("loader_module", "mlflow.onnx")
                .containsEntry("data", "model.onnx");
        assertThat(at(manifest, "flavors", "python_function", "env"))
                .containsEntry("conda", "conda.yaml")
                .containsEntry("virtualenv", "python_env.yaml");
        assertThat(String.valueOf(manifest.get("model_uuid"))).matches("[0-9a-f]{32}");
        assertThat(manifest).doesNotContainKey("saved_input_example_info");
        assertThat(Files.readAllLines(folder.resolve("model").resolve("requirements.txt")))
                .anyMatch(line -> line.startsWith("onnxruntime"));
        assertThat(yaml("conda.yaml")).containsEntry("name", "mlflow-env");
        assertThat(yaml("python_env.yaml")).containsEntry("dependencies", List.of("-r requirements.txt"));
    }

    @Test
    void the_signature_has_every_field_in_the_type_of_the_graph() throws IOException {
        MlflowModel.of(regression()).save(folder.resolve("model"));

        JsonNode inputs = signature("inputs");
        assertThat(inputs.findValuesAsText("name")).containsExactly("zone", "people", "pickup", "night", "miles");
        assertThat(inputs.findValuesAsText("type")).containsExactly("string", "long", "long", "boolean", "double");
        assertThat(inputs.findValues("required")).allMatch(JsonNode::booleanValue);
        assertThat(signature("outputs").findValuesAsText("name")).containsExactly("minutes");
    }

    @Test
    void a_classifier_has_a_column_for_each_label() throws IOException {
        Dataset<Ride> rides = Ride.some();
        Model model =
                Model.classification(features().fit(rides), "speed").train(new LogisticRegressionTrainer(), rides);

        MlflowModel.of(model).save(folder.resolve("model"));

        assertThat(signature("outputs").findValuesAsText("name"))
                .containsExactly("speed", "speed_scores_fast", "speed_scores_slow", "speed_scores_usual");
        assertThat(signature("outputs").findValuesAsText("type"))
                .containsExactly("string", "double", "double", "double");
    }

    @Test
    void the_graph_takes_a_vector_for_each_column_of_a_frame() throws IOException {
        Model model = regression();
        MlflowModel.of(model).save(folder.resolve("model"));

        Model again =
                OnnxModel.read(folder.resolve("model").resolve("model.onnx")).regression("minutes");

        List<Ride> rides = Ride.some().rows();
        double[] expected = model.predictAll(rides);
        double[] found = again.predictAll(rides);
        assertThat(again.signature()).isEqualTo(model.signature());
        IntStream.range(0, found.length).forEach(i -> assertThat(found[i]).isCloseTo(expected[i], within(1e-9)));
    }

    @Test
    void an_example_is_a_frame_in_the_form_of_the_graph() throws IOException {
        Map<String, Object> row =
                new HashMap<>(Map.of("zone", "z1", "people", 2, "pickup", "1970-01-02T00:00:01", "night", true));
        row.put("miles", null);

        MlflowModel.of(regression()).example(row).save(folder.resolve("model"));

        JsonNode example = new JsonMapper()
                .readTree(folder.resolve("model").resolve("input_example.json").toFile());
        assertThat(example.toString())
                .isEqualTo(
                        "{\"columns\":[\"zone\",\"people\",\"pickup\",\"night\",\"miles\"],\"data\":[[\"z1\",2,86401,true,null]]}");
        assertThat(at(yaml("MLmodel"), "saved_input_example_info"))
                .containsEntry("artifact_path", "input_example.json")
                .containsEntry("pandas_orient", "split");
    }

    @Test
    void what_is_there_already_is_kept() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> MlflowModel.of(regression()).save(folder))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("notes.txt");
        assertThat(folder).isDirectoryNotContaining("glob:**MLmodel");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("model"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private JsonNode signature(String side) throws IOException {
        return new JsonMapper()
                .readTree(String.valueOf(at(yaml("MLmodel"), "signature").get(side)));
    }

    @SuppressWarnings("unchecked") // a mapping of YAML
    private Map<String, Object> yaml(String name) throws IOException {
        String text = Files.readString(folder.resolve("model").resolve(name));
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    @SuppressWarnings("unchecked") // a mapping of YAML
    private static Map<String, Object> at(Map<String, Object> yaml, String... path) {
        Map<String, Object> found = yaml;
        for (String name : path) {
            found = (Map<String, Object>) Objects.requireNonNull(found.get(name), name);
        }
        return found;
    }
}
