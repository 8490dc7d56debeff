package dev.mlops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.storage.internal.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    record Everything(
            String text,
            int whole,
            double decimal,
            @Nullable Double missing,
            Thread.State state,
            LocalDateTime local,
            Instant instant,
            OffsetDateTime offset,
            Duration duration,
            Path path,
            Optional<Integer> optional,
            Map<String, Integer> map,
            Set<String> set,
            List<Point> points) {}

    record Point(int y, int x) {}

    private static <T> String written(Codec<T> codec, T value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.write(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static <T> T read(Codec<T> codec, String text) throws IOException {
        return codec.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static <T> void comesBack(Codec<T> codec, T value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.write(value, out);
        assertThat(codec.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(value);
    }

    @Test
    void jsonHoldsRecordsWithComponentsInOrderAndIsoTimes() throws IOException {
        Everything value = new Everything(
                "é\"",
                -1,
                Double.NEGATIVE_INFINITY,
                null,
                Thread.State.NEW,
                LocalDateTime.parse("2021-01-31T09:00"),
                Instant.parse("2021-01-31T09:00:00.000000001Z"),
                OffsetDateTime.parse("2021-01-31T09:00:00+05:30"),
                Duration.ofSeconds(90, 1),
                Path.of("a/b c"),
                Optional.of(3),
                Map.of("b", 1, "a", 2),
                new LinkedHashSet<>(List.of("b", "a")),
                List.of(new Point(1, 2)));
        Codec<Everything> codec = Codec.json(Everything.class);
        assertThat(codec.format()).isEqualTo("json/1");
        assertThat(written(codec, value))
                .isEqualTo(
                        "{\"text\":\"é\\\"\",\"whole\":-1,\"decimal\":\"-Infinity\",\"missing\":null,\"state\":\"NEW\","
                                + "\"local\":\"2021-01-31T09:00:00\",\"instant\":\"2021-01-31T09:00:00.000000001Z\","
                                + "\"offset\":\"2021-01-31T09:00:00+05:30\",\"duration\":\"PT1M30.000000001S\","
                                + "\"path\":\"a/b c\",\"optional\":3,\"map\":{\"a\":2,\"b\":1},\"set\":[\"a\",\"b\"],"
                                + "\"points\":[{\"y\":1,\"x\":2}]}");
        comesBack(codec, value);
    }

    @Property(tries = 200)
    void equalValuesGiveEqualBytes(
            @ForAll @Size(max = 8)
                    Map<@StringLength(max = 5) String, @Size(max = 8) Set<@StringLength(max = 5) String>> value)
            throws IOException {
        Map<String, Set<String>> other = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(value.keySet());
        Collections.reverse(keys);
        for (String key : keys) {
            List<String> elements = new ArrayList<>(value.getOrDefault(key, Set.of()));
            Collections.reverse(elements);
            other.put(key, new LinkedHashSet<>(elements));
        }
        @SuppressWarnings("rawtypes")
        Codec<Map> codec = Codec.json(Map.class);
        assertThat(written(codec, other)).isEqualTo(written(codec, value));
    }

    @Property
    void decimalsComeBackBitForBit(@ForAll long bits) throws IOException {
        comesBack(Codec.json(Double.class), Double.longBitsToDouble(bits));
    }

    @Property
    void bytesComeBack(@ForAll byte[] value) throws IOException {
        comesBack(Codec.bytes(), value);
        assertThat(Codec.bytes().format()).isEqualTo("bytes/1");
    }

    @Test
    void textComesBackAndIsUtf8() throws IOException {
        comesBack(Codec.text(), "zone 130 → 205 \uD83D\uDE95");
        assertThat(Codec.text().format()).isEqualTo("text/1");
    }

    @Test
    void malformedTextIsRefusedBothWays() {
        assertThatThrownBy(() -> written(Codec.text(), "half \uD83D")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Codec.text().read(new ByteArrayInputStream(new byte[] {(byte) 0xC3})))
                .isInstanceOf(IOException.class);
    }

    @Test
    void listsOfRecordsComeBackUnmodifiable() throws IOException {
        Codec<List<Point>> codec = Codec.jsonList(Point.class);
        comesBack(codec, List.of());
        List<Point> points = read(codec, written(codec, List.of(new Point(1, 2), new Point(3, 4))));
        assertThat(points).containsExactly(new Point(1, 2), new Point(3, 4)).isUnmodifiable();
    }

    @Test
    void treesAreWrittenWithSortedKeys() throws IOException {
        JsonNode tree = Json.mapper().readTree("{\"b\":1,\"a\":{\"d\":1,\"c\":2}}");
        assertThat(written(Codec.json(JsonNode.class), tree)).isEqualTo("{\"a\":{\"c\":2,\"d\":1},\"b\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"y\":1}",
                "{\"y\":1,\"x\":2,\"z\":3}",
                "{\"y\":1,\"x\":2,\"x\":2}",
                "{\"y\":1,\"x\":null}",
                "{\"y\":1,\"x\":2.5}",
                "{\"y\":1,\"x\":\"2\"}",
                "{\"y\":1,\"x\":2} 3",
                "{\"y\":1,\"x\":2",
                "[1,2]"
            })
    void whatIsNotExactlyThatRecordIsRefused(String text) {
        assertThatThrownBy(() -> read(Codec.json(Point.class), text)).isInstanceOf(IOException.class);
    }

    @Test
    void noDocumentChoosesAClass() {
        String hostile = "[\"javax.swing.JEditorPane\",{\"page\":\"http://localhost/\"}]";
        assertThatThrownBy(() -> read(Codec.json(Point.class), hostile)).isInstanceOf(IOException.class);
        String typed = "{\"@class\":\"java.lang.Thread\",\"y\":1,\"x\":2}";
        assertThatThrownBy(() -> read(Codec.json(Point.class), typed)).isInstanceOf(IOException.class);
    }

    @Test
    void streamsStayOpen() throws IOException {
        List<Codec<String>> codecs = List.of(Codec.text(), Codec.json(String.class));
        for (Codec<String> codec : codecs) {
            Guarded out = new Guarded();
            codec.write("a", out);
            assertThat(out.closed).isFalse();
            InputStream in = new ByteArrayInputStream(out.toByteArray()) {
                @Override
                public void close() {
                    throw new AssertionError("closed");
                }
            };
            assertThat(codec.read(in)).isEqualTo("a");
        }
    }

    private static final class Guarded extends ByteArrayOutputStream {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aStreamThatFailsIsAFailure() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> Codec.json(Point.class).write(new Point(1, 2), full))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }
}
