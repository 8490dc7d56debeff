package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.data.Dataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

class ModelFilesTest {
    private static final Dataset<Journey> ROWS = Journey.dataset(150, 1);

    @TempDir
    Path directory;

    private static Model train(String kind) {
        return Model.regression(Journey.features().fit(ROWS), "duration")
                .train(Estimators.fresh(Estimators.NUMBERS, kind), ROWS);
    }

    static Stream<String> numbers() {
        return Estimators.sorted(Estimators.NUMBERS).stream();
    }

    static Stream<String> labels() {
        return Estimators.sorted(Estimators.LABELS).stream();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_loaded_regression_is_the_saved_one(String kind) {
        Model model = train(kind);
        model.save(directory.resolve("model"));
        Model loaded = Model.load(directory.resolve("model"));
        assertThat(loaded.predictAll(ROWS.rows())).containsExactly(model.predictAll(ROWS.rows()));
        assertThat(loaded.isCompiled()).isTrue();
        assertThat(loaded.contentHash()).isEqualTo(model.contentHash());
        assertThat(loaded.signature()).isEqualTo(model.signature());
        assertThat(loaded.provenance()).hasToString(model.provenance().toString());
        assertThat(loaded.estimator().getClass()).isEqualTo(model.estimator().getClass());
    }

    @ParameterizedTest
    @MethodSource("labels")
    void a_loaded_classifier_is_the_saved_one(String kind) {
        Model model = Model.classification(Journey.features().fit(ROWS), "speed")
                .train(Estimators.fresh(Estimators.LABELS, kind), ROWS);
        model.save(directory.resolve("model"));
        Model loaded = Model.load(directory.resolve("model"));
        for (Journey row : ROWS) {
            assertThat(loaded.classify(row)).isEqualTo(model.classify(row));
        }
    }

    @Test
    void a_model_that_tribuo_answers_is_loaded_too() {
        Model model = Model.regression(Journey.features().fit(ROWS), "duration")
                .train(Estimators.fresh(Estimators.OTHER_NUMBERS, "factorisation"), ROWS);
        model.save(directory.resolve("model"));
        assertThat(Model.load(directory.resolve("model")).predictAll(ROWS.rows()))
                .containsExactly(model.predictAll(ROWS.rows()));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void training_the_same_rows_twice_gives_the_same_hash_and_the_same_estimator_file(String kind) throws IOException {
        Model one = train(kind);
        Model two = train(kind);
        assertThat(one.contentHash()).isEqualTo(two.contentHash());
        one.save(directory.resolve("one"));
        two.save(directory.resolve("two"));
        assertThat(directory.resolve("one/estimator.pb")).hasSameBinaryContentAs(directory.resolve("two/estimator.pb"));
        assertThat(Files.readString(directory.resolve("one/estimator.pb"), StandardCharsets.ISO_8859_1))
                .doesNotContain(Runtime.version().toString());
    }

    @Test
    void the_order_in_which_options_are_given_changes_nothing() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("eta", 0.1);
        options.put("tree_method", "hist"); // in one bucket of a hash map with the other
        options.put("nthread", 1);
        options.put("seed", 1);
        options.put("max_depth", 3);
        options.put("min_child_weight", 2);
        options.put("lambda", 2);
        options.put("subsample", 0.8);
        options.put("colsample_bytree", 0.8);
        options.put("objective", "reg:squarederror");
        options.put("verbosity", 0);
        List<String> backwards = new ArrayList<>(options.keySet());
        Collections.reverse(backwards);
        Map<String, Object> reversed = new LinkedHashMap<>();
        backwards.forEach(option -> reversed.put(option, options.get(option)));
        assertThat(boosted(options).files().get("estimator.pb"))
                .isEqualTo(boosted(reversed).files().get("estimator.pb"));
    }

    private static Model boosted(Map<String, Object> options) {
        return Model.regression(Journey.features().fit(ROWS), "duration")
                .train(new XGBoostRegressionTrainer(RegressionType.LINEAR, 5, options), ROWS);
    }

    @Test
    void other_rows_give_another_hash() {
        Dataset<Journey> others = Journey.dataset(150, 2);
        Model other = Model.regression(Journey.features().fit(others), "duration")
                .train(Estimators.fresh(Estimators.NUMBERS, "cart"), others);
        assertThat(other.contentHash())
                .isNotEqualTo(train("cart").contentHash())
                .matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void saving_twice_and_saving_what_was_loaded_gives_identical_files() throws IOException {
        Model model = train("linear");
        model.save(directory.resolve("one"));
        model.save(directory.resolve("two"));
        Model.load(directory.resolve("one")).save(directory.resolve("three"));
        for (String name : List.of("model.json", "vectorizer.json", "estimator.pb")) {
            assertThat(directory.resolve("two").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(name));
            assertThat(directory.resolve("three").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(name));
        }
    }

    @Test
    void a_saved_model_is_replaced_and_nothing_else_is_left_behind() throws IOException {
        train("cart").save(directory.resolve("model"));
        Model linear = train("linear");
        linear.save(directory.resolve("model"));
        assertThat(Model.load(directory.resolve("model")).contentHash()).isEqualTo(linear.contentHash());
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries).containsExactly(directory.resolve("model"));
        }
    }

