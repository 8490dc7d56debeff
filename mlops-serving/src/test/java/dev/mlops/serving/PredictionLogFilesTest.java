package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a prediction log: when they end, when they go, and in what order they are read. */
final class PredictionLogFilesTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Model MODEL = Rides.model(3);

    @TempDir
    Path folder;

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private volatile Instant now = START;

    @AfterEach
    void close() {
        workspace.close();
    }

    private PredictionLog.Builder log() {
        return PredictionLog.builder(folder).clock(() -> now);
    }

    private Predictor<Ride> logged(PredictionLog log) {
        if (registry.models().isEmpty()) {
            registry.alias(registry.register("rides", MODEL), "champion");
        }
        return Predictor.builder(registry, "rides", Ride.class)
                .onPrediction(log)
                .build();
    }

    /** Predicts some seconds after the start. */
    private void at(long seconds, Predictor<Ride> predictor, PredictionLog log) {
        now = START.plusSeconds(seconds);
        predictor.predict(RIDE);
        log.flush();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private List<Long> seconds() {
        return seconds(START);
    }

    private List<Long> seconds(Instant from) {
        try (Stream<LoggedPrediction> all = PredictionLog.read(folder, from)) {
            return all.map(logged -> Duration.between(START, logged.time()).toSeconds())
                    .toList();
        }
    }

    @Test
    void a_file_that_is_large_enough_is_ended_and_the_oldest_files_make_room() throws IOException {
        try (PredictionLog log = log().fileLimits(1_000, Duration.ofDays(1))
                        .retention(5_000, Duration.ofDays(30))
                        .build();
                Predictor<Ride> predictor = logged(log)) {
            for (int i = 0; i < 100; i++) {
                at(i, predictor, log);
            }
        }
        long bytes = 0;
        for (Path file : files()) {
            assertThat(Files.size(file)).isLessThan(1_000 + 300); // ended by the line that made it large enough
            bytes += Files.size(file);
        }
        assertThat(files()).hasSize(4); // of about 1,200 bytes
        assertThat(bytes).isBetween(2_500L, 5_300L);
        assertThat(seconds()).endsWith(97L, 98L, 99L).hasSizeLessThan(30);
        assertThat(files().get(0).getFileName().toString())
                .matches("predictions-20260301T1001[0-9]{5}Z-[0-9a-f]{16}-[0-9]+\\.jsonl");
    }

    @Test
    void a_file_that_was_written_for_long_enough_is_ended_and_old_files_go() throws IOException {
        try (PredictionLog log = log().fileLimits(1_000_000, Duration.ofSeconds(60))
                        .retention(2_000_000, Duration.ofSeconds(120))
                        .build();
                Predictor<Ride> predictor = logged(log)) {
            at(0, predictor, log);
            at(59, predictor, log);
            assertThat(files()).hasSize(1);
            at(60, predictor, log);
            assertThat(files()).hasSize(2);
            at(180, predictor, log);
            assertThat(seconds()).containsExactly(0L, 59L, 60L, 180L);
            at(241, predictor, log); // what was predicted at 59 might have been so at 60, which is 181 ago
            assertThat(seconds()).containsExactly(180L, 241L);
        }
    }

    @Test
    void files_of_several_writers_are_read_as_one_by_time() {
        try (PredictionLog log = log().build();
                PredictionLog other = log().fileLimits(500, Duration.ofDays(1)).build();
                Predictor<Ride> predictor = logged(log);
                Predictor<Ride> otherPredictor = logged(other)) {
            for (int i = 0; i < 40; i++) {
                at(i, i % 3 == 0 ? predictor : otherPredictor, i % 3 == 0 ? log : other);
            }
        }
        assertThat(seconds()).isEqualTo(LongStream.range(0, 40).boxed().toList());
        assertThat(seconds(START.plusSeconds(23)))
                .isEqualTo(LongStream.range(23, 40).boxed().toList());
        assertThat(seconds(START.plusSeconds(40))).isEmpty();
    }

    @Test
    void files_that_ended_before_the_time_asked_for_are_not_even_opened() throws IOException {
        try (PredictionLog log = log().fileLimits(1, Duration.ofDays(1)).build();
                Predictor<Ride> predictor = logged(log)) {
            for (int i = 0; i < 4; i++) {
                at(i, predictor, log);
            }
        }
        Files.writeString(files().get(0), "{\"format\":99}\n");
        assertThat(seconds(START.plusSeconds(2))).containsExactly(2L, 3L);
        assertThatThrownBy(() -> seconds(START.plusSeconds(1))) // the first might have a prediction of that very time
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void a_clock_that_is_set_back_a_little_stands_still_and_one_set_back_further_begins_a_file() throws IOException {
        try (PredictionLog log = log().build();
                Predictor<Ride> predictor = logged(log)) {
            at(10, predictor, log);
            at(9, predictor, log);
            assertThat(seconds()).containsExactly(10L, 10L);
            at(8, predictor, log);
            at(11, predictor, log);
        }
        assertThat(files()).hasSize(2);
        assertThat(seconds()).containsExactly(8L, 10L, 10L, 11L);
    }

    @Test
    void a_line_that_is_not_whole_is_passed_over_wherever_it_is() throws IOException {
        try (PredictionLog log = log().build();
                Predictor<Ride> predictor = logged(log)) {
            for (int i = 0; i < 3; i++) {
                at(i, predictor, log);
            }
        }
        Path file = files().get(0);
        List<String> lines = Files.readAllLines(file);
        for (int cut = 1; cut < lines.get(2).length(); cut++) {
            Files.writeString(
                    file,
                    lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, cut));
            assertThat(seconds()).as("cut at " + cut).containsExactly(0L, 1L);
        }
        Files.writeString(file, lines.get(2));
        assertThat(seconds()).as("only the end of the line is missing").containsExactly(2L);
        Files.writeString(file, lines.get(0).substring(0, 50) + "\n\n[1]\n\0\0\n" + lines.get(2) + "\n");
        assertThat(seconds()).containsExactly(2L);
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, StandardOpenOption.APPEND);
        Files.writeString(
                file, lines.get(2).replace("\"value\":", "\"value\":\"x\",\"value\":\"y"), StandardOpenOption.APPEND);
        assertThat(seconds()).containsExactly(2L);
    }

    @Test
    void other_files_are_left_alone_and_a_newer_format_is_refused() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("predictions-20261301T100000000Z-0123456789abcdef-1.jsonl"), "13th month");
        assertThat(seconds()).isEmpty();
        Files.writeString(
                folder.resolve("predictions-20260301T100000000Z-0123456789abcdef-1.jsonl"), "{\"format\":2}\n");
        assertThatThrownBy(this::seconds)
                .isInstanceOf(InvalidException.class)
                .hasMessage(
                        "prediction log has format 2, expected at most 1: read it with the release that wrote it, or a"
                                + " later one");
    }

    @Test
    void a_file_of_the_first_format_is_read_for_ever() throws IOException {
        Files.writeString(folder.resolve("predictions-20260301T100000000Z-0123456789abcdef-1.jsonl"), """
                {"format":1,"time":1772359200000,"id":"a1","model":"trip-duration","version":3,"arm":"champion",\
                "inputs":{"PULocationID":130,"trip_distance":3.66,"pickup":null},"output":"duration","value":12.25,\
                "took_ns":1500}
                {"format":1,"time":1772359201000,"id":"a2","model":"kinds","version":1,"arm":"1",\
                "inputs":{},"output":"kind","label":"long","scores":{"long":0.75,"short":0.25},"took_ns":2}
                """);
        try (Stream<LoggedPrediction> all = PredictionLog.read(folder)) {
            assertThat(all.map(LoggedPrediction::toString))
                    .containsExactly(
                            "2026-03-01T10:00:00Z a1: 12.25 by trip-duration/3 as champion",
                            "2026-03-01T10:00:01Z a2: long by kinds/1 as 1");
        }
    }
}
