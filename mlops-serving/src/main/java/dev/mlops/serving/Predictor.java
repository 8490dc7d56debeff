package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers in this process, with the version that an alias of a registered model points to. When the alias moves, in this
 * process or in another one that shares the workspace, the predictor follows within its {@link Builder#refresh} interval: a
 * call that has begun ends with the old version, the next one has the new, and none fails or waits. While the store is away
 * it goes on with what it has, and {@link #health} says so.
 *
 * <pre>
 * try (Predictor&lt;Trip&gt; predictor = Predictor.of(registry, "trip-duration@champion", Trip.class)) {
 *     double minutes = predictor.predict(trip);
 *     Prediction answer = predictor.answer(trip); // with its id, the version and the arm
 * }
 * </pre>
 *
 * <p>Thread-safe. Close it when it is no longer needed; a call after that throws IllegalStateException.
 *
 * @param <R> the rows: a record type that has the fields of the model's signature, or a map of values by field name
 */
public final class Predictor<R> implements AutoCloseable {
    private final String name;
    private final Routing<R> routing;
    private final Answers<R> answers;
    private final @Nullable Cached<R> cache;
    private final @Nullable Shadow<R> shadow;
    private final Listening<R> listening;
    private final Explaining<R> explaining;
    private final boolean plain;
    private final PredictionIds ids = new PredictionIds();

    Predictor(
            String name,
            Routing<R> routing,
            @Nullable Cached<R> cache,
            @Nullable Shadow<R> shadow,
            Listening<R> listening,
            Explaining<R> explaining) {
        this.name = name;
        this.routing = routing;
        this.cache = cache;
        this.shadow = shadow;
        this.answers = cache == null ? Reply::of : cache;
        this.listening = listening;
        this.explaining = explaining;
        this.plain = cache == null && shadow == null && listening.isEmpty();
    }

    /**
     * A predictor of records that follows {@code name@alias}, or stays with {@code name/number}.
     *
     * @throws NotFoundException if there is no such model, alias or version
     * @throws InvalidException if the records lack a field that the model reads
     */
    public static <R extends Record> Predictor<R> of(ModelRegistry registry, String reference, Class<R> rows) {
        return PredictorBuilder.following(registry, reference, Bound.records(rows))
                .build();
    }

    /** The same of values by field name, such as a parsed JSON object has them. */
    public static Predictor<Map<String, ?>> of(ModelRegistry registry, String reference) {
        return PredictorBuilder.following(registry, reference, Bound.maps()).build();
    }

    /** A predictor of records with a model that isn't registered. */
    public static <R extends Record> Predictor<R> of(Model model, Class<R> rows) {
        Routing<R> routing = Routing.fixed(Served.of(model, Bound.records(rows)), InstantSource.system());
        return new Predictor<>("", routing, null, null, Listening.of(List.of()), new Explaining<>(List.of()));
    }

    /**
     * Begins a predictor of records with options, of the registered model of this name; it follows {@code champion} unless
     * {@link Builder#split} says otherwise.
     *
     * @throws InvalidException if the name has an alias or a number
     */
    public static <R extends Record> Builder<R> builder(ModelRegistry registry, String model, Class<R> rows) {
        return new Builder<>(new PredictorBuilder<>(registry, model, Bound.records(rows)));
    }

    /** The same of values by field name. */
    public static Builder<Map<String, ?>> builder(ModelRegistry registry, String model) {
        return new Builder<>(new PredictorBuilder<>(registry, model, Bound.maps()));
    }

    /**
     * The number that a regression predicts; {@link #answer} has the label of a classifier, too.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if a value breaks a rule of the model; the message names the field, the value and the rule
     */
    public double predict(R row) {
        Routes<R> routes = routing.routes();
        if (!plain) {
            return answer(row).value();
        }
        Arm<R> arm = routes.isSingle() ? routes.single() : routes.pick(KeyHash.mix(ids.next()));
        return arm.served().bound().number(row);
    }

    /** The same; rows of one key have the same arm, whenever and wherever they are asked for. */
    public double predict(R row, String key) {
        return plain
                ? routing.routes().pick(KeyHash.of(name, key)).served().bound().number(row)
                : answer(row, key).value();
    }

    /** The number or the label, with an id, the version that answered, and the arm. */
    public Prediction answer(R row) {
        long number = ids.next();
        return answer(row, number, KeyHash.mix(number));
    }

    /** The same; rows of one key have the same arm, whenever and wherever they are asked for. */
    public Prediction answer(R row, String key) {
        return answer(row, ids.next(), KeyHash.of(name, key));
    }

    private Prediction answer(R row, long number, long hash) {
        Arm<R> arm = routing.routes().pick(hash);
        Prediction answer = listening.isEmpty()
                ? new Prediction(ids.text(number), answers.answer(row, arm))
                : heard(row, number, arm);
        if (shadow != null) {
            shadow.offer(row, answer);
        }
        return answer;
    }

    private Prediction heard(R row, long number, Arm<R> arm) {
        long begun = System.nanoTime();
        try {
            Prediction answer = new Prediction(ids.text(number), answers.answer(row, arm));
            listening.answered(row, answer, since(begun));
            return answer;
        } catch (RuntimeException e) {
            listening.failed(row, arm.name(), arm.served().version(), e, since(begun));
            throw e;
        }
    }

    /**
     * The numbers of many rows by one version, in their order, without ids; listeners and shadows hear nothing of them.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if a value breaks a rule of the model; the message names the row, from 1, too
     */
    public double[] predictAll(List<R> rows) {
        return routing.routes().pick(KeyHash.mix(ids.next())).served().bound().numbers(rows);
    }

    /**
     * The predictions of many rows by one version, in their order, each with an id of its own.
     *
     * @throws InvalidException if a value breaks a rule of the model; the message names the row, from 1, too
     */
    public List<Prediction> answerAll(List<R> rows) {
        return answerAll(rows, KeyHash.mix(ids.next()));
    }

    /** The same, by the version that has this key. */
    public List<Prediction> answerAll(List<R> rows, String key) {
        return answerAll(rows, KeyHash.of(name, key));
    }

    private List<Prediction> answerAll(List<R> rows, long hash) {
        Arm<R> arm = routing.routes().pick(hash);
        Served<R> served = arm.served();
        long begun = System.nanoTime();
        try {
            List<Prediction> answers = Reply.all(rows, arm.name(), served).stream()
                    .map(reply -> new Prediction(ids.text(ids.next()), reply))
                    .toList();
            Duration each = since(begun).dividedBy(Math.max(1, rows.size()));
            told(rows, answers, each);
            return answers;
        } catch (RuntimeException e) {
            Duration each = since(begun).dividedBy(Math.max(1, rows.size()));
            rows.forEach(row -> listening.failed(row, arm.name(), served.version(), e, each));
            throw e;
        }
    }

    private void told(List<R> rows, List<Prediction> answers, Duration each) {
        for (int i = 0; i < answers.size(); i++) {
            listening.answered(rows.get(i), answers.get(i), each);
            if (shadow != null) {
                shadow.offer(rows.get(i), answers.get(i));
            }
        }
    }

    /**
     * Tells what each input has to do with the answer to a row, by the version that would answer it: see {@link Explainer}.
     * It takes as long as some thousand predictions where the model isn't linear.
     *
     * @throws InvalidException if a value breaks a rule of the model, or the model isn't linear and the predictor has no
     *     {@link Builder#background}
     */
    public Explanation explain(R row) {
        return explaining.explain(
                row, routing.routes().pick(KeyHash.mix(ids.next())).served());
    }

    /** The same, by the version that has this key. */
    public Explanation explain(R row, String key) {
        return explaining.explain(
                row, routing.routes().pick(KeyHash.of(name, key)).served());
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Looks now where the aliases point, instead of after the interval. Never throws for the store's sake. */
    public void refresh() {
        routing.refresh();
    }

    /** What the cache has done, where there is one. */
    public Optional<CacheHealth> cache() {
        return Optional.ofNullable(cache).map(Cached::health);
    }

    /** How the shadow is, where there is one. */
    public Optional<ShadowHealth> shadow() {
        return Optional.ofNullable(shadow).map(Shadow::health);
    }

    /** How each arm is. */
    public List<ArmHealth> health() {
        return routing.routes().arms().stream().map(Arm::health).toList();
    }

    @Override
    public void close() {
        routing.close();
        if (shadow != null) {
            shadow.close();
        }
    }

    /**
     * Options of a predictor. Reusable; not thread-safe.
     *
     * @param <R> the rows
     */
    public static final class Builder<R> {
        /** How often the registry is asked where the aliases point, unless {@link #refresh} says otherwise. */
        public static final Duration REFRESH = Duration.ofSeconds(1);

        private final PredictorBuilder<R> options;

        private Builder(PredictorBuilder<R> options) {
            this.options = options;
        }

        /**
         * Sends a share of the keys to an alias. May be called several times; the shares are taken relative to their sum.
         *
         * @param alias an alias, or the number of a version
         * @param weight above 0, finite
         * @throws IllegalArgumentException if it isn't, or the alias was named before
         */
        public Builder<R> split(String alias, double weight) {
            options.split(alias, weight);
            return this;
        }

        /**
         * Lets an alias answer every row, too, after the answer is given and in a thread of its own; it never slows or breaks
         * an answer. Of rows that come faster than it answers, those beyond a queue of 1,024 are dropped and counted.
         *
         * @param listener hears what it would have answered
         * @throws IllegalStateException if there is a shadow already
         */
        public Builder<R> shadow(String alias, ShadowListener<? super R> listener) {
            options.shadow(alias, listener);
            return this;
        }

        /**
         * Keeps answers by version and row. Rows are compared by {@code equals}: by content for records and maps of plain values.
         *
         * @param entries how many at most, above 0
         * @throws IllegalArgumentException if it isn't
         */
        public Builder<R> cache(long entries) {
            options.cache(entries);
            return this;
        }

        /** Tells every prediction to a listener, too. May be called several times. */
        public Builder<R> onPrediction(PredictionListener<? super R> listener) {
            options.listen(listener);
            return this;
        }

        /**
         * The rows that {@link Predictor#explain} compares with, such as some hundred of those that the model was trained on;
         * by default none, with which only linear models can be explained.
         */
        public Builder<R> background(List<? extends R> rows) {
            options.background(rows);
            return this;
        }

        /**
         * How often the registry is asked where the aliases point; {@link #REFRESH} by default.
         *
         * @param interval above 0
         * @throws IllegalArgumentException if it isn't
         */
        public Builder<R> refresh(Duration interval) {
            options.refresh(interval);
            return this;
        }

        /**
         * The predictor.
         *
         * @throws NotFoundException if there is no such model, or one of the aliases
         * @throws InvalidException if the rows lack a field that a model reads
         */
        public Predictor<R> build() {
            return options.build();
        }
    }
}
