package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.storage.Workspace;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenInferenceBinaryTest {
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final String MINUTES = "/v2/models/minutes/infer";
    private static final byte[] FROM = hex("03000000 06000000");
    private static final byte[] MILES = hex("0000000000001440 000000000000e03f"); // 5 and 0.5

    private static final Described described = Described.openInference();

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model minutes = Models.minutes(3);
    private final ModelApi api = ModelApi.of(registry);
    private final Client client = new Client(api);

    @BeforeEach
    void register() {
        registry.alias(registry.register("minutes", minutes), "champion");
        registry.alias(registry.register("speed", Models.speed()), "champion");
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private static byte[] hex(String digits) {
        String plain = digits.replace(" ", "");
        byte[] bytes = new byte[plain.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(plain.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    private static String input(String name, int rows, String type, int size) {
        return """
                {"name": "%s", "shape": [%d], "datatype": "%s", "parameters": {"binary_data_size": %d}}""".formatted(name, rows, type, size);
    }

    private static String twoRows(String more) {
        return "{" + more + "\"inputs\": [" + input("from", 2, "INT32", 8) + ", " + input("miles", 2, "FP64", 16)
                + "]}";
    }

    private Client.Answer post(String path, String json, byte[]... tensors) {
        return post(path, Integer.toString(json.getBytes(StandardCharsets.UTF_8).length), json, tensors);
    }

    private Client.Answer post(String path, String length, String json, byte[]... tensors) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        for (byte[] tensor : tensors) {
            body.writeBytes(tensor);
        }
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/octet-stream"));
        if (!length.isEmpty()) {
            headers.put(LENGTH, length);
        }
        return client.ask("POST", path, headers, body.toByteArray());
    }

    private static JsonNode head(Client.Answer answer) {
        int length = Integer.parseInt(answer.is(200).response().headers().get(LENGTH));
        return Client.parsed(new String(answer.response().body(), 0, length, StandardCharsets.UTF_8));
    }

    private static ByteBuffer tail(Client.Answer answer) {
        int length = Integer.parseInt(answer.response().headers().get(LENGTH));
        byte[] body = answer.response().body();
        return ByteBuffer.wrap(body, length, body.length - length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private List<Double> expected() {
        return List.of(
                minutes.predict(Map.of("from", 3, "miles", 5)), minutes.predict(Map.of("from", 6, "miles", 0.5)));
    }

    /** The first output of an answer in JSON, which is as the official description has it. */
    private static JsonNode output(Client.Answer answer) {
        return described.checkResponse(answer).is(200).json().get("outputs").get(0);
    }

    private static List<Double> numbers(JsonNode output) {
        List<Double> numbers = new ArrayList<>();
        output.get("data").forEach(each -> numbers.add(each.doubleValue()));
        return numbers;
    }

    @Test
    void tensors_behind_the_object_are_read_in_the_order_of_the_inputs() {
        Client.Answer answer = post(MINUTES, twoRows(""), FROM, MILES);
        assertThat(answer.response().headers())
                .containsEntry("Content-Type", "application/json")
                .doesNotContainKey(LENGTH);
        assertThat(numbers(output(answer))).isEqualTo(expected());
    }

    @Test
    void some_inputs_may_be_bytes_and_others_json() {
        String json = "{\"inputs\": [" + input("from", 2, "INT32", 8)
                + ", {\"name\": \"miles\", \"shape\": [2], \"datatype\": \"FP64\", \"data\": [5, 0.5]}]}";
        assertThat(numbers(output(post(MINUTES, json, FROM)))).isEqualTo(expected());
    }

    @Test
    void one_input_of_all_columns_may_be_bytes() {
        String json = """
                {"inputs": [{"name": "x", "shape": [2, 2], "datatype": "FP32", "parameters": {"binary_data_size": 16}}]}""";
        byte[] rows = hex("00004040 0000a040 0000c040 0000003f"); // 3, 5, 6, 0.5
        assertThat(numbers(output(post(MINUTES, json, rows)))).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"parameters\": {\"binary_data_output\": true},",
                "\"outputs\": [{\"name\": \"minutes\", \"parameters\": {\"binary_data\": true}}],",
                "\"parameters\": {\"binary_data_output\": true}, \"outputs\": [{\"name\": \"minutes\"}],"
            })
    void outputs_are_bytes_where_that_is_asked_for(String how) {
        Client.Answer answer = post(MINUTES, twoRows("\"id\": \"döner\", " + how), FROM, MILES);
        assertThat(answer.response().headers()).containsEntry("Content-Type", "application/octet-stream");
        assertThat(head(answer)).isEqualTo(Client.parsed("""
                {"model_name": "minutes", "model_version": "1", "id": "döner",
                 "outputs": [{"name": "minutes", "datatype": "FP64", "shape": [2],
                              "parameters": {"binary_data_size": 16}}]}"""));
        ByteBuffer bytes = tail(answer);
        assertThat(List.of(bytes.getDouble(), bytes.getDouble())).isEqualTo(expected());
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void what_an_output_says_itself_goes_before_what_the_request_says() {
        String json = twoRows("\"parameters\": {\"binary_data_output\": true}, \"outputs\": ["
                + "{\"name\": \"speed_scores\"}, {\"name\": \"speed\", \"parameters\": {\"binary_data\": false}}],");
        Client.Answer answer = post("/v2/models/speed/infer", json, FROM, MILES);
        JsonNode outputs = head(answer).get("outputs");
        assertThat(outputs.get(0).has("data")).isFalse();
        assertThat(outputs.get(0).get("parameters").get("binary_data_size").intValue())
                .isEqualTo(32);
        assertThat(outputs.get(1).get("data").size()).isEqualTo(2);
        assertThat(tail(answer).remaining()).isEqualTo(32);
    }

    @Test
    void labels_are_bytes_with_their_lengths_before_them() {
        String json = twoRows("\"outputs\": [{\"name\": \"speed\", \"parameters\": {\"binary_data\": true}}],");
        Client.Answer answer = post("/v2/models/speed/infer", json, FROM, MILES);
        assertThat(head(answer)
                        .get("outputs")
                        .get(0)
                        .get("parameters")
                        .get("binary_data_size")
                        .intValue())
                .isEqualTo(16);
        byte[] bytes = new byte[16];
        tail(answer).get(bytes);
        assertThat(new String(bytes, 12, 4, StandardCharsets.UTF_8)).isEqualTo("near");
        assertThat(bytes[8]).isEqualTo((byte) 4);
    }

    @Test
    void a_field_of_every_type_may_be_bytes() {
        Model kinds = Models.kinds();
        registry.alias(registry.register("kinds", kinds), "champion");
        Models.Kinds row = Models.kinds(42, 0);
        byte[] text = row.text().getBytes(StandardCharsets.UTF_8);
        byte[] time = row.time().toString().getBytes(StandardCharsets.UTF_8);
        Map<String, ByteBuffer> bytes = Map.of(
                "flag", buffer(1).put((byte) 1),
                "tiny", buffer(1).put(row.tiny()),
                "small", buffer(2).putShort(row.small()),
                "whole", buffer(4).putInt(row.whole()),
                "large", buffer(8).putLong(row.large()),
                "narrow", buffer(4).putFloat(row.narrow()),
                "wide", buffer(8).putDouble(row.wide()),
                "text", buffer(4 + text.length).putInt(text.length).put(text),
                "time", buffer(4 + time.length).putInt(time.length).put(time));
        List<String> inputs = new ArrayList<>();
        List<byte[]> tensors = new ArrayList<>();
        kinds.signature().inputs().fields().forEach(field -> {
            byte[] tensor = Objects.requireNonNull(bytes.get(field.name())).array();
            inputs.add(input(field.name(), 1, Datatype.of(field.type()).name(), tensor.length));
            tensors.add(tensor);
        });
        Client.Answer answer = post(
                "/v2/models/kinds/infer",
                "{\"inputs\": [" + String.join(", ", inputs) + "]}",
                tensors.toArray(new byte[0][]));
        assertThat(numbers(output(answer))).containsExactly(kinds.predict(Models.row(row)));
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UINT8  | 05",
                "UINT16 | 0500",
                "UINT32 | 05000000",
                "UINT64 | 0500000000000000",
                "INT8   | 05",
                "INT16  | 0500",
                "INT32  | 05000000",
                "INT64  | 0500000000000000",
                "FP16   | 0045",
                "FP32   | 0000a040",
                "FP64   | 0000000000001440",
                "BYTES  | 0100000035"
            })
    void five_is_five_in_every_datatype(String type, String bytes) {
        byte[] miles = hex(bytes);
        String json =
                "{\"inputs\": [" + input("miles", 1, type, miles.length) + ", " + input("from", 1, "UINT8", 1) + "]}";
        assertThat(numbers(output(post(MINUTES, json, miles, hex("03")))))
                .containsExactly(expected().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UINT8  | fe               | 254",
                "UINT16 | feff             | 65534",
                "UINT32 | feffffff         | 4294967294",
                "UINT64 | feffffffffffffff | 18446744073709551614",
                "INT8   | fe               | -2",
                "INT16  | feff             | -2",
                "INT32  | feffffff         | -2",
                "INT64  | feffffffffffffff | -2"
            })
    void the_highest_bit_is_a_sign_only_where_there_are_signs(String type, String bytes, String value) {
        assertThat(Datatype.valueOf(type)
                        .fromBytes(ByteBuffer.wrap(hex(bytes)).order(ByteOrder.LITTLE_ENDIAN))
                        .toString())
                .isEqualTo(value);
    }

    private String refused(String length, String json, byte[]... tensors) {
        return described.checkResponse(post(MINUTES, length, json, tensors)).error(400);
    }

    @Test
    void sizes_must_be_those_of_shapes_and_bodies() {
        String length = Integer.toString(twoRows("").length());
        assertThat(refused(length, twoRows(""), FROM, hex("00")))
                .startsWith("binary_data_size of input 'miles' is 16, expected 1 at most");
        assertThat(refused(length, twoRows(""), FROM, MILES, hex("00")))
                .isEqualTo("body has 1 bytes more than its inputs, expected none");
        String wrong = "{\"inputs\": [" + input("from", 2, "INT32", 7) + "]}";
        assertThat(refused(Integer.toString(wrong.length()), wrong, hex("00000000000000")))
                .isEqualTo("input 'from' has 7 bytes, expected 8 for 2 elements of INT32");
    }

    @Test
    void a_tensor_has_either_data_or_bytes() {
        String both = twoRows("").replaceFirst("\"shape\"", "\"data\": [1, 2], \"shape\"");
        assertThat(refused(Integer.toString(both.length()), both, FROM, MILES))
                .isEqualTo("input 'from' has both data and the parameter binary_data_size, expected one of them");
        String neither = "{\"inputs\": [{\"name\": \"from\", \"shape\": [1], \"datatype\": \"INT32\"}]}";
        assertThat(refused(Integer.toString(neither.length()), neither))
                .isEqualTo("input 'from' has neither data and the parameter binary_data_size, expected one of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1e3", " 5", "99999", "99999999999999999999", "0"})
    void the_length_of_the_object_must_be_one(String length) {
        assertThat(refused(length, twoRows(""), FROM, MILES)).isNotBlank();
    }

    @Test
    void without_the_length_of_the_object_there_are_no_bytes() {
        assertThat(refused("", twoRows(""))).contains("binary_data_size of input 'from' is 8, expected 0 at most");
        assertThat(refused("", twoRows(""), FROM, MILES)).contains("JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "010000     | element 1 of input 'from' ends beyond the tensor's bytes",
                "0200000033 | element 1 of input 'from' ends beyond the tensor's bytes",
                "ffffffff33 | element 1 of input 'from' ends beyond the tensor's bytes",
                "ffffff7f33 | element 1 of input 'from' ends beyond the tensor's bytes",
                "''         | input 'from' has 0 texts, expected 1 by its shape",
                "01000000330100000034 | input 'from' has 2 texts, expected 1 by its shape",
                "01000000ff | element 1 of input 'from' isn't a text, expected UTF-8"
            })
    void texts_must_end_where_they_say(String bytes, String message) {
        byte[] from = hex(bytes);
        String json = "{\"inputs\": [" + input("from", 1, "BYTES", from.length) + "]}";
        assertThat(refused(Integer.toString(json.length()), json, from)).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"8\"", "true", "99999999999"})
    void a_size_must_be_a_count(String size) {
        String json = twoRows("").replace(": 8}", ": " + size + "}");
        assertThat(refused(Integer.toString(json.length()), json, FROM, MILES))
                .startsWith("binary_data_size of parameters of input 'from' is ");
    }

    @Test
    void a_wish_for_bytes_must_be_true_or_false() {
        assertThat(post(MINUTES, twoRows("\"parameters\": {\"binary_data_output\": 1},"), FROM, MILES)
                        .error(400))
                .isEqualTo("binary_data_output of parameters of request is 1, expected true or false");
    }
}
