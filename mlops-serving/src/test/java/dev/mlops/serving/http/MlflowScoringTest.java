package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Moody;
import dev.mlops.storage.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MlflowScoringTest {
    private static final String INVOCATIONS = "/invocations";
    private static final String SPLIT = """
            {"dataframe_split": {"index": [0, 1], "columns": ["miles", "from"], "data": [[5, 3], [0.5, 6]]}}""";

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry =
            ModelRegistry.builder(workspace).trust(Moody.class).build();
    private final Model minutes = Models.minutes(3);
    private final ModelApi api = ModelApi.of(registry);
    private final Client client = new Client(api);

    @BeforeEach
    void register() {
        registry.alias(registry.register("minutes", minutes), "champion");
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private List<Double> expected() {
        return List.of(
                minutes.predict(Map.of("from", 3, "miles", 5)), minutes.predict(Map.of("from", 6, "miles", 0.5)));
    }

    private Client.Answer asked(String json) {
        return client.post(INVOCATIONS, json);
    }

    private Client.Answer csv(String lines) {
        return client.post(INVOCATIONS, "text/csv", lines);
    }

    static List<Double> numbers(Client.Answer answer) {
        JsonNode json = answer.is(200).json();
        assertThat(json.size()).as(answer.text()).isEqualTo(1);
        List<Double> numbers = new ArrayList<>();
        json.get("predictions").forEach(each -> numbers.add(each.doubleValue()));
        return numbers;
    }

    /** The message of an error, {@code {"error_code": "...", "message": "..."}}. */
    static String error(Client.Answer answer, int status, String code) {
        JsonNode json = answer.is(status).json();
        assertThat(answer.response().headers()).containsEntry("Content-Type", "application/json");
        assertThat(json.size()).as(answer.text()).isEqualTo(2);
        assertThat(json.get("error_code").textValue()).as(answer.text()).isEqualTo(code);
        return json.get("message").textValue();
    }

    static String malformed(Client.Answer answer) {
        return error(answer, 400, "BAD_REQUEST");
    }

    static String invalid(Client.Answer answer) {
        return error(answer, 400, "INVALID_PARAMETER_VALUE");
    }

    @Nested
    final class Health {
        @ParameterizedTest
        @ValueSource(strings = {"/ping", "/health"})
        void is_a_line_break_while_the_server_can_answer(String path) {
            assertThat(client.get(path).is(200).text()).isEqualTo("\n");
            try (ModelApi other = ModelApi.builder(registry).model("nothing").build()) {
                new Client(other).get(path).is(503);
            }
        }

        @Test
        void needs_no_token_and_nor_does_the_version() {
            try (ModelApi closed = ModelApi.builder(registry)
                    .token("app", Role.PREDICT, "another-secret-of-tests")
                    .build()) {
                Client stranger = new Client(closed);
                stranger.get("/ping").is(200);
                assertThat(stranger.get("/version").is(200).text()).isEqualTo(Library.version());
                assertThat(error(stranger.post(INVOCATIONS, SPLIT), 401, "UNAUTHENTICATED"))
                        .contains("PREDICT");
            }
        }

        @Test
        void and_version_are_plain_text() {
            assertThat(client.get("/version").response().headers())
                    .containsEntry("Content-Type", "text/plain; charset=utf-8");
            assertThat(client.get("/ping").response().headers())
                    .containsEntry("Content-Type", "text/plain; charset=utf-8");
        }
    }

    @Nested
    final class Forms {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    SPLIT,
                    "{'dataframe_split': {'data': [[3, 5], [6, 0.5]]}}",
                    "{'dataframe_split': {'columns': null, 'data': [[3, 5], [6, 0.5]]}}",
                    "{'dataframe_split': {'columns': ['x', 'from', 'miles'], 'data': [[[], 3, 5], [{}, 6, 0.5]]}}",
                    "{'dataframe_records': [{'from': 3, 'miles': 5}, {'miles': 0.5, 'from': 6, 'other': [1]}]}",
                    "{'instances': [{'from': 3, 'miles': 5}, {'miles': 0.5, 'from': 6}]}",
                    "{'instances': [[3, 5], [6, 0.5]]}",
                    "{'inputs': {'miles': [5, 0.5], 'from': [3, 6]}}",
                    "{'inputs': {'miles': [5, 0.5], 'from': [3, 6], 'other': ['a', null]}}",
                    "{'inputs': [[3, 5], [6, 0.5]]}",
                    "{'inputs': [{'from': 3, 'miles': 5}, [6, 0.5]]}",
                    "{'instances': [[3, 5], [6, 0.5]], 'params': {'temperature': 0.1}, 'signature_name': 'serving'}",
                    "{'instances': [['3', '5'], ['6.0', '5e-1']], 'params': null}"
                })
        void of_one_thing_are_answered_alike_in_the_order_of_the_rows(String json) {
            assertThat(numbers(asked(json.replace('\'', '"')))).isEqualTo(expected());
        }

        @Test
        void of_a_model_with_one_input_may_be_values_alone() {
            Model halves = Moody.model("halves", miles -> miles / 2);
            registry.alias(registry.register("minutes", halves), "champion");
            assertThat(numbers(asked("{\"instances\": [3, 5]}"))).containsExactly(1.5, 2.5);
            assertThat(numbers(asked("{\"inputs\": [3, [5], {\"miles\": 7}]}"))).containsExactly(1.5, 2.5, 3.5);
            assertThat(invalid(asked("{\"instances\": [[[3]]]}"))).contains("miles");
            assertThat(malformed(asked("{\"instances\": [null]}")))
                    .isEqualTo("row 1 is null, expected an array of 1: miles");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'dataframe_split': {'columns': ['from', 'miles'], 'data': []}}",
                    "{'dataframe_records': []}",
                    "{'instances': []}",
                    "{'inputs': []}",
                    "{'inputs': {'from': [], 'miles': []}}",
                    "{'inputs': {}}"
                })
        void without_rows_have_no_predictions(String json) {
            assertThat(asked(json.replace('\'', '"')).is(200).text()).isEqualTo("{\"predictions\":[]}");
        }

        @Test
        void of_a_single_row_have_the_id_of_its_prediction_and_others_have_none() {
            assertThat(asked("{\"instances\": [[3, 5]]}").response().headers().get("Prediction-Id"))
                    .matches("[0-9a-f]{32}");
            assertThat(asked(SPLIT).response().headers()).doesNotContainKey("Prediction-Id");
        }

        @Test
        void have_a_thousand_rows_each_answered_at_its_place() {
            List<List<Number>> rows = IntStream.range(0, 1_000)
                    .mapToObj(i -> List.<Number>of(i % 7, i / 10.0))
                    .toList();
            List<Double> answers = numbers(asked(Client.json(Map.of("instances", rows))));
            assertThat(answers).hasSize(1_000);
            for (int i = 0; i < 1_000; i++) {
                assertThat(answers.get(i)).isEqualTo(minutes.predict(Map.of("from", i % 7, "miles", i / 10.0)));
            }
        }

        @Test
        void of_a_classifier_are_answered_with_labels() {
            Model speed = Models.speed();
            registry.alias(registry.register("speed", speed), "champion");
            try (ModelApi other = ModelApi.builder(registry).model("speed").build()) {
                assertThat(new Client(other)
                                .post(INVOCATIONS, "{\"instances\": [[3, 10], [6, 0.5]]}")
                                .is(200)
                                .text())
                        .isEqualTo("{\"predictions\":[\"far\",\"near\"]}");
            }
        }

        @Test
        void with_what_is_not_finite_are_answered_with_null() {
            Model halves = Moody.model("infinite", miles -> miles > 3 ? Double.POSITIVE_INFINITY : Double.NaN);
            registry.alias(registry.register("minutes", halves), "champion");
            assertThat(asked("{\"instances\": [3, 5]}").is(200).text()).isEqualTo("{\"predictions\":[null,null]}");
        }
    }

    @Nested
    final class Malformed {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}                             | request has [], expected exactly one of"
                            + " [dataframe_split, dataframe_records, instances, inputs]",
                    "{'columns': [], 'data': []}    | request has [], expected exactly one of"
                            + " [dataframe_split, dataframe_records, instances, inputs]",
                    "{'instances': [], 'inputs': []} | request has [instances, inputs], expected exactly one of"
                            + " [dataframe_split, dataframe_records, instances, inputs]",
                    "{'instances': [], 'inputs': null} | request has [instances, inputs], expected exactly one of"
                            + " [dataframe_split, dataframe_records, instances, inputs]",
                    "{'instances': [[3, 5]], 'params': [1]} | params of request is an array, expected an object",
                    "[]                             | body isn't a JSON object",
                    "7                              | body isn't a JSON object",
                    "{'dataframe_split': []}        | dataframe_split of request is an array, expected an object",
                    "{'dataframe_split': null}      | dataframe_split has no data, expected an array",
                    "{'dataframe_split': {'columns': ['from']}} | dataframe_split of request has no data, expected an array",
                    "{'dataframe_split': {'columns': 'from', 'data': []}} | columns of dataframe_split of request is"
                            + " 'from', expected an array",
                    "{'dataframe_split': {'columns': ['from', 'from'], 'data': []}} | columns of dataframe_split has a"
                            + " name twice, expected each once",
                    "{'dataframe_split': {'columns': ['from', 'miles'], 'data': [[3, 5], [6]]}} | row 2 is 1 values,"
                            + " expected an array of 2: from, miles",
                    "{'dataframe_split': {'columns': ['from', 'miles'], 'data': [3]}} | row 1 is 3, expected an array of"
                            + " 2: from, miles",
                    "{'dataframe_records': {'from': [3]}} | dataframe_records of request is an object, expected an array",
                    "{'dataframe_records': ['3']}   | row 1 is '3', expected an array of 2: from, miles",
                    "{'instances': 7}               | instances of request is 7, expected an array",
                    "{'instances': null}            | request has no instances, expected an array",
                    "{'instances': [[3, 5, 7]]}     | row 1 is 3 values, expected an array of 2: from, miles",
                    "{'inputs': 'text'}             | inputs of request is 'text', expected an array",
                    "{'inputs': {'from': 3, 'miles': 5}} | from of inputs of request is 3, expected an array",
                    "{'inputs': {'from': [3], 'miles': [5, 6]}} | column 'miles' of inputs has 2 values, expected 1 like"
                            + " the first one"
                })
        void requests_are_told_what_they_lack(String json, String message) {
            assertThat(malformed(asked(json.replace('\'', '"')))).isEqualTo(message);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "{'instances': [[3, 5]]} {}",
                    "{'instances': [[3, 5]], 'instances': [[3, 5]]}",
                    "{'dataframe_records': [{'from': 3, 'from': 4, 'miles': 5}]}",
                    "{'instances': [[3, 5],]}",
                    "{'instances': [[3, +NaNa]]}"
                })
        void json_is_refused(String json) {
            assertThat(malformed(asked(json.replace('\'', '"')))).startsWith("body isn't ");
        }

        @Test
        void utf_8_is_refused() {
            byte[] latin = "{\"instances\": [[\"\u00fc\", 5]]}".getBytes(StandardCharsets.ISO_8859_1);
            Map<String, String> json = Map.of("Content-Type", "application/json");
            assertThat(malformed(client.ask("POST", INVOCATIONS, json, latin))).startsWith("body isn't JSON");
            byte[] line = "from,miles\n\u00fc,5\n".getBytes(StandardCharsets.ISO_8859_1);
            Map<String, String> csv = Map.of("Content-Type", "text/csv");
            assertThat(malformed(client.ask("POST", INVOCATIONS, csv, line))).isEqualTo("body isn't CSV in UTF-8");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json; charset=latin-1",
                    "application/json; charset=utf-16",
                    "text/csv; charset=iso-8859-1",
                    "text/plain",
                    "application/xml",
                    "application/x-www-form-urlencoded",
                    ""
                })
        void media_types_and_charsets_are_refused(String type) {
            assertThat(error(client.post(INVOCATIONS, type, SPLIT), 415, "BAD_REQUEST"))
                    .isEqualTo("Content-Type of the body is '" + type
                            + "', expected application/json or text/csv, in UTF-8");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "Application/JSON",
                    "application/json;charset=utf-8",
                    "application/json; charset=UTF-8",
                    "application/json ; charset=\"utf-8\""
                })
        void media_types_and_charsets_are_not_those_that_mean_utf_8(String type) {
            assertThat(numbers(client.post(INVOCATIONS, type, SPLIT))).isEqualTo(expected());
        }

        @Test
        void methods_paths_and_sizes_are_errors_of_the_same_form() {
            assertThat(error(client.get(INVOCATIONS), 405, "BAD_REQUEST")).contains("POST");
            String rows = "[3,5],".repeat(Batch.MAX_ROWS);
            assertThat(error(asked("{\"instances\": [" + rows + "[3,5]]}"), 413, "BAD_REQUEST"))
                    .isEqualTo("request has 100001 rows, expected 100000 at most");
            assertThat(error(csv("from,miles\n" + "3,5\n".repeat(Batch.MAX_ROWS + 1)), 413, "BAD_REQUEST"))
                    .isEqualTo("request has 100001 rows, expected 100000 at most");
        }
    }

    @Nested
    final class Values {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'dataframe_records': [{'from': 3, 'miles': 5}, {'from': 3}]} | row 2 | miles",
                    "{'dataframe_records': [{'from': 3, 'miles': null}]}           | row 1 | miles",
                    "{'dataframe_split': {'columns': ['from'], 'data': [[3]]}}     | row 1 | miles",
                    "{'inputs': {'miles': [5]}}                                    | row 1 | from",
                    "{'instances': [[3, NaN]]}                                     | row 1 | miles",
                    "{'instances': [[3, Infinity]]}                                | row 1 | Infinity",
                    "{'instances': [[3, -1e999]]}                                  | row 1 | -Infinity",
                    "{'instances': [[3, 5], [3, 'five']]}                          | row 2 | 'five'",
                    "{'instances': [[3, 5], [99, 5]]}                              | row 2 | 99",
                    "{'instances': [[3.5, 5]]}                                     | row 1 | 3.5",
                    "{'instances': [[12345678901234567890, 5]]}                    | row 1 | 12345678901234567890",
                    "{'instances': [[3, {}]]}                                      | row 1 | miles",
                    "{'instances': [[[3], 5]]}                                     | row 1 | from",
                    "{'dataframe_records': [{}]}                                   | row 1 | from"
                })
        void that_break_the_signature_name_their_row_and_field(String json, String row, String value) {
            assertThat(invalid(asked(json.replace('\'', '"')))).contains(row).contains(value);
        }

        @Test
        void that_are_missing_are_so_where_the_model_allows_it_however_they_are_written() {
            Model rated = Models.rated();
            registry.alias(registry.register("minutes", rated), "champion");
            double missing = rated.predict(new HashMap<>(Map.of("miles", 5)));
            double there = rated.predict(Map.of("miles", 5, "rating", 4));
            assertThat(missing).isNotEqualTo(there);
            assertThat(numbers(asked("""
                            {"dataframe_records": [{"miles": 5}, {"miles": 5, "rating": null}, {"miles": 5, "rating": NaN},
                                                   {"miles": 5, "rating": 4}]}"""))).containsExactly(missing, missing, missing, there);
            assertThat(numbers(csv("miles,rating\n5,\n5,\"\"\n5,NaN\n5,4.0\n")))
                    .containsExactly(missing, missing, missing, there);
        }

        @Test
        void that_are_no_number_are_missing_in_a_field_of_whole_numbers_too() {
            Map<String, Object> row = new HashMap<>(Map.of("miles", 5));
            row.put("from", null);
            assertThat(numbers(asked("{\"instances\": [[NaN, 5]]}"))).containsExactly(minutes.predict(row));
        }

        @Test
        void of_all_types_are_read_from_json() {
            Model kinds = Models.kinds();
            registry.alias(registry.register("minutes", kinds), "champion");
            Map<String, ?> row = Models.row(Models.kinds(42, 0));
            assertThat(numbers(asked(Client.json(Map.of("dataframe_records", List.of(row))))))
                    .containsExactly(kinds.predict(row));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "true  | 2021-02-03T02:30",
                    "True  | 2021-02-03 02:30:00",
                    "1     | 2021-02-03T02:30:00.000",
                })
        void of_all_types_are_read_from_csv_as_pandas_and_java_write_them(String flag, String time) {
            Model kinds = Models.kinds();
            registry.alias(registry.register("minutes", kinds), "champion");
            Models.Kinds row = Models.kinds(42, 0);
            assertThat(row.time()).hasToString("2021-02-03T02:30");
            String line = "%s,%d,%d,%d.0,%d,%s,%s,%s,%s"
                    .formatted(
                            flag,
                            row.tiny(),
                            row.small(),
                            row.whole(),
                            row.large(),
                            row.narrow(),
                            row.wide(),
                            row.text(),
                            time);
            assertThat(numbers(csv("flag,tiny,small,whole,large,narrow,wide,text,time\n" + line)))
                    .containsExactly(kinds.predict(Models.row(row)));
        }

        @Test
        void that_are_days_mean_their_midnight_and_falsehood_has_two_spellings() {
            Model kinds = Models.kinds();
            registry.alias(registry.register("minutes", kinds), "champion");
            Map<String, Object> row = new HashMap<>(Models.row(Models.kinds(43, 0)));
            row.put("time", "2021-02-03T00:00");
            double expected = kinds.predict(row);
            row.put("time", "2021-02-03");
            row.put("flag", "False");
            assertThat(numbers(asked(Client.json(Map.of("dataframe_records", List.of(row))))))
                    .containsExactly(expected);
            row.put("time", "2021-02-30");
            assertThat(invalid(asked(Client.json(Map.of("dataframe_records", List.of(row))))))
                    .contains("time")
                    .contains("2021-02-30");
        }
    }

    @Nested
    final class Served {
        @Test
        void that_are_several_of_which_none_was_chosen_are_not_found() {
            registry.register("other", minutes);
            assertThat(error(asked(SPLIT), 404, "RESOURCE_DOES_NOT_EXIST")).contains("2 models");
        }

        @Test
        void without_a_champion_are_not_found() {
            registry.unalias("minutes", "champion");
            assertThat(error(asked(SPLIT), 404, "RESOURCE_DOES_NOT_EXIST")).contains("champion");
        }

        @Test
        void that_can_not_be_loaded_are_the_servers_trouble() {
            ModelRegistry trusting =
                    ModelRegistry.builder(workspace).trust(Moody.class).build();
            trusting.alias(trusting.register("minutes", Moody.model("unread", miles -> miles)), "champion");
            try (ModelApi wary = ModelApi.of(ModelRegistry.in(workspace))) {
                Client asking = new Client(wary);
                String message = "model 'minutes' can't be loaded: the server's log tells why";
                assertThat(error(asking.post(INVOCATIONS, SPLIT), 503, "TEMPORARILY_UNAVAILABLE"))
                        .isEqualTo(message);
                assertThat(asking.post("/predict", "{}").error(503)).isEqualTo(message);
                assertThat(asking.get("/v2/models/minutes/versions/2").error(503))
                        .isEqualTo("model 'minutes/2' can't be loaded: the server's log tells why");
                assertThat(asking.get("/api/models/minutes").is(200).json().has("signature"))
                        .isFalse();
            }
        }

        @Test
        void that_were_unloaded_are_unavailable() {
            try (ModelApi other = ModelApi.builder(registry)
                    .token("deploy-job", Role.DEPLOY, Client.TOKEN)
                    .build()) {
                Client asking = new Client(other);
                asking.post("/v2/repository/models/minutes/unload", "").is(200);
                assertThat(error(asking.post(INVOCATIONS, SPLIT), 503, "TEMPORARILY_UNAVAILABLE"))
                        .contains("unloaded");
            }
        }

        @Test
        void that_are_late_are_told_so() throws InterruptedException {
            CountDownLatch enough = new CountDownLatch(1);
            registry.alias(
                    registry.register("minutes", Moody.model("late", miles -> {
                        try {
                            enough.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return miles;
                    })),
                    "champion");
            try (ModelApi other = ModelApi.builder(registry)
                    .predictors(options -> options.timeout(Duration.ofMillis(50)))
                    .build()) {
                assertThat(error(new Client(other).post(INVOCATIONS, "{\"instances\": [5]}"), 504, "DEADLINE_EXCEEDED"))
                        .contains("champion");
            } finally {
                enough.countDown();
            }
        }
    }
}
