package dev.mlops.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that scikit-learn's converter made, beside what scikit-learn answers. */
class OnnxModelTest {
    private static final Path FILES = Path.of("src", "test", "resources", "onnx");

    @TempDir
    Path folder;

    record Point(double a, double b, double c) {}

    private final JsonNode expected = json();

    @Test
    void a_regression_answers_records_maps_and_batches_like_the_tool_that_made_it() {
        Model model = linear();
        double[] answers = doubles(expected.path("expected").path("linear"));

        assertThat(model.predictAll(points())).containsExactly(answers, within(1e-9));
        assertThat(model.predict(points().get(2))).isCloseTo(answers[2], within(1e-9));
        assertThat(model.scorer(Point.class).score(points().get(3))).isCloseTo(answers[3], within(1e-9));
        assertThat(model.predict(Map.of("a", points().get(1).a, "b", "" + points().get(1).b, "c", points().get(1).c)))
                .isCloseTo(answers[1], within(1e-9));
    }

    @Test
    void trees_of_floats_answer_like_the_runtime_of_python() {
        Model model = OnnxModel.read(file("boosted")).columns("a", "b", "c").regression("y");

        assertThat(model.predictAll(points()))
                .containsExactly(doubles(expected.path("expected").path("boosted")), within(1e-6));
        assertThat(model.signature().inputs().fields()).contains(new Field("b", FieldType.FLOAT32, false));
    }

    @Test
    void a_classifier_scores_each_label_under_its_name() {
        Model model = forest();
        JsonNode scores = expected.path("expected").path("forest");

        List<Classification> answers = model.classifyAll(points());
        for (int row = 0; row < answers.size(); row++) {
            assertThat(answers.get(row).score("slow"))
                    .isCloseTo(scores.get(row).get(0).asDouble(), within(1e-6));
            assertThat(answers.get(row).score("fast"))
                    .isCloseTo(scores.get(row).get(1).asDouble(), within(1e-6));
            assertThat(answers.get(row).score("usual"))
                    .isCloseTo(scores.get(row).get(2).asDouble(), within(1e-6));
            assertThat(answers.get(row).score(answers.get(row).label()))
                    .isEqualTo(answers.get(row).scores().values().stream()
                            .max(Double::compare)
                            .orElseThrow());
        }
        assertThat(model.signature().output().labels()).containsExactly("fast", "slow", "usual");
        assertThat(model.classify(points().get(0))).isEqualTo(answers.get(0));
    }

    @Test
    void each_input_of_a_graph_with_several_is_a_field() {
        Model model = OnnxModel.read(file("pipeline")).regression("y");
        JsonNode pipeline = expected.path("expected").path("pipeline");
        List<Map<String, Object>> rows = StreamSupport.stream(
                        pipeline.path("rows").spliterator(), false)
                .map(row -> Map.<String, Object>of(
                        "zone", row.path("zone").asText(),
                        "hour", row.path("hour").asInt(),
                        "miles", row.path("miles").asDouble()))
                .toList();

        assertThat(model.predictMaps(rows)).containsExactly(doubles(pipeline.path("answers")), within(1e-5));
        assertThat(model.signature().inputs().fields())
                .containsExactly(
                        new Field("zone", FieldType.STRING, false),
                        new Field("hour", FieldType.INT64, false),
                        new Field("miles", FieldType.FLOAT32, false));
    }

    @Test
    void it_is_saved_and_loaded_like_any_model() throws IOException {
        for (Model model : List.of(linear(), forest())) {
            Path saved = folder.resolve(model.signature().output().name());
            model.save(saved);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Model.codec().write(model, bytes);

            for (Model again :
                    List.of(Model.load(saved), Model.codec().read(new ByteArrayInputStream(bytes.toByteArray())))) {
                assertThat(again.signature()).isEqualTo(model.signature());
                assertThat(again.contentHash()).isEqualTo(model.contentHash());
                assertThat(again.provenance().configuration())
                        .isEqualTo(model.provenance().configuration())
                        .containsEntry("producer", "skl2onnx")
                        .containsKeys("sha256", "opset.ai.onnx");
                if (model.signature().output().labels().isEmpty()) {
                    assertThat(again.predictAll(points())).isEqualTo(model.predictAll(points()));
                } else {
                    assertThat(again.classifyAll(points())).isEqualTo(model.classifyAll(points()));
                }
            }
            Model.load(saved).save(saved);
            try (var files = Files.list(saved)) {
                assertThat(files.map(file -> String.valueOf(file.getFileName())))
                        .containsExactlyInAnyOrder("model.json", "estimator.onnx");
            }
        }
    }

