package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.registry.ModelRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a predictor is made from. */
final class PredictorBuilder<R> {
    private final ModelRegistry registry;
    private final String model;
    private final Map<String, Double> split = new LinkedHashMap<>(); // weights by alias or number
    private Duration refresh = Predictor.Builder.REFRESH;
    private final List<PredictionListener<? super R>> listeners = new ArrayList<>();
    private final AnsweringBuilder<R> answering;
    private @Nullable PredictionMetrics metrics;
    private List<R> background = List.of();
    private long cached;
    private @Nullable String shadow;
    private final List<ShadowListener<? super R>> shadowListeners = new ArrayList<>();

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
        int end = Math.max(reference.lastIndexOf('@'), reference.lastIndexOf('/'));
        builder.split(reference.substring(end + 1), 1);
        return builder;
    }

    void split(String alias, double weight) {
        Rollout.requireWeight(alias, weight);
        if (split.putIfAbsent(alias, weight) != null) {
            throw new IllegalArgumentException("alias '" + alias + "' is split twice, expected each alias once");
        }
    }

    void listen(PredictionListener<? super R> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    void metrics(PredictionMetrics metrics) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    private Listening<R> listening() {
        List<PredictionListener<? super R>> all = new ArrayList<>(listeners);
        if (metrics != null) {
            all.add(metrics.of(model));
        }
        return Listening.of(all);
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
        hearShadow(listener);
    }

    void hearShadow(ShadowListener<? super R> listener) {
        shadowListeners.add(Objects.requireNonNull(listener, "listener"));
    }

    Predictor<R> build() {
        Answering<R> asked = answering.build(registry, model, cached);
        RouteMaker<R> maker = new RouteMaker<>(registry, asked.rows(), List.copyOf(shadowListeners));
        Routing<R> routing = Routing.following(new Upkeep<>(maker, model, own(), asked.standIns()), refresh);
        try {
            answering.check(routing.routes().arms());
        } catch (RuntimeException e) {
            routing.close();
            throw e;
        }
        Listening<R> listening = listening();
        Predictor<R> predictor = new Predictor<>(model, routing, asked, listening, new Explaining<>(background));
        listening.attach(predictor);
        return predictor;
    }

    /** The rollout that was asked for here; null to follow the one that is started. */
    private @Nullable Rollout own() {
        if (split.isEmpty() && shadow == null) {
            return null;
        }
        Rollout rollout = split.isEmpty() ? Rollout.CHAMPION : Rollout.weighted(split);
        return shadow == null ? rollout : rollout.shadow(shadow);
    }
}
