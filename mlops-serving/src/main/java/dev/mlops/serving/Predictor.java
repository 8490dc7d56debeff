package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.registry.ModelRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    private final Answering<R> answering;
    private final Listening<R> listening;
    private final Explaining<R> explaining;
    private final boolean plain;
    private final PredictionIds ids = new PredictionIds();

    Predictor(
            String name, Routing<R> routing, Answering<R> answering, Listening<R> listening, Explaining<R> explaining) {
        this.name = name;
        this.routing = routing;
        this.answering = answering;
        this.listening = listening;
        this.explaining = explaining;
        this.plain = answering.isPlain() && listening.isEmpty();
    }

    /**
     * A predictor of records that follows {@code name@alias}, or stays with {@code name/number}.
     *
     * @throws NotFoundException if there is no such model, alias or version
     * @throws InvalidException if the records lack a field that the model reads
     */
    public static <R extends Record> Predictor<R> of(ModelRegistry registry, String reference, Class<R> rows) {
        return PredictorBuilder.following(registry, reference, Rows.records(rows))
                .build();
    }

    /** The same of values by field name, such as a parsed JSON object has them. */
    public static Predictor<Map<String, ?>> of(ModelRegistry registry, String reference) {
        return PredictorBuilder.following(registry, reference, Rows.maps()).build();
    }

    /** A predictor of records with a model that isn't registered. */
    public static <R extends Record> Predictor<R> of(Model model, Class<R> rows) {
        Answering<R> answering = Answering.plainly(Rows.records(rows));
        Routing<R> routing = Routing.fixed(Served.of(model, answering.rows()), InstantSource.system());
        return new Predictor<>("", routing, answering, Listening.of(List.of()), new Explaining<>(List.of()));
    }

    /**
     * Begins a predictor of records with options, of the registered model of this name. It follows the rollout that
     * {@link Rollouts} has started, and {@code champion} where none is, unless {@link Builder#split} or {@link Builder#shadow}
     * says otherwise.
     *
     * @throws InvalidException if the name has an alias or a number
     */
    public static <R extends Record> Builder<R> builder(ModelRegistry registry, String model, Class<R> rows) {
        return new Builder<>(new PredictorBuilder<>(registry, model, Rows.records(rows)));
    }

    /** The same of values by field name. */
    public static Builder<Map<String, ?>> builder(ModelRegistry registry, String model) {
        return new Builder<>(new PredictorBuilder<>(registry, model, Rows.maps()));
    }

    /**
     * The number that a regression predicts; {@link #answer} has the label of a classifier, too.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if a value breaks a rule of the model; the message names the field, the value and the rule
     * @throws ModelUnavailableException if neither the arm nor a fallback of it can answer; it says where that may be
     */
    public double predict(R row) {
        Routes<R> routes = routing.routes();
        if (!plain || routes.shadow() != null) {
            return answer(row).value();
        }
        Arm<R> arm = routes.isSingle() ? routes.single() : routes.pick(KeyHash.mix(ids.next()));
        return arm.served().bound().number(row);
    }

    /** The same; rows of one key have the same arm, whenever and wherever they are asked for. */
    public double predict(R row, String key) {
        Routes<R> routes = routing.routes();
        return plain && routes.shadow() == null
                ? routes.pick(KeyHash.of(name, key)).served().bound().number(row)
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
        Routes<R> routes = routing.routes();
        Arm<R> arm = routes.pick(hash);
        Prediction answer =
                listening.isEmpty() ? ids.of(number, answering.answers().answer(row, arm)) : heard(row, number, arm);
        routes.shadow(row, answer);
        return answer;
    }

    private Prediction heard(R row, long number, Arm<R> arm) {
        long begun = System.nanoTime();
        try {
            Prediction answer = ids.of(number, answering.answers().answer(row, arm));
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
        Arm<R> arm = routing.routes().pick(KeyHash.mix(ids.next()));
        return answering.isPlain()
                ? arm.served().bound().numbers(rows)
                : answering.answers().answers(rows, arm).stream()
                        .mapToDouble(Reply::number)
                        .toArray();
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
        Routes<R> routes = routing.routes();
        Arm<R> arm = routes.pick(hash);
        int version = arm.served().version();
        long begun = System.nanoTime();
        try {
            List<Prediction> answers = answering.answers().answers(rows, arm).stream()
                    .map(reply -> ids.of(ids.next(), reply))
                    .toList();
            Duration each = since(begun).dividedBy(Math.max(1, rows.size()));
            told(rows, answers, each, routes);
            return answers;
        } catch (RuntimeException e) {
            Duration each = since(begun).dividedBy(Math.max(1, rows.size()));
            rows.forEach(row -> listening.failed(row, arm.name(), version, e, each));
            throw e;
        }
    }

    private void told(List<R> rows, List<Prediction> answers, Duration each, Routes<R> routes) {
        for (int i = 0; i < answers.size(); i++) {
            listening.answered(rows.get(i), answers.get(i), each);
            routes.shadow(rows.get(i), answers.get(i));
        }
    }

    /**
     * Answers without keeping the caller: gathered in batches where the predictor has {@link Builder#batch}, else by
     * {@link Builder#executor}. The future fails with what {@link #answer(Object)} throws, and with a
     * {@link ModelUnavailableException} where too many are waiting already. Its stages run in a thread of the executor.
     */
    public CompletableFuture<Prediction> answerAsync(R row) {
        long number = ids.next();
        return answerAsync(row, number, KeyHash.mix(number));
    }

    /** The same; rows of one key have the same arm, whenever and wherever they are asked for. */
    public CompletableFuture<Prediction> answerAsync(R row, String key) {
        return answerAsync(row, ids.next(), KeyHash.of(name, key));
    }

    private CompletableFuture<Prediction> answerAsync(R row, long number, long hash) {
        Routes<R> routes = routing.routes();
        Arm<R> arm = routes.pick(hash);
        Batched<R> batched = answering.batched();
        return batched == null
                ? answering.later().call(() -> answer(row, number, hash))
                : answering
                        .later()
                        .prediction(
                                () -> answering.begin(row, arm, batched),
                                reply -> ids.of(number, reply),
                                new Asynchronous.Telling<>(listening, routes, row, arm, System.nanoTime()));
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

    /** What the version reads and answers that has the first arm now. */
    public Signature signature() {
        return routing.routes().arms().get(0).served().model().signature();
    }

    /** Looks now where the aliases point, instead of after the interval. Never throws for the store's sake. */
    public void refresh() {
        routing.refresh();
    }

    /** What the cache has done, where there is one. */
    public Optional<CacheHealth> cache() {
        return Optional.ofNullable(answering.cache()).map(Cached::health);
    }

    /** What rows were like: always of maps, of records where the predictor has {@link Builder#inputs}. */
    public Optional<InputHealth> inputs() {
        return Optional.ofNullable(answering.counts()).map(InputCounts::health);
    }

    /** How arms and fallbacks have answered, where there is a fallback, a timeout or a circuit breaker. */
    public Optional<ResilienceHealth> resilience() {
        return Optional.ofNullable(answering.resilient()).map(Resilient::health);
    }

    /** What micro-batching has done, where there is some. */
    public Optional<BatchHealth> batches() {
        return Optional.ofNullable(answering.batched()).map(Batched::health);
    }

    /** How the shadow is, where there is one. */
    public Optional<ShadowHealth> shadow() {
        return Optional.ofNullable(routing.routes().shadow()).map(Shadow::health);
    }

    /**
     * Whether each version that answers now is compiled, and no answer waits for another thread: one takes microseconds then,
     * and may be asked for in an event loop.
     */
    public boolean isCompiled() {
        return answering.isPlain() && routing.routes().isCompiled();
    }

    /** How each arm is. What keeps the predictor from following the rollout that is started is told of all arms. */
    public List<ArmHealth> health() {
        return routing.health();
    }

    /** The rollout that it follows; absent for a model that isn't registered. */
    public Optional<Rollout> rollout() {
        return routing.routes().rollout();
    }

    /**
     * Tells how well a prediction has turned out, from which a {@link Rollout#bandit} learns. Where the arm that made it is gone,
     * or has another version by now, nothing happens.
     *
     * @param reward 0 to 1
     * @throws IllegalArgumentException if it isn't, or the prediction is of another model
     */
    public void reward(Prediction prediction, double reward) {
        Rewards.requireSense(prediction, name, reward);
        routing.routes().reward(prediction, reward);
    }

    /** What was told of the present version of each arm. */
    public List<ArmRewards> rewards() {
        return routing.routes().arms().stream().map(Arm::rewards).toList();
    }

    @Override
    public void close() {
        listening.close();
        routing.close();
        answering.close();
    }

    /**
     * Options of a predictor. Reusable; not thread-safe.
     *
     * @param <R> the rows
     */
    public static final class Builder<R> extends AnsweringOptions<R> {
        /** How often the registry is asked where the aliases point, unless {@link #refresh} says otherwise. */
        public static final Duration REFRESH = Duration.ofSeconds(1);

        private final PredictorBuilder<R> options;

        private Builder(PredictorBuilder<R> options) {
            super(options.answering());
            this.options = options;
        }

        @Override
        Builder<R> self() {
            return this;
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

        /** Hears what a shadow would have answered, also one that comes with a rollout. May be called several times. */
        public Builder<R> onShadow(ShadowListener<? super R> listener) {
            options.hearShadow(listener);
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

        /** Measures every prediction, and how the predictor is. */
        public Builder<R> metrics(PredictionMetrics metrics) {
            options.metrics(metrics);
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
         * @throws InvalidException if the rows lack a field that a model reads, or an option doesn't fit the models
         */
        public Predictor<R> build() {
            return options.build();
        }
    }
}
