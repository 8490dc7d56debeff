package dev.mlops.model.linear;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import dev.mlops.model.ObservableTrainer;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.WeightedExamples;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;

/**
 * What the trainers of this package share: options, provenance, and Tribuo's counting of invocations, which for them
 * changes nothing but the provenance, since nothing is random.
 *
 * @param <S> the trainer's own type
 */
abstract sealed class LinearTrainer<S extends LinearTrainer<S>>
        implements ObservableTrainer<Regressor>, WeightedExamples
        permits LinearRegressionTrainer, RidgeTrainer, LassoTrainer, ElasticNetTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(LinearTrainer.class);

    /** Default of {@link #maxIterations(int)}. */
    public static final int DEFAULT_MAX_ITERATIONS = 100_000;

    @Config(description = "Bound of the relative distance from the optimum, see Convergence.")
    private double tolerance;

    @Config(description = "Bound of the solver's iterations.")
    private int maxIterations = DEFAULT_MAX_ITERATIONS;

    private InstantSource clock = InstantSource.system();
    private Listener listener = (iteration, objective, error) -> {};
    private int invocations;

    LinearTrainer(double tolerance) {
        this.tolerance = tolerance;
    }

    /** A trainer of the same settings, whose invocations count from 0. */
    abstract S copy();

    abstract String modelName();

    abstract Solution solve(Problem problem);

    /**
     * The same trainer with another bound of {@link Convergence#error()}.
     *
     * @param tolerance relative, greater than 0 and less than 1
     * @throws IllegalArgumentException if it is out of range
     */
    public S tolerance(double tolerance) {
        S copy = copyOptions();
        ((LinearTrainer<?>) copy).tolerance = checkTolerance(tolerance);
        return copy;
    }

    /**
     * The same trainer with another bound of {@link Convergence#iterations()}. A solver that reaches it returns where
     * it stands, not converged.
     *
     * @param maxIterations at least 1
     * @throws IllegalArgumentException if it is less
     */
    public S maxIterations(int maxIterations) {
        S copy = copyOptions();
        ((LinearTrainer<?>) copy).maxIterations = checkIterations(maxIterations);
        return copy;
    }

    /**
     * The same trainer with another source of the training time that a model's provenance holds. With a fixed one, a
     * new trainer and the same data give equal models, provenance included, and so equal files.
     */
    public S clock(InstantSource clock) {
        S copy = copyOptions();
        ((LinearTrainer<?>) copy).clock = clock;
        return copy;
    }

    /** The same trainer that also tells this listener each time it evaluates its objective, at the start and at the end too. */
    @Override
    public S onIteration(Listener listener) {
        S copy = copyOptions();
        ((LinearTrainer<?>) copy).listener = Objects.requireNonNull(listener, "listener");
        return copy;
    }

    final Control control() {
        return new Control(tolerance, maxIterations, listener);
    }

    /** Checks the options that a configuration file has set; called by OLCUT. */
    @Override
    public void postConfig() {
        checkTolerance(tolerance);
        checkIterations(maxIterations);
    }

    @Override
    public LinearSGDModel train(Dataset<Regressor> examples) {
        return train(examples, Map.of());
    }

    @Override
    public LinearSGDModel train(Dataset<Regressor> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, INCREMENT_INVOCATION_COUNT);
    }

    /**
     * Fits the examples. Deterministic: equal examples in equal order give equal weights, bit for bit. May be called by
     * several threads at once.
     *
     * @throws dev.mlops.InvalidException if there are no examples, several outputs, a feature, target or weight that
     *     isn't finite, or weights that are negative or sum to 0
     */
    @Override
    public LinearSGDModel train(
            Dataset<Regressor> examples, Map<String, Provenance> runProvenance, int invocationCount) {
        TrainerProvenance trainer = begin(invocationCount);
        ImmutableFeatureMap features = examples.getFeatureIDMap();
        ImmutableOutputInfo<Regressor> outputs = examples.getOutputIDInfo();
        Solution solution = solve(Problem.of(examples, features, outputs));
        LOG.debug("{} on {} rows, {} columns: {}", this, examples.size(), features.size(), solution.convergence());
        Map<String, Provenance> run = new TreeMap<>(runProvenance);
        run.putAll(solution.convergence().provenance());
        ModelProvenance provenance = new ModelProvenance(
                LinearSGDModel.class.getName(),
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                examples.getProvenance(),
                trainer,
                run);
        return LinearModels.create(modelName(), provenance, features, outputs, solution);
    }

    private synchronized TrainerProvenance begin(int invocationCount) {
        if (invocationCount != INCREMENT_INVOCATION_COUNT) {
            setInvocationCount(invocationCount);
        }
        TrainerProvenance provenance = getProvenance();
        invocations++;
        return provenance;
    }

    @Override
    public synchronized int getInvocationCount() {
        return invocations;
    }

    @Override
    public synchronized void setInvocationCount(int invocationCount) {
        if (invocationCount < 0) {
            throw new IllegalArgumentException("invocation count is " + invocationCount + ", it must not be negative");
        }
        invocations = invocationCount;
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    private S copyOptions() {
        S copy = copy();
        LinearTrainer<?> options = copy;
        options.tolerance = tolerance;
        options.maxIterations = maxIterations;
        options.clock = clock;
        options.listener = listener;
        return copy;
    }

    static double checkAlpha(double alpha) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", it must be finite and not negative");
        }
        return alpha;
    }

    private static double checkTolerance(double tolerance) {
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", it must be between 0 and 1");
        }
        return tolerance;
    }

    private static int checkIterations(int maxIterations) {
        if (maxIterations < 1) {
            throw new IllegalArgumentException("maxIterations is " + maxIterations + ", it must be at least 1");
        }
        return maxIterations;
    }
}
