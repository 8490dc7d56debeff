package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.CHAMPION;
import static dev.mlops.registry.GateSamples.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.Workspace;
import java.math.BigDecimal;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** The arithmetic of {@code improvesBy}, against exact decimals. */
class RecordedGainProperties {
    private static boolean passes(RecordedMetric metric, String key, BigDecimal value, BigDecimal holder, int percent) {
        try (Workspace workspace = Workspace.inMemory()) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            registry.alias(measured(registry, key, holder.doubleValue(), "march"), CHAMPION);
            ModelVersion version = measured(registry, key, value.doubleValue(), "march");
            return GateSamples.verdict(registry, version, metric.improvesBy(percent / 100.0))
                    .passed();
        }
    }

    @Property(tries = 100)
    void a_loss_must_fall_to_what_the_share_leaves_of_it(
            @ForAll @BigRange(min = "0.01", max = "100") @Scale(2) BigDecimal value,
            @ForAll @BigRange(min = "0.01", max = "100") @Scale(2) BigDecimal holder,
            @ForAll @IntRange(max = 99) int percent) {
        BigDecimal least = holder.multiply(BigDecimal.valueOf(100 - percent, 2));

        assertThat(passes(Gate.metric("rmse"), "rmse", value, holder, percent)).isEqualTo(value.compareTo(least) <= 0);
        assertThat(passes(Gate.metric("cost").lowerIsBetter(), "cost", value, holder, percent))
                .isEqualTo(value.compareTo(least) <= 0);
    }

    @Property(tries = 100)
    void a_score_must_rise_by_the_share_of_what_lacks_to_1(
            @ForAll @BigRange(min = "0", max = "1") @Scale(3) BigDecimal value,
            @ForAll @BigRange(min = "0", max = "1") @Scale(3) BigDecimal holder,
            @ForAll @IntRange(max = 99) int percent) {
        Assume.that(holder.compareTo(BigDecimal.ONE) < 0);
        BigDecimal gain = value.subtract(holder);
        BigDecimal least = BigDecimal.ONE.subtract(holder).multiply(BigDecimal.valueOf(percent, 2));

        assertThat(passes(Gate.metric("auc"), "auc", value, holder, percent)).isEqualTo(gain.compareTo(least) >= 0);
    }

    @Property(tries = 100)
    void another_figure_must_rise_by_a_share_of_itself(
            @ForAll @BigRange(min = "-100", max = "100") @Scale(2) BigDecimal value,
            @ForAll @BigRange(min = "-100", max = "100") @Scale(2) BigDecimal holder,
            @ForAll @IntRange(max = 99) int percent) {
        Assume.that(holder.signum() != 0);
        BigDecimal gain = value.subtract(holder);
        BigDecimal least = holder.abs().multiply(BigDecimal.valueOf(percent, 2));

        assertThat(passes(Gate.metric("profit").higherIsBetter(), "profit", value, holder, percent))
                .isEqualTo(gain.compareTo(least) >= 0);
    }

    @Property(tries = 50)
    void what_exactly_reaches_the_share_passes(
            @ForAll @BigRange(min = "0.01", max = "1000") @Scale(2) BigDecimal holder,
            @ForAll @IntRange(max = 99) int percent) {
        BigDecimal value = holder.multiply(BigDecimal.valueOf(100 - percent, 2));

        assertThat(passes(Gate.metric("mae"), "mae", value, holder, percent)).isTrue();
    }
}
