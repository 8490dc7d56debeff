package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

final class PredictionLogTest {
    @TempDir
    Path folder;

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);

    /** A row with every kind of field. */
    record Wide(
            int from,
            double miles,
            float fare,
            boolean night,
            Thread.State state,
            LocalDateTime pickup,
            Optional<String> note,
            double missing) {}

    private static final Wide WIDE = new Wide(
            3,
            0.1 + 0.2,
            0.1f,
            true,
            Thread.State.BLOCKED,
            LocalDateTime.of(2021, 1, 31, 17, 5),
            Optional.empty(),
            Double.NaN);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private <R extends Record> Predictor<R> logged(PredictionLog log, Class<R> rows) {
        return Predictor.builder(registry, "rides", rows).onPrediction(log).build();
    }

    private Predictor<Map<String, ?>> logged(PredictionLog log) {
        return Predictor.builder(registry, "rides").onPrediction(log).build();
    }

    private List<LoggedPrediction> read() {
        try (Stream<LoggedPrediction> all = PredictionLog.read(folder)) {
            return all.toList();
        }
    }

    @Test
    void what_was_predicted_is_read_with_its_inputs() {
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
        List<Prediction> given = new ArrayList<>();
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Ride> predictor = logged(log, Ride.class)) {
            given.add(predictor.answer(RIDE));
            given.addAll(predictor.answerAll(List.of(RIDE, new Ride(1, 2, 0))));
        }
        List<LoggedPrediction> read = read();
        assertThat(read).hasSize(3);
        for (int i = 0; i < 3; i++) {
            LoggedPrediction logged = read.get(i);
            assertThat(logged.id()).isEqualTo(given.get(i).id());
            assertThat(logged.value()).isEqualTo(given.get(i).value());
        }
        LoggedPrediction first = read.get(0);
        assertThat(first.model()).isEqualTo("rides");
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.arm()).isEqualTo("champion");
        assertThat(first.output()).isEqualTo("minutes");
        assertThat(first.isLabel()).isFalse();
        assertThat(first.took()).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
        assertThat(first.time()).isBetween(before, Instant.now());
        assertThat(first.inputs()).containsOnly(entry("from", 3), entry("miles", 5.0), entry("minutes", 0.0));
        assertThat(first)
                .hasToString(first.time() + " " + first.id() + ": " + first.value() + " by rides/1 as champion");
        assertThatThrownBy(first::label)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("prediction " + first.id() + " is by a regression, expected a classifier");
    }

    @Test
    void every_kind_of_field_of_a_record_and_of_a_map_comes_back_as_a_map_has_it() {
        Map<String, Object> map =
                new HashMap<>(Map.of("from", "3", "miles", 5L, "big", new java.math.BigDecimal("1.5")));
        map.put("nothing", null);
        map.put("infinite", Double.POSITIVE_INFINITY);
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Wide> wide = logged(log, Wide.class);
                Predictor<Map<String, ?>> maps = logged(log)) {
            wide.answer(WIDE);
            maps.answer(map);
            map.put("from", "4"); // after the answer: not what was asked
        }
        List<LoggedPrediction> read = read();
        assertThat(read.get(0).inputs())
                .containsOnly(
                        entry("from", 3),
                        entry("miles", 0.1 + 0.2),
                        entry("fare", (double) 0.1f),
                        entry("night", true),
                        entry("state", "BLOCKED"),
                        entry("pickup", "2021-01-31T17:05"),
                        entry("note", null),
                        entry("missing", "NaN"));
        assertThat(read.get(1).inputs())
                .containsOnly(
                        entry("from", "3"),
                        entry("miles", 5),
                        entry("big", 1.5),
                        entry("nothing", null),
                        entry("infinite", "Infinity"));
    }

    @Test
    void a_replay_of_the_inputs_answers_the_same() {
        List<Ride> rides = IntStream.range(0, 200)
                .mapToObj(i -> new Ride(i % 9, i / 7.0, 0))
                .toList();
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Ride> predictor = logged(log, Ride.class)) {
            rides.forEach(predictor::predict);
        }
        try (Predictor<Map<String, ?>> replay = Predictor.of(registry, "rides@champion")) {
            assertThat(read()).hasSize(200).allSatisfy(logged -> assertThat(replay.predict(logged.inputs()))
                    .isEqualTo(logged.value()));
        }
    }

    @Test
    void a_label_is_read_with_its_scores() {
        record Trip(double miles, String kind) {}
        List<Trip> trips = IntStream.range(0, 100)
                .mapToObj(i -> new Trip(i % 10, i % 10 > 4 ? "long" : "short"))
                .toList();
        Dataset<Trip> data = Dataset.of("trips", Trip.class, trips);
        Model model = Model.classification(Features.of(Feature.number("miles")).fit(data), "kind")
                .train(new LogisticRegressionTrainer(), data);
        registry.alias(registry.register("kinds", model), "champion");
        Prediction given;
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Trip> predictor = Predictor.builder(registry, "kinds", Trip.class)
                        .onPrediction(log)
                        .build()) {
            given = predictor.answer(new Trip(9, ""));
        }
        LoggedPrediction logged = read().get(0);
        assertThat(logged.isLabel()).isTrue();
        assertThat(logged.label()).isEqualTo("long").isEqualTo(given.label());
        assertThat(logged.scores()).isEqualTo(given.scores());
        assertThatThrownBy(logged::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("prediction " + logged.id() + " is by a classifier, expected a regression");
    }

    @Test
    void the_id_decides_what_is_sampled_so_that_all_logs_of_one_rate_keep_the_same(@TempDir Path other) {
        try (PredictionLog log = PredictionLog.builder(folder).rate(0.2).build();
                PredictionLog second = PredictionLog.builder(other).rate(0.2).build();
                Predictor<Ride> predictor = Predictor.builder(registry, "rides", Ride.class)
                        .onPrediction(log)
                        .onPrediction(second)
                        .build()) {
            predictor.answerAll(java.util.Collections.nCopies(5_000, RIDE));
            assertThat(log.health().dropped()).isZero();
        }
        List<String> ids = read().stream().map(LoggedPrediction::id).toList();
        assertThat((double) ids.size()).isCloseTo(1_000, within(140.0)); // 5 standard deviations
        try (Stream<LoggedPrediction> all = PredictionLog.read(other)) {
            assertThat(all.map(LoggedPrediction::id)).isEqualTo(ids);
        }
    }

    @Test
    void a_rate_of_0_keeps_nothing() {
        try (PredictionLog log = PredictionLog.builder(folder).rate(0).build();
                Predictor<Ride> predictor = logged(log, Ride.class)) {
            predictor.predict(RIDE);
        }
        assertThat(read()).isEmpty();
    }

    @Test
    void many_threads_lose_nothing_and_the_times_ascend() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Ride> predictor = logged(log, Ride.class)) {
            Callable<Void> work = () -> {
                IntStream.range(0, 500).forEach(i -> predictor.predict(RIDE));
                return null;
            };
            for (Future<Void> each : threads.invokeAll(List.of(work, work, work, work))) {
                each.get();
            }
            log.flush();
            assertThat(log.health().written()).isEqualTo(2_000);
            assertThat(read()).hasSize(2_000);
        } finally {
            threads.shutdownNow();
        }
        assertThat(read().stream().map(LoggedPrediction::time)).isSorted();
    }

    /** A value that keeps whoever reads it waiting. */
    private record Slow(CountDownLatch begun, CountDownLatch goOn) {
        @Override
        public String toString() {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "slow";
        }
    }

    @Test
    void what_does_not_fit_into_the_queue_is_dropped_and_counted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PredictionLog log = PredictionLog.builder(folder).queue(10).build();
        try (log;
                Predictor<Map<String, ?>> predictor = logged(log)) {
            predictor.predict(Map.of("from", 3, "miles", 5, "slow", new Slow(begun, goOn)));
            begun.await();
            for (int i = 0; i < 25; i++) {
                predictor.predict(Map.of("from", 3, "miles", 5));
            }
            assertThat(log.health().queued()).isEqualTo(10);
            assertThat(log.health().dropped()).isEqualTo(15);
            goOn.countDown();
        }
        assertThat(log.health()).isEqualTo(new PredictionLogHealth(11, 15, 0, 0, Optional.empty()));
        assertThat(read()).hasSize(11);
    }

    @Test
    void a_map_with_too_much_text_is_dropped_and_one_with_as_much_as_may_be_is_not() {
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Map<String, ?>> predictor = logged(log)) {
            int others = "from".length() + "miles".length() + "text".length();
            predictor.predict(Map.of("from", 3, "miles", 5, "text", "x".repeat((1 << 16) - others)));
            assertThat(log.health().dropped()).isZero();
            predictor.predict(Map.of("from", 3, "miles", 5, "text", "x".repeat((1 << 16) - others + 1)));
            assertThat(log.health().dropped()).isEqualTo(1);
        }
        assertThat(read()).hasSize(1);
    }

    @Test
    void a_row_that_can_not_be_read_is_lost_and_the_others_are_not() {
        Object bad = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        PredictionLog log = PredictionLog.in(folder);
        try (log;
                Predictor<Map<String, ?>> predictor = logged(log)) {
            predictor.predict(Map.of("from", 3, "miles", 5));
            predictor.predict(Map.of("from", 3, "miles", 5, "bad", bad));
            predictor.predict(Map.of("from", 3, "miles", 5));
        }
        assertThat(log.health()).isEqualTo(new PredictionLogHealth(2, 0, 1, 0, Optional.empty()));
        assertThat(read()).hasSize(2);
    }

    @Test
    void trouble_with_the_folder_breaks_no_prediction_is_counted_and_passes() throws IOException {
        PredictionLog log = PredictionLog.in(folder.resolve("log"));
        try (log;
                Predictor<Ride> predictor = logged(log, Ride.class)) {
            predictor.predict(RIDE);
            log.flush();
            try (Stream<Path> files = Files.list(folder.resolve("log"))) {
                Files.delete(files.findFirst().orElseThrow());
            }
            Files.delete(folder.resolve("log"));
            Files.createFile(folder.resolve("log"));

            for (int i = 0; i < 5; i++) {
                predictor.predict(RIDE);
                log.flush();
            }
            assertThat(log.health().written()).isEqualTo(1);
            assertThat(log.health().lost()).isEqualTo(5);
            assertThat(log.health().trouble().orElseThrow())
                    .contains(folder.resolve("log").toString());

            Files.delete(folder.resolve("log"));
            log.flush(); // tries again at once
            predictor.predict(RIDE);
            log.flush();
            assertThat(log.health()).isEqualTo(new PredictionLogHealth(2, 0, 5, 0, Optional.empty()));
        }
        try (Stream<LoggedPrediction> all = PredictionLog.read(folder.resolve("log"))) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void a_closed_log_drops_and_never_waits() {
        PredictionLog log = PredictionLog.in(folder);
        try (Predictor<Ride> predictor = logged(log, Ride.class)) {
            predictor.predict(RIDE);
            log.close();
            log.close();
            predictor.predict(RIDE);
            log.flush();
        }
        assertThat(log.health()).isEqualTo(new PredictionLogHealth(1, 1, 0, 0, Optional.empty()));
    }

    @Test
    void wrong_options_are_refused() throws IOException {
        PredictionLog.Builder builder = PredictionLog.builder(folder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.rate(Double.NaN))
                .withMessage("rate is NaN, expected 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.queue(0))
                .withMessage("queue holds 0 predictions, expected 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.fileLimits(0, Duration.ofHours(1)))
                .withMessage("file size is 0 bytes, expected 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.retention(1, Duration.ZERO))
                .withMessage("age of files is PT0S, expected above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionLog.builder(folder)
                        .fileLimits(10, Duration.ofHours(1))
                        .retention(19, Duration.ofDays(1))
                        .build())
                .withMessage("size of all files is 19 bytes and that of one 10, expected at least twice as much");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> PredictionLog.in(file))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("folder '" + file + "' of the prediction log can't be made");
        assertThatThrownBy(() -> PredictionLog.read(folder.resolve("nothing")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("prediction log '" + folder.resolve("nothing") + "' doesn't exist");
    }
}
