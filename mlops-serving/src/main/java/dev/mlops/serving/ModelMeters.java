package dev.mlops.serving;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The meters of one model, shared by its predictors: each is there as long as some predictor needs it, and no longer, so that
 * a server that has served a thousand versions doesn't tell of them all.
 */
final class ModelMeters {
    private final MeterRegistry meters;
    private final String model;
    private final List<Predictor<?>> predictors = new CopyOnWriteArrayList<>();
    private final Map<PredictorMeters.Key, Shared> versions = new HashMap<>();
    private final Map<String, List<Meter>> groups =
            new HashMap<>(); // the gauges of the cache, of the shadow, of each arm

    private static final class Shared {
        private final VersionMeters meters;
        private int users = 1;

        Shared(VersionMeters meters) {
            this.meters = meters;
        }
    }

    ModelMeters(MeterRegistry meters, String model) {
        this.meters = meters;
        this.model = model;
    }

    synchronized VersionMeters acquire(PredictorMeters.Key key) {
        follow();
        Shared known = versions.get(key);
        if (known != null) {
            known.users++;
            return known.meters;
        }
        VersionMeters fresh = new VersionMeters(meters, model, key.arm(), key.version());
        versions.put(key, new Shared(fresh));
        return fresh;
    }

    synchronized void release(VersionMeters released) {
        PredictorMeters.Key key = new PredictorMeters.Key(released.arm(), released.version());
        Shared shared = versions.get(key);
        if (shared != null && --shared.users == 0) {
            versions.remove(key);
            released.removeFrom(meters);
        }
    }

    synchronized void add(Predictor<?> predictor) {
        predictors.add(predictor);
        follow();
    }

    synchronized void remove(Predictor<?> predictor) {
        predictors.remove(predictor);
        follow();
    }

    /** Makes the gauges of what the predictors have now, and removes those of what none has any more. */
    private void follow() {
        Set<String> needed = new HashSet<>();
        if (caches().findAny().isPresent()) {
            needed.add("cache");
            groups.computeIfAbsent("cache", group -> cacheMeters());
        }
        if (!predictors.isEmpty()) { // a rollout may bring a shadow at any time
            needed.add("shadow");
            groups.computeIfAbsent("shadow", group -> shadowMeters());
        }
        arms().map(ArmHealth::arm).forEach(arm -> {
            needed.add("arm " + arm);
            groups.computeIfAbsent("arm " + arm, group -> armMeters(arm));
        });
        groups.keySet().stream()
                .filter(group -> !needed.contains(group))
                .toList()
                .forEach(group -> groups.remove(group).forEach(meters::remove));
    }

    private Stream<CacheHealth> caches() {
        return predictors.stream().flatMap(predictor -> predictor.cache().stream());
    }

    private Stream<ShadowHealth> shadows() {
        return predictors.stream().flatMap(predictor -> predictor.shadow().stream());
    }

    private Stream<ArmHealth> arms() {
        return predictors.stream().flatMap(predictor -> predictor.health().stream());
    }

    private List<Meter> cacheMeters() {
        return List.of(
                gauge(
                        "cache.size",
                        "Answers that caches have",
                        Tags.empty(),
                        () -> sum(caches(), CacheHealth::entries)),
                counter(
                        "cache.gets",
                        "Rows looked up in caches",
                        result("hit"),
                        () -> sum(caches(), CacheHealth::hits)),
                counter(
                        "cache.gets",
                        "Rows looked up in caches",
                        result("miss"),
                        () -> sum(caches(), CacheHealth::misses)),
                counter(
                        "cache.evictions",
                        "Answers that made room for others in caches",
                        Tags.empty(),
                        () -> sum(caches(), CacheHealth::evictions)));
    }

    private List<Meter> shadowMeters() {
        String rows = "Rows that came to shadows";
        return List.of(
                gauge(
                        "shadow.queue",
                        "Rows that wait for shadows",
                        Tags.empty(),
                        () -> sum(shadows(), ShadowHealth::queued)),
                counter("shadow.rows", rows, result("answered"), () -> sum(shadows(), ShadowHealth::answered)),
                counter("shadow.rows", rows, result("failed"), () -> sum(shadows(), ShadowHealth::failed)),
                counter("shadow.rows", rows, result("dropped"), () -> sum(shadows(), ShadowHealth::dropped)));
    }

    private List<Meter> armMeters(String arm) {
        Tags tags = Tags.of("arm", arm);
        return List.of(
                gauge(
                        "model.version",
                        "The version that answers under an arm",
                        tags,
                        () -> latest(arm, ArmHealth::version)),
                gauge(
                        "model.stale",
                        "1 while it isn't known whether an arm has moved, else 0",
                        tags,
                        () -> latest(arm, health -> health.trouble().isPresent() ? 1 : 0)),
                counter(
                        "model.swaps",
                        "How often another version took over an arm",
                        tags,
                        () -> sum(arms().filter(health -> health.arm().equals(arm)), ArmHealth::swaps)));
    }

    /** What the arm of the latest predictor that has it says; NaN where none has. */
    private double latest(String arm, ToDoubleFunction<ArmHealth> figure) {
        return arms().filter(health -> health.arm().equals(arm))
                .mapToDouble(figure)
                .reduce(Double.NaN, (before, after) -> after);
    }

    private static <T> double sum(Stream<T> all, ToLongFunction<T> figure) {
        return all.mapToLong(figure).sum();
    }

    private static Tags result(String result) {
        return Tags.of("result", result);
    }

    private Meter gauge(String name, String description, Tags tags, Supplier<Number> value) {
        return Gauge.builder("mlops." + name, value)
                .description(description)
                .tags(tags.and("model", model))
                .register(meters);
    }

    private Meter counter(String name, String description, Tags tags, Supplier<Number> value) {
        return FunctionCounter.builder(
                        "mlops." + name, this, self -> value.get().doubleValue())
                .description(description)
                .tags(tags.and("model", model))
                .register(meters);
    }
}
