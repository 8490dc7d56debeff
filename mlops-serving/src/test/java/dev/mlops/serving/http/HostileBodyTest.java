package dev.mlops.serving.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileBodyTest extends HostileInput {
    static Stream<String> bodiesThatAreNoJson() {
        return Stream.of(
                "[".repeat(2_000_000),
                "{\"a\":".repeat(500_000),
                "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}",
                "{\"from\":3,\"miles\":" + "9".repeat(1_000_000) + "}",
                "{\"from\":3,\"miles\":0." + "9".repeat(1_000_000) + "}",
                "{\"from\":3,\"from\":4,\"miles\":5}",
                "{\"" + "n".repeat(1_000_000) + "\":1}",
                "{\"from\":3,\"miles\":5",
                "{\"from\":3,\"miles\":5}}",
                "{\"from\":3,\"miles\":5}{}",
                "{\"from\":3,\"miles\":NaN,}",
                "{\"from\":3,\"miles\":+5}",
                "{\"from\":3,\"miles\":05}",
                "{\"from\":3,\"miles\":0x5}",
                "{from:3}",
                "{'from':3}",
                "\"text\"",
                "null",
                "true",
                "1",
                "[]",
                " ",
                "\0",
                "{\"a\":\"\0\"}",
                "{\"a\":\"\\ud800\\u0\"}",
                "\ufeff\ufeff{}",
                "/* a */ {}",
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>");
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoJson")
    void what_is_no_json_object_is_refused_everywhere(String body) throws IOException {
        for (String request : requests()) {
            if (!request.startsWith("GET")) {
                assertRefused(request, ask(request, "application/json", body.getBytes(UTF_8)));
            }
        }
    }

    static Stream<byte[]> bytesThatAreNoUtf8() {
        return Stream.of("c3", "c328", "ff", "fe", "c080", "eda080", "f0288cbc", "f8a1a1a1a1", "e28228", "80")
                .map(hex -> {
                    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
                    return ("{\"from\":3,\"miles\":5,\"" + new String(bytes, ISO_8859_1) + "\":1}")
                            .getBytes(ISO_8859_1);
                });
    }

    @ParameterizedTest
    @MethodSource("bytesThatAreNoUtf8")
    void broken_utf_8_is_refused_everywhere(byte[] body) throws IOException {
        for (String request : requests()) {
            if (!request.startsWith("GET")) {
                assertRefused(request, ask(request, "application/json", body));
                assertRefused(request, ask(request, "text/csv", body));
            }
        }
    }

    static Stream<String> hostileValues() {
        return Stream.of(
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1E400",
                "123456789012345678901234567890",
                "-0",
                "9223372036854775808",
                "1e308",
                "null",
                "true",
                "\"\"",
                "\"5\"",
                "\"NaN\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"" + "x".repeat(1_000_000) + "\"",
                "[]",
                "[[[[]]]]",
                "[null]",
                "{}",
                "{\"a\":{\"b\":{}}}",
                "[1,\"a\",null,{}]");
    }

    /** Of each protocol, requests in which one value is strange; they may be answered, but not with a failure. */
    static Stream<String> requestsAround(String value) {
        String tensor = "{\"inputs\":[{\"name\":\"from\",\"shape\":[1],\"datatype\":\"INT32\",\"data\":[3]},"
                + "{\"name\":\"miles\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[5]}]}";
        return Stream.of(
                        "/predict {\"from\":3,\"miles\":V}",
                        "/predict {\"from\":V,\"miles\":5}",
                        "/predict {\"V\":1}",
                        "/invocations {\"dataframe_split\":{\"columns\":[\"from\",\"miles\"],\"data\":[[3,V]]}}",
                        "/invocations {\"dataframe_split\":{\"columns\":[\"from\",\"miles\"],\"data\":[V]}}",
                        "/invocations {\"dataframe_split\":{\"columns\":[\"from\",V],\"data\":[[3,5]]}}",
                        "/invocations {\"dataframe_split\":{\"columns\":V,\"data\":V}}",
                        "/invocations {\"dataframe_split\":V}",
                        "/invocations {\"dataframe_records\":[{\"from\":V,\"miles\":5}]}",
                        "/invocations {\"dataframe_records\":[V]}",
                        "/invocations {\"dataframe_records\":V}",
                        "/invocations {\"instances\":[{\"from\":3,\"miles\":V}]}",
                        "/invocations {\"instances\":V}",
                        "/invocations {\"inputs\":{\"from\":[V],\"miles\":[5]}}",
                        "/invocations {\"inputs\":{\"from\":V,\"miles\":[5]}}",
                        "/invocations {\"inputs\":V}",
                        "/invocations {\"dataframe_records\":[],\"params\":V}",
                        INFER + " " + tensor.replace("[3]", "[V]"),
                        INFER + " " + tensor.replace("[3]", "V"),
                        INFER + " " + tensor.replace("[5]", "[V]"),
                        INFER + " " + tensor.replace("[1]", "[V]"),
                        INFER + " " + tensor.replace("[1]", "V"),
                        INFER + " " + tensor.replace("\"INT32\"", "V"),
                        INFER + " " + tensor.replace("\"FP64\"", "V"),
                        INFER + " " + tensor.replace("\"from\"", "V"),
                        INFER + " " + tensor.replace("\"data\"", "\"parameters\":V,\"data\""),
                        INFER + " " + tensor.replace("\"data\"", "\"parameters\":{\"binary_data_size\":V},\"data\""),
                        INFER + " " + tensor.replace("\"inputs\"", "\"outputs\":V,\"inputs\""),
                        INFER + " " + tensor.replace("\"inputs\"", "\"outputs\":[V],\"inputs\""),
                        INFER + " " + tensor.replace("\"inputs\"", "\"outputs\":[{\"name\":V}],\"inputs\""),
                        INFER + " " + tensor.replace("\"inputs\"", "\"id\":V,\"inputs\""),
                        INFER + " " + tensor.replace("\"inputs\"", "\"parameters\":V,\"inputs\""),
                        INFER + " "
                                + tensor.replace("\"inputs\"", "\"parameters\":{\"binary_data_output\":V},\"inputs\""),
                        INFER + " {\"inputs\":V}",
                        INFER + " {\"inputs\":[V]}",
                        "/v2/repository/index {\"ready\":V}",
                        "/v2/repository/models/rides/load {\"parameters\":V}",
                        "/v2/repository/models/rides/load {\"parameters\":{\"config\":V}}",
                        "/api/models/rides/rollback {\"alias\":V}",
                        "/api/models/rides/rollback {\"reason\":V,\"alias\":\"no\"}",
                        "/api/models/rides/aliases/champion {\"version\":V}",
                        "/api/models/rides/aliases/champion {\"version\":1,\"expected\":V}",
                        "/api/models/rides/aliases/champion {\"version\":1,\"reason\":V}")
                .map(request -> request.replace("\"V\"", value.startsWith("\"") ? value : "\"V\""))
                .map(request -> request.replace("V", value));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void strange_values_are_no_failures(String value) throws IOException {
        List<String> failures = new ArrayList<>();
        for (String request : requestsAround(value).toList()) {
            int space = request.indexOf(' ');
            String path = request.substring(0, space);
            String method = path.contains("/aliases/") ? "PUT " : "POST ";
            Wire.Answer answer = ask(
                    method + path,
                    "application/json",
                    request.substring(space + 1).getBytes(UTF_8));
            assertTellsNothing(answer);
            if (answer.status() >= 500) {
                failures.add(answer.status() + " " + request.substring(0, Math.min(200, request.length())));
            }
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "1",
                "5",
                "99999999999999999999",
                "2147483647",
                "2147483648",
                "abc",
                "1e3",
                " ",
                "+5",
                "0x5",
                "5,5"
            })
    void the_length_of_the_json_before_binary_tensors_is_checked(String length) throws IOException {
        byte[] body = ("{\"inputs\":[{\"name\":\"from\",\"shape\":[1],\"datatype\":\"INT32\","
                        + "\"parameters\":{\"binary_data_size\":4}}]}")
                .getBytes(UTF_8);
        try (Wire wire = rides.wire()) {
            assertRefused(
                    length,
                    wire.post(INFER, body, AUTHORIZATION, "Inference-Header-Content-Length: " + length)
                            .answer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2147483647]",
                "[2147483647,2147483647]",
                "[9223372036854775807]",
                "[65536,65536,65536,65536]",
                "[-1]",
                "[0]",
                "[]",
                "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]"
            })
    void shapes_that_the_data_have_not_take_no_memory(String shape) throws IOException {
        String json =
                "{\"inputs\":[{\"name\":\"from\",\"shape\":" + shape + ",\"datatype\":\"INT32\",\"data\":[3,4]}]}";
        assertRefused(shape, ask("POST " + INFER, "application/json", json.getBytes(UTF_8)));
        String binary = "{\"inputs\":[{\"name\":\"from\",\"shape\":" + shape
                + ",\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":8}}]}";
        try (Wire wire = rides.wire()) {
            assertRefused(
                    shape,
                    wire.post(
                                    INFER,
                                    (binary + "\u007f\u007f\u007f\u007fabcd").getBytes(ISO_8859_1),
                                    AUTHORIZATION,
                                    "Inference-Header-Content-Length: " + binary.length())
                            .answer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "from,miles",
                "from,from\n1,2",
                "from,miles\n3",
                "from,miles\n3,5,7",
                "from,miles\n\"3,5",
                "from,miles\n\"3\"x,5",
                "from,miles\n3,1e999999999",
                "from,miles\nNaN,\0",
                "\0\0\0\0",
                ",,,,\n,,,,",
                "from;miles\n3;5"
            })
    void csv_that_is_none_is_no_failure(String csv) throws IOException {
        Wire.Answer answer = ask("POST /invocations", "text/csv", csv.getBytes(UTF_8));
        assertThat(answer.status()).as(answer.text()).isLessThan(500);
        assertTellsNothing(answer);
    }

    @Test
    void wide_and_long_csv_is_no_failure() throws IOException {
        for (String csv : new String[] {
            "a,".repeat(1_000_000), "\"" + "a".repeat(3_000_000), "from,miles\n" + "3,x\n".repeat(500_000)
        }) {
            Wire.Answer answer = ask("POST /invocations", "text/csv", csv.getBytes(UTF_8));
            assertThat(answer.status()).as(answer.text()).isLessThan(500);
            assertTellsNothing(answer);
        }
    }

    @Test
    void hostile_bodies_leave_no_memory_behind() throws IOException {
        byte[] deep = "[".repeat(4_000_000).getBytes(UTF_8);
        byte[] names = ("{"
                        + String.join(
                                ",",
                                IntStream.range(0, 200_000)
                                        .mapToObj(i -> "\"k" + i + "\":" + i)
                                        .toList()) + "}")
                .getBytes(UTF_8);
        assertRefused("names", ask("POST /predict", "application/json", names));
        long before = used();
        for (int i = 0; i < 20; i++) {
            assertRefused("deep", ask("POST /predict", "application/json", deep));
            byte[] others = new String(names, UTF_8).replace("k", "x" + i + "k").getBytes(UTF_8);
            assertThat(ask("POST /predict", "application/json", others).status())
                    .isIn(400, 413);
        }
        assertThat(used() - before).isLessThan(30L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
