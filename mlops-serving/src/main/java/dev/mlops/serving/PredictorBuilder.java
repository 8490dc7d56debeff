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
    private final Map<String, Double> split = new LinkedHashMap<>(); // weights by reference
    private Duration refresh = Predictor.Builder.REFRESH;
    private final List<PredictionListener<? super R>> listeners = new ArrayList<>();
    private final AnsweringBuilder<R> answering;
    private long cached;
    private @Nullable String shadow;
    private ShadowListener<? super R> shadowListener = (row, answer, shadowed) -> {};

    PredictorBuilder(ModelRegistry registry, String model, Rows<R> rows) {
        this.registry = Objects.requireNonNull(registry, "registry");
        if (model.indexOf('@') >= 0 || model.indexOf('/') >= 0) {
            throw new InvalidException("model name is '" + model
                    + "', expected it without an alias or a number: split says which aliases answer");
        }
        this.model = model;
        this.answering = new AnsweringBuilder<>(rows);
    }

    AnsweringBuilder<R> answering() {
        return answering;
    }

    static <R> PredictorBuilder<R> following(ModelRegistry registry, String reference, Rows<R> rows) {
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
        Answering<R> asked = answering.build(registry, model, refresh, cached);
        try {
            return build(asked);
        } catch (RuntimeException e) {
            asked.close();
            throw e;
        }
    }

    private Predictor<R> build(Answering<R> asked) {
        InstantSource clock = registry.workspace().clock();
        Instant now = clock.instant();
        Map<String, Double> references = split.isEmpty() ? Map.of(model + "@" + CHAMPION, 1.0) : split;
        List<Arm<R>> arms = new ArrayList<>();
        references.keySet().forEach(reference -> arms.add(new Arm<>(registry, reference, asked.rows(), now)));
        answering.check(arms);
        Routes<R> routes = Routes.of(arms, List.copyOf(references.values()));
        Arm<R> shadowed = shadow == null ? null : new Arm<>(registry, reference(shadow), answering.uncounted(), now);
        List<Arm<R>> followed = new ArrayList<>(arms);
        if (shadowed != null) {
            followed.add(shadowed);
        }
        return new Predictor<>(
                model,
                Routing.following(registry, routes, followed, refresh),
                asked,
                shadowed == null ? null : new Shadow<>(shadowed, shadowListener),
                Listening.of(listeners));
    }
}
