package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.CHAMPION;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.measured;
import static dev.mlops.registry.GateSamples.ridge;
import static dev.mlops.registry.GateSamples.row;
import static dev.mlops.registry.GateSamples.trips;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Metric;
import dev.mlops.registry.GateSamples.Trip;
import dev.mlops.storage.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
    @TempDir
    static Path folder;

    static Stream<Supplier<Workspace>> workspaces() {
        return Stream.of(Workspace::inMemory, () -> Workspace.open(folder.resolve("sqlite")));
    }

    @ParameterizedTest
    @MethodSource("workspaces")
    void all_gates_together_promote_a_good_version_and_refuse_a_bad_one(Supplier<Workspace> workspaces) {
        try (Workspace workspace = workspaces.get()) {
            ModelRegistry registry = ModelRegistry.in(workspace).by("ann");
            Gate gate = all(trips("march", 300, 2));
            ModelVersion first = version(registry, 1, 200);
            registry.by("jane").approve(first, CHAMPION);

            Promotion promotion = registry.promote(first, CHAMPION, gate);

            assertThat(promotion.toText()).startsWith("version minutes/1 is now champion\n  passed: ");
            assertThat(promotion.verdicts()).hasSize(9);
            Promotion refused = registry.promote(registry.register("minutes", constant(16)), CHAMPION, gate);
            assertThat(refused.refusals())
                    .extracting(Verdict::check)
                    .containsExactly(
                            "rmse on 'march' at most 1.2",
                            "rmse on 'march' not worse than the holder's by 10 % at 95 %",
                            "rmse on 'march' in each zone of 50 rows or more not worse than the holder's by more than 20 %",
                            "a prediction within 1000 ms",
                            "1 golden example answered right",
                            "approved by 1 or more");
            assertThat(registry.version("minutes@champion").number()).isEqualTo(1);
            assertThat(registry.version("minutes/2").promotions())
                    .extracting(Promotion::toText)
                    .containsExactly(refused.toText());
        }
    }

    private static Gate all(Dataset<Trip> march) {
        HeldOutMetric rmse = Gate.on(march).metric(Metric.RMSE);
        return rmse.atMost(1.2)
                .and(rmse.notWorseBy(0.1))
                .and(rmse.slices("zone", 50).noneWorseBy(0.2))
                .and(Gate.sameSignature())
                .and(Gate.predictsWithin(Duration.ofSeconds(1)))
                .and(Gate.loadsWithin(Duration.ofMinutes(1)))
                .and(Gate.modelSizeAtMost(1 << 20))
                .and(Gate.golden(List.of(Golden.of("three miles", row(3, "a"), 9, 1))))
                .and(Gate.approvals(1));
    }

    private static ModelVersion version(ModelRegistry registry, long seed, int rows) {
        return registry.registration("minutes")
                .model(ridge(trips("january", rows, seed)))
                .example(row(3, "a"))
                .register();
    }

    @Test
    void verdicts_outlive_the_workspace_whatever_their_figures_are() {
        Map<String, Double> figures = Map.of(
                "nan", Double.NaN,
                "high", Double.POSITIVE_INFINITY,
                "low", Double.NEGATIVE_INFINITY,
                "zero", -0.0,
                "tiny", Double.MIN_VALUE);
        Gate odd = Gate.of("odd", candidate -> Verdict.refused("odd", "odd \u0000 \uD800 \" figures", figures));
        Path kept = folder.resolve("kept");
        Promotion promotion;
        try (Workspace workspace = Workspace.open(kept)) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            ModelVersion version = measured(registry, "rmse", Double.NaN, "march");
            promotion = registry.promote(
                    version, CHAMPION, odd.and(Gate.metric("rmse").atMost(8)));
        }

        try (Workspace workspace = Workspace.open(kept)) {
            Promotion read = ModelRegistry.in(workspace)
                    .version("minutes/1")
                    .promotions()
                    .get(0);

            assertThat(read.verdicts()).isEqualTo(promotion.verdicts());
            assertThat(read.verdicts().get(0).figures()).isEqualTo(figures);
            assertThat(read.verdicts().get(1).figures()).containsEntry("value", Double.NaN);
            assertThat(read.accepted()).isFalse();
        }
    }

    @Test
    void a_check_that_throws_refuses_and_the_others_still_run() {
        ModelRegistry registry = GateSamples.registry();
        ModelVersion version = measured(registry, "rmse", 5, "march");
        Gate thrown = Gate.of("odd", candidate -> {
            throw new IllegalStateException("broken");
        });

        Promotion promotion = registry.promote(
                version, CHAMPION, thrown.and(Gate.metric("rmse").atMost(8)));

        assertThat(promotion.verdicts())
                .extracting(Verdict::toString)
                .containsExactly(
                        "REFUSED: odd: the check threw java.lang.IllegalStateException: broken",
                        "passed: rmse at most 8: rmse is 5");
    }
}
