package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.storage.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenInferenceTest {
    private static final String INFER = "/v2/models/minutes/infer";
    private static final String TWO_ROWS = """
            {"id": "42", "inputs": [
              {"name": "from", "shape": [2], "datatype": "INT32", "data": [3, 6]},
              {"name": "miles", "shape": [2], "datatype": "FP64", "data": [5, 0.5]}]}""";

    private static final Described described = Described.openInference();

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model slow = Models.minutes(3);
    private final Model quick = Models.minutes(1);
    private final ModelApi api = ModelApi.of(registry);
    private final Client client = new Client(api);

    @BeforeEach
    void register() {
        registry.register("minutes", quick);
        registry.alias(registry.register("minutes", slow), "champion");
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private Client.Answer infer(String json) {
        return described.check(client.post(INFER, json));
    }

    private String refused(String json) {
        return described.checkResponse(client.post(INFER, json)).error(400);
    }

    private static List<Double> data(JsonNode output) {
        List<Double> data = new ArrayList<>();
        output.get("data").forEach(element -> data.add(element.doubleValue()));
        return data;
    }

    private double minutes(Model model, int from, double miles) {
        return model.predict(Map.of("from", from, "miles", miles));
    }

    @Nested
    final class Server {
        @Test
        void lives_and_is_ready_with_what_it_can_answer_by() {
            assertThat(described.check(client.get("/v2/health/live")).is(200).text())
                    .isEqualTo("{\"live\":true}");
            assertThat(described.check(client.get("/v2/health/ready")).is(200).text())
                    .isEqualTo("{\"ready\":true,\"live\":true}");
        }

        @Test
        void is_not_ready_before_the_model_that_it_is_for_is_there() {
            try (ModelApi other = ModelApi.builder(registry).model("duration").build()) {
                Client asking = new Client(other);
                assertThat(asking.get("/v2/health/ready").is(503).text()).isEqualTo("{\"ready\":false,\"live\":true}");
                registry.alias(registry.register("duration", quick), "champion");
                asking.get("/v2/health/ready").is(200);
            }
        }

        @Test
        void stays_ready_without_its_store_while_it_has_a_model_and_is_not_ready_else() {
            infer(TWO_ROWS).is(200);
            try (ModelApi empty = ModelApi.of(registry)) {
                workspace.close();
                client.get("/v2/health/ready").is(200);
                new Client(empty).get("/v2/health/ready").is(503);
                new Client(empty).get("/v2/health/live").is(200);
            }
        }

        @Test
        void tells_its_extensions_and_models() {
            registry.create("empty");
            JsonNode server = described.check(client.get("/v2")).is(200).json();
            assertThat(server.get("name").textValue()).isEqualTo("mlops");
            assertThat(server.get("version").textValue()).isNotBlank();
            assertThat(server.get("extensions").toString()).isEqualTo("[\"binary_tensor_data\",\"model_repository\"]");
            assertThat(client.get("/v2/models").is(200).text()).isEqualTo("{\"models\":[\"empty\",\"minutes\"]}");
        }
    }

    @Nested
    final class Metadata {
        @Test
        void of_a_regression_has_a_tensor_for_each_field_and_one_for_the_answer() {
            assertThat(described.check(client.get("/v2/models/minutes")).is(200).json())
                    .isEqualTo(Client.parsed("""
                            {"name": "minutes", "versions": ["1", "2"], "platform": "mlops_java",
                             "inputs": [{"name": "from", "datatype": "INT32", "shape": [-1]},
                                        {"name": "miles", "datatype": "FP64", "shape": [-1]}],
                             "outputs": [{"name": "minutes", "datatype": "FP64", "shape": [-1]}]}"""));
        }

        @Test
        void of_one_version_names_that_version() {
            JsonNode one = described
                    .check(client.get("/v2/models/minutes/versions/1"))
                    .is(200)
                    .json();
            assertThat(one.get("versions").toString()).isEqualTo("[\"1\"]");
            assertThat(one.get("inputs").size()).isEqualTo(2);
        }

        @Test
        void of_a_classifier_has_labels_scores_and_the_order_of_the_scores() {
            registry.alias(registry.register("speed", Models.speed()), "champion");
            JsonNode speed =
                    described.check(client.get("/v2/models/speed")).is(200).json();
            assertThat(speed.get("outputs")).isEqualTo(Client.parsed("""
                    [{"name": "speed", "datatype": "BYTES", "shape": [-1]},
                     {"name": "speed_scores", "datatype": "FP64", "shape": [-1, 2]}]"""));
            assertThat(speed.get("properties").get("labels").textValue()).isEqualTo("[\"far\",\"near\"]");
        }

        @Test
        void has_a_datatype_for_every_type_of_field() {
            registry.alias(registry.register("kinds", Models.kinds()), "champion");
            Map<String, String> types = new LinkedHashMap<>();
            described
                    .check(client.get("/v2/models/kinds"))
                    .json()
                    .get("inputs")
                    .forEach(input -> types.put(
                            input.get("name").textValue(), input.get("datatype").textValue()));
            assertThat(types)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "flag", "BOOL", "tiny", "INT8", "small", "INT16", "whole", "INT32", "large", "INT64",
                            "narrow", "FP32", "wide", "FP64", "text", "BYTES", "time", "BYTES"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/v2/models/other",
                    "/v2/models/other/ready",
                    "/v2/models/minutes%402",
                    "/v2/models/minutes%2F2",
                    "/v2/models/%20",
                    "/v2/models/minutes/versions/3",
                    "/v2/models/minutes/versions/3/ready",
                    "/v2/models/minutes/versions/0",
                    "/v2/models/minutes/versions/-1",
                    "/v2/models/minutes/versions/champion",
                    "/v2/models/minutes/versions/99999999999",
                    "/v2/models/other/versions/1"
                })
        void of_what_is_not_there_is_a_404(String path) {
            assertThat(client.get(path).error(404)).isNotBlank();
        }

        @Test
        void of_a_model_without_a_champion_is_a_404_that_says_so_while_its_versions_answer() {
            registry.unalias("minutes", "champion");
            assertThat(client.get("/v2/models/minutes").error(404)).contains("champion");
            described.check(client.get("/v2/models/minutes/versions/2")).is(200);
        }

        @Test
        void tells_a_model_ready_once_it_is_loaded() {
            assertThat(described
                            .check(client.get("/v2/models/minutes/ready"))
                            .is(200)
                            .text())
                    .isEqualTo("{\"name\":\"minutes\",\"ready\":true}");
            described.check(client.get("/v2/models/minutes/versions/1/ready")).is(200);
        }
    }

    @Nested
    final class Inference {
        @Test
        void answers_each_row_in_its_order_by_the_champion_with_the_id_of_the_request() {
            JsonNode answer = infer(TWO_ROWS).is(200).json();
            assertThat(answer.get("model_name").textValue()).isEqualTo("minutes");
            assertThat(answer.get("model_version").textValue()).isEqualTo("2");
            assertThat(answer.get("id").textValue()).isEqualTo("42");
            JsonNode output = answer.get("outputs").get(0);
            assertThat(output.get("name").textValue()).isEqualTo("minutes");
            assertThat(output.get("datatype").textValue()).isEqualTo("FP64");
            assertThat(output.get("shape").toString()).isEqualTo("[2]");
            assertThat(data(output)).containsExactly(minutes(slow, 3, 5), minutes(slow, 6, 0.5));
            assertThat(answer.get("outputs").size()).isEqualTo(1);
        }

        @Test
        void of_a_version_is_answered_by_that_version() {
            Client.Answer answer = described.check(client.post("/v2/models/minutes/versions/1/infer", TWO_ROWS));
            assertThat(answer.is(200).json().get("model_version").textValue()).isEqualTo("1");
            assertThat(data(answer.json().get("outputs").get(0))).first().isEqualTo(minutes(quick, 3, 5));
        }

        @Test
        void without_an_id_is_answered_without_one_and_a_single_row_has_the_id_of_its_prediction() {
            Client.Answer one = infer("""
                    {"inputs": [{"name": "from", "shape": [1, 1], "datatype": "INT32", "data": [[3]]},
                                {"name": "miles", "shape": [1, 1], "datatype": "FP64", "data": [[5]]}],
                     "parameters": {"whatever": 7}, "outputs": []}""").is(200);
            assertThat(one.json().has("id")).isFalse();
            assertThat(one.response().headers().get("Prediction-Id")).matches("[0-9a-f]{32}");
            assertThat(infer(TWO_ROWS).response().headers()).doesNotContainKey("Prediction-Id");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "INT64; [3, 6]; FP32; [5, 0.5]",
                    "UINT8; [3, 6]; FP16; [5, 0.5]",
                    "BYTES; ['3', '6']; BYTES; ['5', '0.5']",
                    "FP64; [3.0, 6]; FP64; [5.0, 5e-1]",
                    "UINT64; [3, 6.0]; FP64; [5, 0.5]"
                })
        void takes_any_datatype_that_means_values_of_the_field(String type, String from, String other, String miles) {
            String json = """
                    {"inputs": [{"name": "miles", "shape": [2], "datatype": "%s", "data": %s},
                                {"name": "from", "shape": [2], "datatype": "%s", "data": %s}]}""".formatted(other, miles, type, from).replace('\'', '"');
            assertThat(data(infer(json).is(200).json().get("outputs").get(0)))
                    .containsExactly(minutes(slow, 3, 5), minutes(slow, 6, 0.5));
        }

        @ParameterizedTest
        @ValueSource(strings = {"[3, 5, 6, 0.5]", "[[3, 5], [6, 0.5]]"})
        void takes_one_input_with_a_column_for_every_field(String data) {
            String json = """
                    {"inputs": [{"name": "predict", "shape": [2, 2], "datatype": "FP64", "data": %s}]}""".formatted(data);
            assertThat(data(infer(json).is(200).json().get("outputs").get(0)))
                    .containsExactly(minutes(slow, 3, 5), minutes(slow, 6, 0.5));
        }

        @Test
        void reads_a_field_of_every_type() {
            Model kinds = Models.kinds();
            registry.alias(registry.register("kinds", kinds), "champion");
            Map<String, ?> row = Models.row(Models.kinds(42, 0));
            List<Map<String, ?>> inputs = new ArrayList<>();
            kinds.signature()
                    .inputs()
                    .fields()
                    .forEach(field -> inputs.add(Map.of(
                            "name", field.name(),
                            "shape", List.of(1),
                            "datatype", Datatype.of(field.type()).name(),
                            "data", List.of(Objects.requireNonNull(row.get(field.name()))))));
            Client.Answer answer =
                    described.check(client.post("/v2/models/kinds/infer", Client.json(Map.of("inputs", inputs))));
            assertThat(data(answer.is(200).json().get("outputs").get(0))).containsExactly(kinds.predict(row));
        }

        @Test
        void of_a_classifier_gives_labels_and_the_scores_of_each_row() {
            Model speed = Models.speed();
            registry.alias(registry.register("speed", speed), "champion");
            JsonNode outputs = described
                    .check(client.post("/v2/models/speed/infer", TWO_ROWS))
                    .is(200)
                    .json()
                    .get("outputs");
            assertThat(outputs.get(0).toString())
                    .isEqualTo("{\"name\":\"speed\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\""
                            + speed.classify(Map.of("from", 3, "miles", 5)).label() + "\",\"near\"]}");
            assertThat(outputs.get(1).get("name").textValue()).isEqualTo("speed_scores");
            assertThat(outputs.get(1).get("shape").toString()).isEqualTo("[2,2]");
            List<Double> scores = data(outputs.get(1));
            assertThat(scores.get(2))
                    .isEqualTo(speed.classify(Map.of("from", 6, "miles", 0.5)).score("far"));
            assertThat(scores.get(2) + scores.get(3)).isCloseTo(1, within(1e-9));
        }

        @Test
        void gives_only_the_outputs_that_are_asked_for_in_that_order() {
            registry.alias(registry.register("speed", Models.speed()), "champion");
            String asked = TWO_ROWS.replaceFirst("\\{", "{\"outputs\": %s, ");
            JsonNode one = described
                    .check(client.post("/v2/models/speed/infer", asked.formatted("[{\"name\": \"speed_scores\"}]")))
                    .is(200)
                    .json();
            assertThat(one.get("outputs").findValuesAsText("name")).containsExactly("speed_scores");
            JsonNode two = described
                    .check(client.post(
                            "/v2/models/speed/infer",
                            asked.formatted("[{\"name\": \"speed_scores\"}, {\"name\": \"speed\"}]")))
                    .is(200)
                    .json();
            assertThat(two.get("outputs").findValuesAsText("name")).containsExactly("speed_scores", "speed");
            assertThat(refused(asked.formatted("[{\"name\": \"nothing\"}]")))
                    .contains("'nothing'")
                    .contains("minutes");
            assertThat(refused(asked.formatted("[{\"name\": \"minutes\"}, {\"name\": \"minutes\"}]")))
                    .contains("twice");
            assertThat(refused(asked.formatted("[\"minutes\"]"))).isEqualTo("output is 'minutes', expected an object");
        }

        @Test
        void rows_of_one_key_go_the_way_of_the_key() {
            Client.Answer answer = client.ask(
                    "POST",
                    INFER,
                    Map.of("Content-Type", "application/json", "Prediction-Key", "rider-7"),
                    TWO_ROWS.getBytes(StandardCharsets.UTF_8));
            assertThat(described
                            .check(answer)
                            .is(200)
                            .json()
                            .get("model_version")
                            .textValue())
                    .isEqualTo("2");
        }

        @Test
        void a_batch_has_the_answers_of_its_rows_each_at_its_place() {
            List<Integer> from =
                    IntStream.range(0, 1_000).map(i -> i % 7).boxed().toList();
            List<Double> miles =
                    IntStream.range(0, 1_000).mapToObj(i -> i / 10.0).toList();
            String json = Client.json(Map.of(
                    "inputs",
                    List.of(
                            Map.of("name", "from", "shape", List.of(1_000), "datatype", "INT32", "data", from),
                            Map.of("name", "miles", "shape", List.of(1_000), "datatype", "FP64", "data", miles))));
            List<Double> answers =
                    data(infer(json).is(200).json().get("outputs").get(0));
            assertThat(answers).hasSize(1_000);
            for (int i = 0; i < 1_000; i++) {
                assertThat(answers.get(i)).isEqualTo(minutes(slow, from.get(i), miles.get(i)));
            }
        }

        @Test
        void an_invalid_row_of_a_batch_is_named() {
            assertThat(refused(TWO_ROWS.replace("[3, 6]", "[3, 99]")))
                    .contains("row 2")
                    .contains("99");
            assertThat(refused(TWO_ROWS.replace("[5, 0.5]", "[null, 0.5]")))
                    .contains("row 1")
                    .contains("miles");
            assertThat(refused("""
                    {"inputs": [{"name": "from", "shape": [1], "datatype": "INT32", "data": [3]}]}""")).contains("row 1").contains("miles");
            assertThat(refused("""
                    {"inputs": [{"name": "from", "shape": [1], "datatype": "BYTES", "data": ["x"]},
                                {"name": "miles", "shape": [1], "datatype": "FP64", "data": [1]}]}""")).contains("row 1").contains("'x'");
        }
    }

    @Nested
    final class Description {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"model_name\": \"minutes\"}",
                    "{\"model_name\": \"minutes\", \"outputs\": {}}",
                    "{\"model_name\": \"minutes\", \"model_version\": 2, \"outputs\": []}",
                    "{\"model_name\": \"minutes\", \"outputs\": [{\"name\": \"minutes\", \"datatype\": \"FP64\", \"data\": [1]}]}",
                    "{\"model_name\": \"minutes\", \"outputs\": [{\"name\": \"minutes\", \"datatype\": \"FP64\","
                            + " \"shape\": [1], \"data\": [{}]}]}"
                })
        void sees_answers_that_are_not_of_the_protocol(String wrong) {
            Client.Answer answer = infer(TWO_ROWS);
            ApiResponse response = ApiResponse.json(200, wrong.getBytes(StandardCharsets.UTF_8));
            assertThat(described.findFault(answer.request(), response)).isNotEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"inputs\": {}}",
                    "{\"inputs\": [{\"name\": \"from\", \"shape\": [1], \"datatype\": \"INT32\"}]}",
                    "{\"inputs\": [{\"name\": \"from\", \"shape\": [\"1\"], \"datatype\": \"INT32\", \"data\": [1]}]}",
                    "{\"inputs\": [{\"name\": \"from\", \"shape\": [1], \"datatype\": 32, \"data\": [1]}]}",
                    "{\"id\": 42, \"inputs\": []}"
                })
        void has_not_the_requests_that_are_refused_for_their_form(String wrong) {
            Client.Answer answer = client.post(INFER, wrong);
            assertThat(described.findFault(answer.request())).isNotEmpty();
            described.checkResponse(answer.is(400));
        }
    }

    @Nested
    final class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "[]                   | shape of input 'x' is [], expected [rows] or [rows, columns]",
                    "[1, 1, 1]            | shape of input 'x' is [1, 1, 1], expected [rows] or [rows, columns]",
                    "[0]                  | shape of input 'x' has 0, expected whole numbers above 0",
                    "[-1]                 | shape of input 'x' has -1, expected whole numbers above 0",
                    "[1.5]                | shape of input 'x' has 1.5, expected whole numbers above 0",
                    "[\"1\"]              | shape of input 'x' has '1', expected whole numbers above 0",
                    "[null]               | shape of input 'x' has null, expected whole numbers above 0",
                    "[9223372036854775807]| shape of input 'x' has 9223372036854775807, expected whole numbers above 0",
                    "[2147483647, 2147483647] | shape of input 'x' has too many elements, expected 100000000 at most",
                    "[65536, 65536]       | shape of input 'x' has too many elements, expected 100000000 at most",
                    "7                    | shape of input 'x' is 7, expected an array",
                    "null                 | input 'x' has no shape, expected an array",
                    "[2]                  | data of input 'x' has 1 elements, expected 2 by its shape",
                    "[1, 2]               | data of input 'x' has 1 elements, expected 2 by its shape"
                })
        void name_a_shape_that_does_not_fit(String shape, String message) {
            assertThat(refused("""
                    {"inputs": [{"name": "x", "shape": %s, "datatype": "INT32", "data": [1]}]}""".formatted(shape))).isEqualTo(message);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "BOOL   | 1                    | true or false",
                    "BOOL   | \"true\"             | true or false",
                    "UINT8  | 256                  | a whole number from 0 to 255",
                    "UINT8  | -1                   | a whole number from 0 to 255",
                    "UINT16 | 65536                | a whole number from 0 to 65535",
                    "UINT32 | 4294967296           | a whole number from 0 to 4294967295",
                    "UINT64 | 18446744073709551616 | a whole number from 0 to 18446744073709551615",
                    "UINT64 | -1                   | a whole number from 0 to 18446744073709551615",
                    "INT8   | 128                  | a whole number from -128 to 127",
                    "INT8   | -129                 | a whole number from -128 to 127",
                    "INT16  | 32768                | a whole number from -32768 to 32767",
                    "INT32  | 2147483648           | a whole number from -2147483648 to 2147483647",
                    "INT64  | 9223372036854775808  | a whole number from -9223372036854775808 to 9223372036854775807",
                    "INT64  | -9223372036854775809 | a whole number from -9223372036854775808 to 9223372036854775807",
                    "INT32  | 1.5                  | a whole number from -2147483648 to 2147483647",
                    "INT64  | 1e300                | a whole number from -9223372036854775808 to 9223372036854775807",
                    "INT32  | true                 | a whole number from -2147483648 to 2147483647",
                    "INT32  | \"1\"                | a whole number from -2147483648 to 2147483647",
                    "FP16   | 65520                | a number from -65504 to 65504",
                    "FP32   | 1e39                 | a number that 32 bits hold",
                    "FP64   | 1e999                | a number that 64 bits hold",
                    "FP64   | \"1\"                | a number that 64 bits hold",
                    "BYTES  | 1                    | a text",
                    "BYTES  | [1]                  | a text",
                    "FP64   | {}                   | a number that 64 bits hold"
                })
        void name_an_element_that_its_datatype_does_not_have(String type, String element, String rule) {
            assertThat(refused("""
                    {"inputs": [{"name": "x", "shape": [1], "datatype": "%s", "data": [%s]}]}""".formatted(type, element)))
                    .startsWith("element 1 of input 'x' is ")
                    .endsWith(", expected " + type + ": " + rule);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}                                    | request has no inputs, expected an array",
                    "{\"inputs\": []}                      | request has no inputs, expected one for each field that the model reads",
                    "{\"inputs\": {}}                      | inputs of request is an object, expected an array",
                    "{\"inputs\": [1]}                     | input is 1, expected an object",
                    "{\"inputs\": [{}]}                    | input has no name, expected a text",
                    "{\"inputs\": [{\"name\": 1}]}         | name of input is 1, expected a text",
                    "{\"inputs\": [{\"name\": \"x\"}]}     | input 'x' has no datatype, expected a text",
                    "[]                                    | body isn't a JSON object",
                    "7                                     | body isn't a JSON object"
                })
        void name_what_a_request_lacks(String json, String message) {
            assertThat(refused(json)).isEqualTo(message);
        }

        @Test
        void tell_of_names_twice_rows_that_differ_and_columns_too_many() {
            String input = "{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"INT32\", \"data\": %s}";
            String two = "{\"inputs\": [" + input + ", " + input + "]}";
            assertThat(refused(two.formatted("from", "[1]", "[1]", "from", "[1]", "[1]")))
                    .isEqualTo("input 'from' is there twice, expected each once");
            assertThat(refused(two.formatted("from", "[1]", "[1]", "miles", "[2]", "[1, 2]")))
                    .isEqualTo("input 'miles' has 2 rows, expected 1 like input 'from'");
            assertThat(refused(two.formatted("from", "[1]", "[1]", "miles", "[1, 2]", "[1, 2]")))
                    .startsWith("input 'miles' has 2 columns, expected one");
            assertThat(refused(two.formatted("from", "[2, 1]", "[[1], 2]", "miles", "[2]", "[1, 2]")))
                    .isEqualTo("data of input 'from' has 2, expected an array for each row");
            assertThat(refused(two.formatted("from", "[2, 1]", "[[1], [1, 2]]", "miles", "[2]", "[1, 2]")))
                    .isEqualTo("data of input 'from' has 2 elements in a row, expected 1 by its shape");
            assertThat(refused(two.formatted("from", "[2, 1]", "[[1]]", "miles", "[2]", "[1, 2]")))
                    .isEqualTo("data of input 'from' has 1 rows, expected 2 by its shape");
        }

        @Test
        void tell_of_datatypes_ids_and_parameters_that_are_none() {
            assertThat(refused(TWO_ROWS.replace("INT32", "INT33")))
                    .contains("'INT33'")
                    .contains("FP64 or BYTES");
            assertThat(refused(TWO_ROWS.replace("INT32", "int32"))).contains("'int32'");
            assertThat(refused(TWO_ROWS.replace("\"42\"", "42"))).isEqualTo("id of request is 42, expected a text");
            assertThat(refused(TWO_ROWS.replaceFirst("\\{", "{\"parameters\": [],")))
                    .isEqualTo("parameters of request is an array, expected an object");
        }

        @Test
        void tell_of_too_many_rows() {
            assertThat(client.post(INFER, """
                    {"inputs": [{"name": "x", "shape": [100001], "datatype": "INT32", "data": []}]}""").error(413))
                    .isEqualTo("request has 100001 rows, expected 100000 at most");
        }

        @Test
        void tell_of_models_and_versions_that_are_not_there() {
            assertThat(client.post("/v2/models/other/infer", TWO_ROWS).error(404))
                    .contains("'other'");
            assertThat(client.post("/v2/models/minutes/versions/9/infer", TWO_ROWS)
                            .error(404))
                    .contains("9");
        }
    }
}