    @Test
    void a_manifest_of_an_unknown_kind_is_refused_by_name() throws IOException {
        linear().save(folder.resolve("model"));
        Path manifest = folder.resolve("model").resolve("model.json");
        Files.writeString(manifest, resealed(Files.readString(manifest).replace("\"onnx\"", "\"pickle\"")));

        assertThatThrownBy(() -> Model.load(folder.resolve("model")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("kind 'pickle'");
    }

    /** The manifest with the hash over its new content. */
    private static String resealed(String manifest) throws IOException {
        JsonMapper json = new JsonMapper();
        ObjectNode root = (ObjectNode) json.readTree(manifest);
        root.remove("sha256");
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
            return root.put("sha256", HexFormat.of().formatHex(digest)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void it_has_neither_a_vectoriser_nor_an_estimator_of_tribuo() {
        Model model = linear();

        assertThatThrownBy(model::vectorizer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ONNX");
        assertThatThrownBy(model::estimator)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ONNX");
        assertThat(model.isCompiled()).isFalse();
        assertThat(model.coefficients()).isEmpty();
        assertThat(OnnxExport.supports(model)).isFalse();
        assertThatThrownBy(() -> model.classify(points().get(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_missing_value_is_refused_unless_the_field_may_be_missing() {
        Map<String, Object> row = new HashMap<>(Map.of("a", 1, "b", 2));
        row.put("c", null);
        Model strict = linear();

        assertThatThrownBy(() -> strict.predict(row))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("field 'c' is missing");
        assertThatThrownBy(() -> strict.predictMaps(List.of(Map.of("a", 1, "b", 2, "c", 3), row)))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("row 2: field 'c' is missing");
        assertThatThrownBy(() -> strict.predict(Map.of("a", 1, "b", 2)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no entry 'c'");
        Model lenient = OnnxModel.read(file("linear"))
                .columns("a", "b", "c")
                .nullable("c")
                .regression("y");
        assertThat(lenient.predict(row)).isNaN();
    }

    @Test
    void more_rows_than_one_run_takes_are_answered_in_order() {
        List<Point> many =
                IntStream.range(0, 70_000).mapToObj(i -> new Point(i, 0, 0)).toList();
        Model model = linear();

        double[] answers = model.predictAll(many);

        assertThat(answers[69_999]).isEqualTo(model.predict(many.get(69_999)));
        assertThat(answers[65_536]).isEqualTo(model.predict(many.get(65_536)));
        assertThat(model.predictAll(List.<Point>of())).isEmpty();
    }

    @Test
    void threads_share_a_model() {
        Model model = linear();
        double[] answers = model.predictAll(points());

        double[] found = IntStream.range(0, 400)
                .parallel()
                .mapToDouble(i -> model.predict(points().get(i % answers.length)))
                .toArray();

        assertThat(found)
                .isEqualTo(IntStream.range(0, 400)
                        .mapToDouble(i -> answers[i % answers.length])
                        .toArray());
    }

    @Test
    void created_comes_from_the_clock() {
        Instant when = Instant.parse("2021-01-31T17:05:00.123456Z");

        Model model = OnnxModel.read(file("linear"))
                .columns("a", "b", "c")
                .clock(() -> when)
                .regression("y");

        assertThat(model.provenance().created()).isEqualTo("2021-01-31T17:05:00.123Z");
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @CsvSource({
            "custom-operator, domain 'com.evil'",
            "external-data, tensor 'w' lies in another file",
            "loop, operator 'Loop'",
            "zipmap, 'output_probability' Sequence"
        })
        void a_file_that_is_not_safe_or_not_usable(String name, String reason) {
            OnnxModel model = OnnxModel.read(file(name)).columns("a", "b", "c");

            assertThatThrownBy(() -> model.classification("y", "p", "q", "r"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(reason);
        }

        @Test
        void a_saved_graph_that_was_exchanged_for_one_that_is_not_safe() throws Exception {
            Path saved = folder.resolve("model");
            linear().save(saved);
            byte[] evil = Files.readAllBytes(file("custom-operator"));
            Path manifest = saved.resolve("model.json");
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(evil));
            String changed = Files.readString(manifest)
                    .replaceFirst("\"bytes\" : \\d+", "\"bytes\" : " + evil.length)
                    .replaceFirst("(estimator.onnx\" : \\{[^}]*\"sha256\" : \")[0-9a-f]+", "$1" + hash);
            Files.writeString(manifest, resealed(changed));
            Files.write(saved.resolve("estimator.onnx"), evil);

            assertThatThrownBy(() -> Model.load(saved))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("domain 'com.evil'");
        }

        @Test
        void what_is_no_graph() {
            assertThatThrownBy(() -> OnnxModel.read(new byte[] {1, 2, 3}).regression("y"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("isn't an ONNX model");
            assertThatThrownBy(() -> OnnxModel.read(new byte[0]).regression("y"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("isn't an ONNX model");
            assertThatThrownBy(() -> OnnxModel.read(folder.resolve("none.onnx")))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void a_graph_that_was_cut_off() throws IOException {
            byte[] whole = Files.readAllBytes(file("forest"));

            for (int length : new int[] {10, 100, whole.length / 2, whole.length - 1}) {
                assertThatThrownBy(() -> OnnxModel.read(Arrays.copyOf(whole, length))
                                .columns("a", "b", "c")
                                .classification("y", "p", "q", "r"))
                        .isInstanceOf(InvalidException.class);
            }
        }

        @Test
        void columns_labels_and_outputs_that_do_not_fit() {
            OnnxModel linear = OnnxModel.read(file("linear"));
            OnnxModel forest = OnnxModel.read(file("forest")).columns("a", "b", "c");

            assertThatThrownBy(() -> linear.regression("y")).hasMessageContaining("takes 3 columns");
            assertThatThrownBy(() -> linear.columns("a", "b").regression("y")).hasMessageContaining("2 are named");
            assertThatThrownBy(() -> linear.columns("a", "b", "b").regression("y"))
                    .hasMessageContaining("must differ");
            assertThatThrownBy(() -> linear.columns("a", "b", "y").regression("y"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(
                            () -> linear.columns("a", "b", "c").output("other").regression("y"))
                    .hasMessageContaining("name one");
            assertThatThrownBy(() -> forest.classification("y", "p", "q")).hasMessageContaining("2 labels");
            assertThatThrownBy(() -> forest.classification("y", "p", "q", "q")).hasMessageContaining("must differ");
            assertThatThrownBy(
                            () -> OnnxModel.read(file("pipeline")).columns("a").regression("y"))
                    .hasMessageContaining("columns are named only where it has one");
        }
    }

    private static Model linear() {
        return OnnxModel.read(file("linear")).columns("a", "b", "c").regression("y");
    }

    private static Model forest() {
        return OnnxModel.read(file("forest")).columns("a", "b", "c").classification("speed", "slow", "fast", "usual");
    }

    private static Path file(String name) {
        return FILES.resolve(name + ".onnx");
    }

    private List<Point> points() {
        return StreamSupport.stream(expected.path("rows").spliterator(), false)
                .map(row -> new Point(
                        row.get(0).asDouble(), row.get(1).asDouble(), row.get(2).asDouble()))
                .toList();
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static JsonNode json() {
        try {
            return new JsonMapper().readTree(FILES.resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
