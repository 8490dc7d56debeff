package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.data.Dataset;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ActiveRunTest {
    private final ManualClock clock = new ManualClock();
    private final Workspace workspace =
            Workspace.builder(Storage.inMemory()).clock(clock).build();
    private final Experiment experiment = Experiment.named("trips").in(workspace);

    private enum Loss {
        SQUARED {
            @Override
            public String toString() {
                return "the square";
            }
        }
    }

    record Options(double alpha, Optional<Integer> rounds, Optional<String> note, Inner inner, List<String> columns) {}

    record Inner(boolean shuffle, Loss loss) {}

    record Trip(double distance, String zone) {}

    @AfterEach
    void close() {
        workspace.close();
    }

    private Run read(ActiveRun run) {
        run.flush();
        return experiment.get(run.id());
    }

    @Test
    void parametersOfEachTypeAreText() {
        try (ActiveRun run = experiment.start("types")) {
            run.param("text", "a b").param("whole", 3).param("long", 1L << 40).param("fraction", 0.01);
            run.param("float", 0.1f).param("truth", true).param("enum", Loss.SQUARED);
            assertThat(read(run).params())
                    .containsEntry("text", "a b")
                    .containsEntry("whole", "3")
                    .containsEntry("long", "1099511627776")
                    .containsEntry("fraction", "0.01")
                    .containsEntry("float", "0.1")
                    .containsEntry("truth", "true")
                    .containsEntry("enum", "SQUARED");
        }
    }

    @Test
    void aRecordGivesItsComponentsAndThoseWithin() {
        try (ActiveRun run = experiment.start("record")) {
            run.params(new Options(
                    0.5, Optional.of(7), Optional.empty(), new Inner(true, Loss.SQUARED), List.of("a", "b")));
            assertThat(read(run).params())
                    .isEqualTo(Map.of(
                            "alpha", "0.5",
                            "rounds", "7",
                            "inner.shuffle", "true",
                            "inner.loss", "SQUARED",
                            "columns", "[a, b]"));
        }
    }

    @Test
    void aMapGivesItsEntriesWithoutThoseThatAreNull() {
        Map<String, Object> values = new HashMap<>(Map.of("depth", 3, "inner", Map.of("eta", 0.3)));
        values.put("absent", null);
        try (ActiveRun run = experiment.start("map")) {
            run.params(values);
            assertThat(read(run).params()).isEqualTo(Map.of("depth", "3", "inner.eta", "0.3"));
        }
    }

    @Test
    void anotherValueOfAParameterIsRefusedAtTheCall() {
        try (ActiveRun run = experiment.start("conflict")) {
            run.param("alpha", 0.01).param("alpha", "0.01");
            assertThatThrownBy(() -> run.param("alpha", 0.02))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("alpha")
                    .hasMessageContaining("0.01")
                    .hasMessageContaining("0.02");
            run.flush();
            assertThatThrownBy(() -> run.param("alpha", 0.02)).isInstanceOf(ConflictException.class);
            assertThat(read(run).param("alpha")).isEqualTo("0.01");
        }
    }

    @Test
    void aConflictWithAnotherProcessIsReportedByFlushAndNothingElseIsLost() {
        ActiveRun run = experiment.start("shared");
        workspace
                .storage()
                .runs()
                .update(run.id(), RunChange.builder().param("alpha", "1").build());
        run.param("alpha", "2").param("beta", "3").metric("rmse", 4).tag("team", "eta");
        assertThatThrownBy(run::flush).isInstanceOf(ConflictException.class).hasMessageContaining("alpha");
        Run recorded = experiment.get(run.id());
        assertThat(recorded.params()).isEqualTo(Map.of("alpha", "1", "beta", "3"));
        assertThat(recorded.metric("rmse")).isEqualTo(4);
        assertThat(recorded.tags()).containsEntry("team", "eta");
        run.flush();
        run.close();
        assertThat(experiment.get(run.id()).status()).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void aConflictWithAnotherProcessIsReportedByCloseAfterTheRunHasEnded() {
        ActiveRun run = experiment.start("shared");
        workspace
                .storage()
                .runs()
                .update(run.id(), RunChange.builder().param("alpha", "1").build());
        run.param("alpha", "2");
        assertThatThrownBy(run::close).isInstanceOf(ConflictException.class);
        assertThat(experiment.get(run.id()).status()).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void whatBreaksALimitRecordsNothing() {
        try (ActiveRun run = experiment.start("limits")) {
            assertThatThrownBy(() -> run.param("k".repeat(251), "v")).isInstanceOf(InvalidException.class);
            assertThatThrownBy(() -> run.param("p", "v".repeat(6_001))).isInstanceOf(InvalidException.class);
            assertThatThrownBy(() -> run.tag("t", "v".repeat(8_001))).isInstanceOf(InvalidException.class);
            assertThatThrownBy(() -> run.metric(" ", 1)).isInstanceOf(InvalidException.class);
            run.param("p", "short");
            assertThat(read(run).params()).isEqualTo(Map.of("p", "short"));
        }
    }

    @Test
    void theLatestValueIsThatOfTheLargestStep() {
        try (ActiveRun run = experiment.start("metrics")) {
            run.metric("loss", 2, 0.2).metric("loss", 1, 0.5).metric("loss", 3, Double.NaN);
            run.metrics(3, Map.of("rmse", 7.5, "rows", 10));
            Run recorded = read(run);
            assertThat(recorded.metric("loss")).isNaN();
            assertThat(recorded.metrics()).containsEntry("rmse", 7.5).containsEntry("rows", 10.0);
            assertThat(recorded.history("loss").points())
                    .extracting(MetricPoint::step)
                    .containsExactly(1L, 2L, 3L);
            assertThatThrownBy(() -> recorded.metric("none")).isInstanceOf(NotFoundException.class);
            assertThat(recorded.findMetric("none")).isEmpty();
        }
    }

    @Test
    void aMetricHasTheTimeOfTheClockOrTheOneGiven() {
        Instant given = Instant.parse("2020-02-29T00:00:00.123456Z");
        try (ActiveRun run = experiment.start("times")) {
            run.metric("a", 1).metric("b", 0, 1, given);
            Run recorded = read(run);
            assertThat(recorded.history("a").points().get(0).time()).isEqualTo(ManualClock.START);
            assertThat(recorded.history("b").points().get(0).time())
                    .isEqualTo(Instant.parse("2020-02-29T00:00:00.123Z"));
        }
    }

    @Test
    void tagsAndNotesCanBeSetAgainAndTagsTakenAway() {
        try (ActiveRun run = experiment.start("tags")) {
            run.tag("team", "eta")
                    .tag("team", "fares")
                    .tag("gone", "x")
                    .untag("gone")
                    .note("**good**");
            Run recorded = read(run);
            assertThat(recorded.tags()).containsEntry("team", "fares").doesNotContainKey("gone");
            assertThat(recorded.note()).isEqualTo("**good**");
        }
    }

    @Test
    void aDatasetIsKnownByItsContent() {
        Dataset<Trip> trips = Dataset.of("january", Trip.class, List.of(new Trip(1, "A"), new Trip(2, "B")));
        try (ActiveRun run = experiment.start("data")) {
            run.dataset(trips, "training").dataset("february", "md5:12", "validation");
            List<DatasetInput> inputs = read(run).datasets();
            assertThat(inputs).hasSize(2);
            assertThat(inputs.get(1).digest()).isEqualTo(trips.contentHash());
            assertThat(inputs.get(1).rows()).isEqualTo(2);
            assertThat(inputs.get(1).schema())
                    .isEqualTo("[{\"name\":\"distance\",\"type\":\"float64\",\"nullable\":false},"
                            + "{\"name\":\"zone\",\"type\":\"string\",\"nullable\":true}]");
            assertThat(inputs.get(0)).isEqualTo(new DatasetInput("february", "md5:12", "validation", "", "", -1));
        }
    }

    @Test
    void aRunEndsWhenItIsClosedAndOnlyOnce() {
        ActiveRun run = experiment.start("end");
        clock.advance(Duration.ofSeconds(3));
        run.close();
        clock.advance(Duration.ofSeconds(3));
        run.close();
        Run recorded = experiment.get(run.id());
        assertThat(recorded.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(recorded.duration()).contains(Duration.ofSeconds(3));
        assertThatThrownBy(() -> run.metric("late", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(run.id());
        assertThatThrownBy(() -> run.artifact("late", "x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRunThatFailsAfterItWasClosedHasFailed() {
        ActiveRun run = experiment.start("late failure");
        try (run) {
            run.metric("rmse", 1);
        }
        clock.advance(Duration.ofSeconds(9));
        run.fail(new IllegalStateException("too bad"));
        Run recorded = experiment.get(run.id());
        assertThat(recorded.status()).isEqualTo(RunStatus.FAILED);
        assertThat(recorded.failure()).contains("java.lang.IllegalStateException: too bad");
        assertThat(recorded.end()).contains(ManualClock.START);
    }

    @Test
    void theFirstOutcomeStays() {
        ActiveRun run = experiment.start("both");
        run.cancel("stopped by hand");
        run.fail(new IllegalStateException("consequence"));
        run.close();
        Run recorded = experiment.get(run.id());
        assertThat(recorded.status()).isEqualTo(RunStatus.KILLED);
        assertThat(recorded.tags()).containsEntry("mlops.cancelled", "stopped by hand");
    }

    @Test
    void aFailureOfAnyTextIsRecorded() {
        ActiveRun run = experiment.start("odd");
        run.fail(new IllegalStateException("nul \0, half \ud83d pair " + "x".repeat(10_000)));
        run.close();
        assertThat(experiment.get(run.id()).failure().orElseThrow())
                .startsWith("java.lang.IllegalStateException: nul \ufffd, half ? pair x")
                .endsWith("…");
    }

    @Test
    void childrenAreRunsOfTheirOwn() {
        try (ActiveRun parent = experiment.start("search")) {
            parent.child("fold 1", fold -> fold.metric("rmse", 1));
            try (ActiveRun fold = parent.child("fold 2")) {
                fold.metric("rmse", 2);
            }
            assertThat(experiment.get(parent.id()).children().orderBy("name").list())
                    .extracting(Run::name)
                    .containsExactly("fold 1", "fold 2");
            assertThat(experiment.runs().where("name = 'fold 1'").first().parentId())
                    .contains(parent.id());
        }
    }

    @Test
    void aRunGoesOnWhenItIsResumed() {
        ActiveRun first = experiment.start("long");
        first.param("alpha", 1).metric("loss", 1, 0.5);
        first.close();
        try (ActiveRun second = experiment.resume(first.id())) {
            assertThat(read(second).status()).isEqualTo(RunStatus.RUNNING);
            assertThat(read(second).end()).isEmpty();
            assertThatThrownBy(() -> second.param("alpha", 2)).isInstanceOf(ConflictException.class);
            second.param("alpha", 1).metric("loss", 2, 0.4);
        }
        Run recorded = experiment.get(first.id());
        assertThat(recorded.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(recorded.history("loss").points()).hasSize(2);
    }

    @Test
    void aRunThatIsRemovedMeanwhileIsReported() {
        ActiveRun run = experiment.start("removed");
        workspace.storage().runs().removeRun(run.id());
        run.metric("rmse", 1);
        assertThatThrownBy(run::flush).isInstanceOf(NotFoundException.class).hasMessageContaining(run.id());
        assertThatThrownBy(run::close).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aRunThatIsOpenWhenTheWorkspaceClosesIsKilled() {
        UnclosableStorage storage = new UnclosableStorage();
        Workspace closing = Workspace.builder(storage.storage()).clock(clock).build();
        ActiveRun run = Experiment.named("left").in(closing).start("open");
        run.metric("rmse", 1);
        closing.close();
        Run recorded =
                RunSearch.in(Workspace.builder(storage.storage()).build()).first();
        assertThat(recorded.status()).isEqualTo(RunStatus.KILLED);
        assertThat(recorded.metric("rmse")).isEqualTo(1);
        assertThatThrownBy(() -> run.metric("late", 1)).isInstanceOf(IllegalStateException.class);
        run.close();
    }

    @Test
    void systemMetricsAreSampledAtTheirInterval() throws InterruptedException {
        UnreliableRunStore store = new UnreliableRunStore(Storage.inMemory().runs());
        java.util.concurrent.CountDownLatch sampled = new java.util.concurrent.CountDownLatch(1);
        store.watch((id, change) -> change.metrics().stream()
                .filter(point -> point.key().equals("system/heap_bytes"))
                .forEach(point -> sampled.countDown()));
        Storage memory = Storage.inMemory();
        try (Workspace watched = Workspace.builder(Storage.of(store, memory.models(), memory.artifacts()))
                .clock(clock)
                .build()) {
            ActiveRun run = Experiment.named("system").in(watched).start("sampled");
            run.systemMetrics(Duration.ofSeconds(5));
            clock.advance(Duration.ofSeconds(5));
            assertThat(sampled.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            run.close();
            Run recorded = RunSearch.in(watched).first();
            assertThat(recorded.metric("system/heap_bytes")).isPositive();
            assertThat(recorded.metric("system/cpu")).isNotNegative();
            assertThat(recorded.history("system/cpu").points()).hasSize(1);
        }
    }

    @Test
    void whereItRanIsRecordedWithoutAsking() {
        try (ActiveRun run = experiment.start("where")) {
            run.metric("rmse", 1);
        }
        Run recorded = experiment.runs().first();
        assertThat(recorded.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(recorded.source()).isNotEmpty();
        assertThat(recorded.tags())
                .containsEntry("mlops.tribuo", "4.3.2")
                .containsKeys("mlops.host", "mlops.os", "mlops.java", "mlops.version");
    }

    private record Layer(Object sizes) {}

    @Test
    void parametersOfWhichOneIsBadAreNotRecordedByHalves() {
        Map<String, Object> good = new TreeMap<>(Map.of("a", 1, "z", 2));
        try (ActiveRun run = experiment.start("run")) {
            run.param("taken", 1);
            Map<String, Object> bad = new TreeMap<>(good);
            bad.put("m", "x".repeat(6_001));
            assertThatThrownBy(() -> run.params(bad)).isInstanceOf(InvalidException.class);
            bad.remove("m");
            bad.put("b\n", "key");
            assertThatThrownBy(() -> run.params(bad)).isInstanceOf(InvalidException.class);
            bad.remove("b\n");
            bad.put("taken", 2);
            assertThatThrownBy(() -> run.params(bad)).isInstanceOf(ConflictException.class);
            run.flush();
            assertThat(read(run).params()).isEqualTo(Map.of("taken", "1"));
            run.params(good).params(good).params(Map.of("a", 1));
            run.flush();
            assertThat(read(run).params()).isEqualTo(Map.of("a", "1", "taken", "1", "z", "2"));
        }
    }

    @Test
    void parametersWithoutATextOfTheirOwnAreRefused() {
        try (ActiveRun run = experiment.start("run")) {
            assertThatThrownBy(() -> run.params(new Layer(new int[] {1, 2})))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage(
                            "value of parameter 'sizes' is of class [I, which has no text of its own, expected a list"
                                    + " instead of an array");
            assertThatThrownBy(() -> run.params(Map.of("net", Map.of("sizes", List.of(new Object())))))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage(
                            "value of parameter 'net.sizes' is of class java.lang.Object, which has no text of its own,"
                                    + " expected a value with a toString()");
            assertThatThrownBy(() -> run.params(Map.of("net", Map.of("depth", 1), "net.depth", 2)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("parameter 'net.depth' has two values");
            run.params(Map.of("sizes", List.of(1, 2), "since", java.time.LocalDate.of(2026, 1, 2)));
            run.flush();
            assertThat(read(run).params()).isEqualTo(Map.of("sizes", "[1, 2]", "since", "2026-01-02"));
        }
    }
}
