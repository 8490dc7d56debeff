package dev.mlops.evaluation;

import dev.mlops.data.Dataset;
import dev.mlops.storage.internal.HtmlFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Is machine learning the right tool here? Candidates stand beside baselines, such as a median by group or a rule written
 * by hand, on the same held-out rows:
 *
 * <pre>
 * Feasibility answer = Feasibility.builder()
 *     .baseline("median of the pair", Evaluation.of(median, heldOut))
 *     .candidate("ridge", Evaluation.of(ridge, heldOut))
 *     .groupedBy("PULocationID", "DOLocationID").trainedOn(train)
 *     .worthIt(0.05)
 *     .assess();
 * </pre>
 *
 * <p>The gain of each candidate over each baseline has a paired-bootstrap interval. The intervals of all these
 * comparisons hold together (Bonferroni), so a candidate and a baseline may be picked after looking: with the level 0.95,
 * at most about one YES or NO in twenty is wrong, however many candidates compete. Bonferroni is chosen over selecting on
 * one half and measuring on the other, since it spends no rows.
 *
 * <p>Nothing is proven where the rows aren't held out: a contender is a model trained on these very rows, the rows are
 * those given to {@link Builder#trainedOn}, or more of them equal a training row than training rows equal each other.
 * Evaluations of arrays, or read from storage, don't know their rows and aren't checked.
 * Immutable.
 */
public final class Feasibility {
    private final Setting setting;
    private final Verdict verdict;
    private final Contender best;
    private final Contender baseline;
    private final List<Contender> contenders;
    private final @Nullable GroupSupport groups;
    private final List<String> reasons;

    Feasibility(
            Setting setting,
            Verdict verdict,
            Contender best,
            Contender baseline,
            List<Contender> contenders,
            @Nullable GroupSupport groups,
            List<String> reasons) {
        this.setting = setting;
        this.verdict = verdict;
        this.best = best;
        this.baseline = baseline;
        this.contenders = List.copyOf(contenders);
        this.groups = groups;
        this.reasons = List.copyOf(reasons);
    }

    /** Starts a check; at least one baseline and one candidate must be given. */
    public static Builder builder() {
        return new Builder();
    }

    /** The answer. */
    public enum Verdict {
        /** A candidate gains at least what is worth it, over every baseline. */
        YES,
        /** No candidate gains what is worth it. */
        NO,
        /** The rows allow both, or aren't held out at all; {@link Feasibility#reasons} tells what is missing. */
        NOT_PROVEN
    }

    /** The answer. */
    public Verdict verdict() {
        return verdict;
    }

    /** The candidate with the highest gain; where the answer is YES, of those for which it is proven. */
    public Contender best() {
        return best;
    }

    /** The best baseline. */
    public Contender baseline() {
        return baseline;
    }

    /** What the best candidate gains over the best baseline; its interval holds for all comparisons together. */
    public Gain gain() {
        return Objects.requireNonNull(best.gain());
    }

    /** All baselines, then all candidates, in the order in which they were given. */
    public List<Contender> contenders() {
        return contenders;
    }

    /** What was compared. */
    public Metric metric() {
        return setting.metric();
    }

    /** The relative gain that is worth it. */
    public double worthIt() {
        return setting.worthIt();
    }

    /** The confidence with which YES and NO are right. */
    public double level() {
        return setting.level();
    }

    /** How many held-out rows. */
    public int rows() {
        return setting.rows();
    }

    /** The rows per group that the answer rests on, where {@link Builder#groupedBy} named columns. */
    public Optional<GroupSupport> groups() {
        return Optional.ofNullable(groups);
    }

    /** Why the answer is what it is, and what to know before acting on it, in plain sentences. */
    public List<String> reasons() {
        return reasons;
    }

    /** The answer with its reasons and figures, for a terminal. */
    public String toText() {
        return FeasibilityText.of(this);
    }

    /**
     * Writes the answer as one HTML page that needs no network. It takes the place of an older file in one step; folders
     * above it are made.
     *
     * @throws dev.mlops.StorageUnavailableException if the file can't be written
     */
    public void toHtml(Path file) {
        HtmlFile.write(file, FeasibilityHtml.of(this));
    }

    /** How many comparisons of a candidate with a baseline share the level. */
    int comparisons() {
        return setting.comparisons();
    }

    @Override
    public String toString() {
        return verdict + ": " + reasons.get(0);
    }

    /** The name of the held-out rows; null where evaluations are of arrays. */
    @Nullable
    String data() {
        return setting.data();
    }

    Instant assessed() {
        return setting.assessed();
    }

    /** What was asked, of what, and when. */
    record Setting(
            Metric metric,
            double worthIt,
            double level,
            int rows,
            int comparisons,
            @Nullable String data,
            Instant assessed) {}

    /** Collects what is compared; not thread-safe. */
    public static final class Builder {
        /** The relative gain that is worth it unless told otherwise. */
        public static final double WORTH_IT = 0.05;

        /** The confidence unless told otherwise. */
        public static final double LEVEL = 0.95;

        /** The resamples unless told otherwise: more than for one interval, since the ends lie further out. */
        public static final int RESAMPLES = 4_000;

        final Map<String, Evaluation> baselines = new LinkedHashMap<>();
        final Map<String, Evaluation> candidates = new LinkedHashMap<>();

        @Nullable
        Metric metric;

        double worthIt = WORTH_IT;
        double level = LEVEL;
        Bootstrap bootstrap = Bootstrap.DEFAULT.resamples(RESAMPLES);
        List<String> groupedBy = List.of();
        List<String> clusteredBy = List.of();

        InstantSource clock = InstantSource.system();

        @Nullable
        Dataset<?> training;

        private Builder() {}

        /**
         * Adds what can be had without machine learning: a constant, a median by group, a rule written by hand.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder baseline(String name, Evaluation heldOut) {
            add(baselines, name, heldOut);
            return this;
        }

        /**
         * Adds a model that may be worth it, evaluated on rows that had no part in choosing it.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder candidate(String name, Evaluation heldOut) {
            add(candidates, name, heldOut);
            return this;
        }

        private void add(Map<String, Evaluation> to, String name, Evaluation heldOut) {
            if (baselines.containsKey(name) || candidates.containsKey(name)) {
                throw new IllegalArgumentException("name '" + name + "' is taken, expected each once");
            }
            to.put(name, heldOut);
        }

        /** What is compared; RMSE or, for labels, accuracy unless told otherwise. */
        public Builder metric(Metric value) {
            metric = value;
            return this;
        }

        /**
         * The least relative gain that pays for building and running a model, see {@link Gain#relative}; 0.05 unless told
         * otherwise.
         *
         * @throws IllegalArgumentException if it isn't from 0 to 1
         */
        public Builder worthIt(double relativeGain) {
            if (!(relativeGain >= 0 && relativeGain < 1)) {
                throw new IllegalArgumentException(
                        "worthIt is " + relativeGain + ", expected from 0 to 1, such as 0.05");
            }
            worthIt = relativeGain;
            return this;
        }

        /** The confidence with which YES and NO are right, between 0 and 1; 0.95 unless told otherwise. */
        public Builder level(double confidence) {
            Bootstrap.checkLevel(confidence);
            level = confidence;
            return this;
        }

        /** How intervals are computed; 4,000 resamples unless told otherwise. */
        public Builder bootstrap(Bootstrap value) {
            bootstrap = value;
            return this;
        }

        /** The columns that make a group whose rows are counted, such as the two zones of a pair. */
        public Builder groupedBy(String... columns) {
            groupedBy = List.of(columns);
            return this;
        }

        /** The columns whose equal values make rows dependent, see {@link Evaluation#clusteredBy}. */
        public Builder clusteredBy(String... columns) {
            clusteredBy = List.of(columns);
            return this;
        }

        /** Where the date on the page comes from; the system's clock without it. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * The rows that the candidates learnt from, in which rows per group are counted and which the held-out rows may
         * not repeat.
         */
        public Builder trainedOn(Dataset<?> rows) {
            training = rows;
            return this;
        }

        /**
         * Compares; takes resamples x rows x contenders steps on this thread.
         *
         * @throws IllegalStateException if there is no baseline or no candidate, a metric isn't defined for one of them,
         *     or columns are named and the evaluations have no rows
         * @throws dev.mlops.InvalidException if the evaluations aren't of the same rows
         */
        public Feasibility assess() {
            List<String> missing = new ArrayList<>();
            if (baselines.isEmpty()) {
                missing.add("baselines are 0, expected at least 1");
            }
            if (candidates.isEmpty()) {
                missing.add("candidates are 0, expected at least 1");
            }
            if (!missing.isEmpty()) {
                throw new IllegalStateException(String.join("; ", missing));
            }
            return new Assessor(this).assess();
        }
    }
}