    @Test
    void a_directory_of_other_files_is_not_replaced() throws IOException {
        Files.createDirectories(directory.resolve("photos"));
        Files.writeString(directory.resolve("photos/cat.txt"), "cat");
        Files.writeString(directory.resolve("file"), "text");
        Model model = train("linear");
        assertThatThrownBy(() -> model.save(directory.resolve("photos")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("photos");
        assertThatThrownBy(() -> model.save(directory.resolve("file"))).isInstanceOf(ConflictException.class);
        assertThat(directory.resolve("photos/cat.txt")).hasContent("cat");
        Files.createDirectories(directory.resolve("empty"));
        model.save(directory.resolve("empty"));
        assertThat(Model.load(directory.resolve("empty")).signature()).isEqualTo(model.signature());
    }

    @Test
    void what_somebody_keeps_beside_a_saved_model_is_not_deleted() throws IOException {
        Model model = train("linear");
        Path saved = directory.resolve("model");
        model.save(saved);
        Files.writeString(saved.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> model.save(saved))
                .isInstanceOf(ConflictException.class)
                .hasMessageEndingWith("holds more than a saved model, such as 'notes.txt', a model can't replace it");
        assertThat(saved.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void a_link_to_a_saved_model_is_replaced_and_the_model_it_led_to_stays() throws IOException {
        Model first = train("cart");
        first.save(directory.resolve("v1"));
        Path current = Files.createSymbolicLink(directory.resolve("current"), Path.of("v1"));
        Model second = train("linear");
        second.save(current);
        assertThat(Model.load(directory.resolve("v1")).contentHash()).isEqualTo(first.contentHash());
        assertThat(Model.load(current).contentHash()).isEqualTo(second.contentHash());
    }

    @Nested
    class Broken {

        @Test
        void a_directory_in_the_place_of_a_file_is_refused() throws IOException {
            Path manifest = saved().resolve("model.json");
            Files.delete(manifest);
            Files.createDirectory(manifest);
            assertThatThrownBy(() -> Model.load(directory.resolve("model")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("'%s' must be a file, and is something else".formatted(manifest));
        }

        private Path saved() {
            train("cart").save(directory.resolve("model"));
            return directory.resolve("model");
        }

        @Test
        void a_missing_directory_is_named() {
            assertThatThrownBy(() -> Model.load(directory.resolve("nowhere")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("nowhere");
        }

        @ParameterizedTest
        @ValueSource(strings = {"model.json", "vectorizer.json", "estimator.pb"})
        void a_missing_file_is_named(String name) throws IOException {
            Path model = saved();
            Files.delete(model.resolve(name));
            assertThatThrownBy(() -> Model.load(model))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("'" + name + "' is missing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"vectorizer.json", "estimator.pb"})
        void a_truncated_file_is_named_with_both_sizes(String name) throws IOException {
            Path model = saved();
            Path file = model.resolve(name);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(content, content.length - 7));
            assertThatThrownBy(() -> Model.load(model))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("has %d bytes".formatted(content.length - 7))
                    .hasMessageContaining("says %d".formatted(content.length));
        }

        @ParameterizedTest
        @ValueSource(strings = {"vectorizer.json", "estimator.pb"})
        void one_changed_bit_is_noticed_by_the_hash(String name) throws IOException {
            Path model = saved();
            Path file = model.resolve(name);
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
            assertThatThrownBy(() -> Model.load(model))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("SHA-256");
        }

        @Test
        void a_newer_format_is_refused_naming_both_versions() throws IOException {
            assertThatThrownBy(() -> Model.load(edited("\"version\" : 1", "\"version\" : 7")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("format version 7")
                    .hasMessageContaining("up to 2");
        }

        @Test
        void a_manifest_of_another_shape_says_what_is_wrong() throws IOException {
            assertRefused("\"mlops-model\"", "\"zoo\"", "its format is \"zoo\"");
            assertRefused("\"inputs\"", "\"puts\"", "it has no 'inputs'");
            assertRefused("\"regression\"", "\"guess\"", "unknown Kind 'guess'");
            assertRefused("\"name\" : \"duration\"", "\"name\" : 3", "its 'name' is 3, it must be a text");
            assertRefused("\"estimator.pb\"", "\"estimator.exe\"", "doesn't list 'estimator.pb'");
            assertLoadFails(edited("{", ""), "it isn't JSON");
            assertRefused("\"created\" : \"", "\"created\" : \"x", "must be a time");
            assertRefused("\"distance\"", "\"distances\"", "signature");
        }

        @Test
        void a_file_is_no_directory() throws IOException {
            Path file = Files.writeString(directory.resolve("rentals.csv"), "a,b");
            assertThatThrownBy(() -> Model.load(file))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("'%s' is a file, a saved model is a directory".formatted(file));
        }

        @Test
        void an_edited_manifest_is_noticed_by_its_own_hash() throws IOException {
            for (String name : List.of("\"duration\"", "\"maxDepth\"", "\"rides\"", "\"tribuo\" : \"4")) {
                String other = name.substring(0, name.length() - 1) + "2";
                Path model = edited(name, other + (name.endsWith("\"") ? "\"" : ""));
                assertThatThrownBy(() -> Model.load(model))
                        .as(name)
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining("model.json")
                        .hasMessageContaining("it was changed");
            }
        }

        @Test
        void a_flipped_bit_of_the_manifest_is_refused_or_changes_nothing() throws IOException {
            Path model = saved();
            Model intact = Model.load(model);
            byte[] manifest = Files.readAllBytes(model.resolve("model.json"));
            int refused = 0;
            for (int bit = 0; bit < 8 * manifest.length; bit += 5) {
                byte[] flipped = manifest.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(model.resolve("model.json"), flipped);
                try {
                    Model loaded = Model.load(model);
                    assertThat(loaded.contentHash()).isEqualTo(intact.contentHash());
                    assertThat(loaded.provenance())
                            .hasToString(intact.provenance().toString());
                } catch (InvalidException e) {
                    refused++;
                }
            }
            assertThat(refused).isGreaterThan(manifest.length);
        }

        private void assertRefused(String text, String replacement, String message) throws IOException {
            Path model = edited(text, replacement);
            Path manifest = model.resolve("model.json");
            JsonMapper json = new JsonMapper();
            if (json.readTree(Files.readAllBytes(manifest)) instanceof ObjectNode root) {
                Files.writeString(manifest, ManifestJson.sealed(root).toString());
            }
            assertLoadFails(model, message);
        }

        private void assertLoadFails(Path model, String message) {
            assertThatThrownBy(() -> Model.load(model))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("model.json")
                    .hasMessageContaining(message);
        }

        private Path edited(String text, String replacement) throws IOException {
            Path model = saved();
            String manifest = Files.readString(model.resolve("model.json"));
            assertThat(manifest).contains(text);
            int at = manifest.indexOf(text);
            Files.writeString(
                    model.resolve("model.json"),
                    manifest.substring(0, at) + replacement + manifest.substring(at + text.length()));
            return model;
        }
    }

    @Test
    void a_file_larger_than_its_limit_is_refused_before_it_is_parsed() throws IOException {
        train("linear").save(directory.resolve("model"));
        byte[] huge = new byte[ModelFiles.limit("model.json") + 1];
        Files.write(directory.resolve("model/model.json"), huge);
        assertThatThrownBy(() -> Model.load(directory.resolve("model")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("more than %d bytes".formatted(huge.length - 1));
        assertThat(Set.of("model.json", "vectorizer.json", "estimator.pb", "estimator.onnx"))
                .isEqualTo(ModelFiles.LIMITS.keySet());
    }
}
