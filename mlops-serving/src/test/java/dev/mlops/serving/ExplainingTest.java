package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

/** What a predictor explains. */
final class ExplainingTest {
    private static final List<Ride> RIDES = IntStream.range(0, 200)
            .mapToObj(i -> new Ride(i % 7, i % 11, (i % 7) * (i % 11)))
            .toList();

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);

    @AfterEach
    void close() {
        workspace.close();
    }

    private void promote(Model model) {
        registry.alias(registry.register("rides", model), "champion");
    }

    private static Model tree() {
        Dataset<Ride> data = Dataset.of("rides", Ride.class, RIDES);
        return Model.regression(
                        Features.of(Feature.number("from"), Feature.number("miles"))
                                .fit(data),
                        "minutes")
                .train(new CARTRegressionTrainer(6), data);
    }

    @Test
    void the_version_that_answers_is_explained_and_after_a_swap_the_new_one() {
        promote(Rides.model(3));
        try (Predictor<Ride> predictor = Predictor.builder(registry, "rides", Ride.class)
                .refresh(Duration.ofDays(1))
                .background(RIDES.subList(0, 77))
                .build()) {
            Explanation slow = predictor.explain(Rides.RIDE);
            assertThat(slow.version()).isOne();
            assertThat(slow.prediction()).isEqualTo(predictor.predict(Rides.RIDE));

            promote(tree());
            predictor.refresh();
            Explanation tree = predictor.explain(Rides.RIDE, "a rider");
            assertThat(tree.version()).isEqualTo(2);
            assertThat(tree.prediction()).isCloseTo(predictor.predict(Rides.RIDE), within(1e-12));
            assertThat(tree.contributions())
                    .extracting(Explanation.Contribution::name)
                    .containsExactlyInAnyOrder("from", "miles");
        }
    }

    @Test
    void maps_are_explained_like_records() {
        Model model = Rides.model(2);
        promote(model);
        try (Predictor<Map<String, ?>> maps = Predictor.of(registry, "rides@champion");
                Predictor<Ride> records = Predictor.of(model, Ride.class)) {
            assertThat(maps.explain(Map.of("from", 3, "miles", 5)).contributions())
                    .isEqualTo(records.explain(Rides.RIDE).contributions());
            assertThat(records.explain(Rides.RIDE).version()).isZero();
        }
    }

    @Test
    void a_model_that_isnt_linear_needs_a_background() {
        promote(tree());
        try (Predictor<Ride> predictor = Predictor.of(registry, "rides@champion", Ride.class)) {
            assertThatThrownBy(() -> predictor.explain(Rides.RIDE))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("expected background rows");
        }
    }
}
