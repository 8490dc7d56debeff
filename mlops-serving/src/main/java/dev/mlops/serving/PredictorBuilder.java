package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a predictor is made from. */
final class PredictorBuilder<R> {
    private static final String CHAMPION = "champion";
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final ModelRegistry registry;
    private final String model;
    private final Bound.To<R> rows;
    private final Map<String, Double> split = new LinkedHashMap<>(); // weights by reference
    private Duration refresh = Predictor.Builder.REFRESH;
    private final List<PredictionListener<? super R>> listeners = new ArrayList<>();
    private List<R> background = List.of();
    private long cached;
    private @Nullable String shadow;
    private ShadowListener<? super R> shadowListener = (row, answer, shadowed) -> {};

    PredictorBuilder(ModelRegistry registry, String model, Bound.To<R> rows) {
        this.registry = Objects.requireNonNull(registry, "registry");
        if (model.indexOf('@') >= 0 || model.indexOf('/') >= 0) {
            throw new InvalidException("model name is '" + model
                    + "', expected it without an alias or a number: split says which aliases answer");
        }
        this.model = model;
        this.rows = rows;
    }

    static <R> PredictorBuilder<R> following(ModelRegistry registry, String reference, Bound.To<R> rows) {
        String model = registry.version(reference).model();
        PredictorBuilder<R> builder = new PredictorBuilder<>(registry, model, rows);
        builder.split.put(reference, 1.0);
        return builder;
    }

    void split(String alias, double weight) {
        if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "weight of '" + alias + "' is " + weight + ", expected a finite one above 0");
        }
        if (split.putIfAbsent(reference(alias), weight) != null) {
            throw new IllegalArgumentException("alias '" + alias + "' is split twice, expected each alias once");
        }
    }

    /** What an alias, or the number of a version, means for this model. */
    private String reference(String alias) {
        return model + (NUMBER.matcher(alias).matches() ? "/" : "@") + alias;
    }

    void listen(PredictionListener<? super R> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    void background(List<? extends R> rows) {
        background = List.copyOf(rows);
    }

    void refresh(Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("refresh interval is " + interval + ", expected one above 0");
        }
        refresh = interval;
    }

    void cache(long entries) {
        if (entries < 1) {
            throw new IllegalArgumentException("cache has " + entries + " entries, expected 1 or more");
        }
        cached = entries;
    }

    void shadow(String alias, ShadowListener<? super R> listener) {
        if (shadow != null) {
            throw new IllegalStateException("alias '" + shadow + "' is the shadow already, expected one");
        }
        shadow = Objects.requireNonNull(alias, "alias");
        shadowListener = Objects.requireNonNull(listener, "listener");
    }

    Predictor<R> build() {
        InstantSource clock = registry.workspace().clock();
        Instant now = clock.instant();
        Map<String, Double> references = split.isEmpty() ? Map.of(model + "@" + CHAMPION, 1.0) : split;
        List<Arm<R>> arms = new ArrayList<>();
        references.keySet().forEach(reference -> arms.add(new Arm<>(registry, reference, rows, now)));
        Routes<R> routes = Routes.of(arms, List.copyOf(references.values()));
        Arm<R> shadowed = shadow == null ? null : new Arm<>(registry, reference(shadow), rows, now);
        List<Arm<R>> followed = new ArrayList<>(arms);
        if (shadowed != null) {
            followed.add(shadowed);
        }
        return new Predictor<>(
                model,
                Routing.following(registry, routes, followed, refresh),
                cached == 0 ? null : new Cached<>(cached, Reply::of),
                shadowed == null ? null : new Shadow<>(shadowed, shadowListener),
                Listening.of(listeners),
                new Explaining<>(background));
    }
}
