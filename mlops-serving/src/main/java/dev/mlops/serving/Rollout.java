package dev.mlops.serving;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a model answer, and for which share of the keys; {@link Rollouts} keeps one with the model, and every
 * predictor of the model follows it.
 *
 * <pre>
 * Rollout.split(Map.of("champion", 90, "challenger", 10))
 * Rollout.canary("champion", "candidate", Canary.steps(5, 25, 50).each(Duration.ofMinutes(30)))
 * Rollout.bandit("champion", "challenger")
 * Rollout.all("champion").shadow("candidate")
 * </pre>
 *
 * <p>An arm is an alias, which is followed when it moves, or the number of a version. Immutable.
 */
public final class Rollout {
    /** What answers where nothing else is said. */
    static final Rollout CHAMPION = all("champion");

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

    private final Plan plan;
    private final @Nullable String shadow;

    /** How keys find their arms. */
    sealed interface Plan {
        /** The arms, each of another name. */
        List<String> arms();
    }

    /** Weights by arm, in the order in which the arms take their shares. */
    record Weighted(Map<String, Double> weights) implements Plan {
        @Override
        public List<String> arms() {
            return List.copyOf(weights.keySet());
        }
    }

    /** A candidate that takes over from a stable arm by steps. */
    record Stepped(String stable, String candidate, Canary canary) implements Plan {
        @Override
        public List<String> arms() {
            return List.of(stable, candidate);
        }
    }

    /** Arms that earn their shares. */
    record Earned(List<String> arms) implements Plan {}

    private Rollout(Plan plan, @Nullable String shadow) {
        this.plan = plan;
        this.shadow = shadow;
        List<String> arms = plan.arms();
        if (new HashSet<>(arms).size() < arms.size()) {
            throw new IllegalArgumentException("arms are " + arms + ", expected each once");
        }
        arms.forEach(Rollout::requireName);
        if (shadow != null && arms.contains(requireName(shadow))) {
            throw new IllegalArgumentException(
                    "shadow is '" + shadow + "', which is one of the arms " + arms + ", expected another");
        }
    }

    /** One arm answers everything. */
    public static Rollout all(String arm) {
        return weighted(Map.of(arm, 1.0));
    }

    /**
     * Each arm answers its share of the keys, always the same ones while the weights stay.
     *
     * @param weights by arm, above 0 and finite, taken relative to their sum; the order doesn't matter
     * @throws IllegalArgumentException if a weight breaks the rule, or there is no arm
     */
    public static Rollout split(Map<String, ? extends Number> weights) {
        Map<String, Double> ordered = new TreeMap<>();
        weights.forEach((arm, weight) -> ordered.put(arm, weight.doubleValue()));
        return weighted(ordered);
    }

    /** The same, whose arms take their shares in the order of the map. */
    static Rollout weighted(Map<String, Double> weights) {
        weights.forEach(Rollout::requireWeight);
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        if (weights.isEmpty() || sum == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("weights are " + weights + ", expected one or more with a finite sum");
        }
        return new Rollout(new Weighted(Collections.unmodifiableMap(new LinkedHashMap<>(weights))), null);
    }

    /** Throws unless it is a weight. */
    static void requireWeight(String arm, double weight) {
        if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "weight of '" + arm + "' is " + weight + ", expected a finite one above 0");
        }
    }

    /**
     * A candidate takes over keys from a stable arm step by step.
     *
     * @throws IllegalArgumentException if both are the same
     */
    public static Rollout canary(String stable, String candidate, Canary canary) {
        return new Rollout(new Stepped(stable, candidate, Objects.requireNonNull(canary, "canary")), null);
    }

    /**
     * Arms that earn their shares by the rewards that {@link Predictor#reward} hears: Thompson sampling (W. R. Thompson,
     * Biometrika 25, 1933) with a Beta posterior for each arm, which begins as Beta(1, 1) and becomes Beta(1 + sum of r, 1 + sum of
     * 1 - r) by rewards r in [0, 1]. For rewards between 0 and 1, Agrawal and Goyal (COLT 2012, algorithm 2) toss a coin that
     * comes up with probability r; here its expected value is counted instead, so that nothing depends on chance but the choice.
     *
     * <p>What an arm is drawn to be worth follows from the key and the posterior: a key keeps its arm while nothing is learnt,
     * and moves to a better one as that becomes known; over many keys each arm has the share that Thompson sampling gives it.
     * Each predictor learns in memory from the rewards that it hears, and begins anew when it is built; an arm begins anew
     * when its alias moves, since another version is another arm.
     *
     * @throws IllegalArgumentException if two of them are the same
     */
    public static Rollout bandit(String first, String second, String... more) {
        List<String> arms = new ArrayList<>(List.of(first, second));
        arms.addAll(List.of(more));
        return new Rollout(new Earned(List.copyOf(arms)), null);
    }

    /**
     * The same, with another arm that answers every row, too, after the answer is given, and is heard by
     * {@link Predictor.Builder#onShadow}.
     *
     * @throws IllegalArgumentException if it is one of the arms
     */
    public Rollout shadow(String arm) {
        return new Rollout(plan, Objects.requireNonNull(arm, "arm"));
    }

    /** The arms that may answer: aliases and numbers of versions. */
    public List<String> arms() {
        return plan.arms();
    }

    /** What answers every row, too, but isn't given as the answer. */
    public Optional<String> shadow() {
        return Optional.ofNullable(shadow);
    }

    /** The steps, where it has such. */
    public Optional<Canary> canary() {
        return plan instanceof Stepped stepped ? Optional.of(stepped.canary()) : Optional.empty();
    }

    Plan plan() {
        return plan;
    }

    /** The same with these steps instead of its own. */
    Rollout stepping(Canary canary) {
        return plan instanceof Stepped stepped
                ? new Rollout(new Stepped(stepped.stable(), stepped.candidate(), canary), shadow)
                : this;
    }

    /** Whether an arm is the number of a version, and not an alias. */
    static boolean isNumber(String arm) {
        return NUMBER.matcher(arm).matches();
    }

    private static String requireName(String arm) {
        if (arm.isEmpty() || arm.indexOf('@') >= 0 || arm.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "arm is '" + arm + "', expected an alias such as champion, or the number of a version");
        }
        return arm;
    }

    /** A number for people: 5, not 5.0. */
    static String text(double number) {
        return new BigDecimal(number)
                .round(MathContext.DECIMAL32)
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rollout rollout && plan.equals(rollout.plan) && Objects.equals(shadow, rollout.shadow);
    }

    @Override
    public int hashCode() {
        return Objects.hash(plan, shadow);
    }

    /** Such as {@code champion 90, challenger 10, shadow candidate}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (plan instanceof Weighted weighted) {
            weighted.weights().forEach((arm, weight) -> text.append(text.isEmpty() ? "" : ", ")
                    .append(arm)
                    .append(' ')
                    .append(text(weight)));
        } else if (plan instanceof Stepped stepped) {
            text.append(stepped.stable()).append(", canary ").append(stepped.candidate());
            text.append(' ').append(stepped.canary());
        } else {
            text.append("bandit ").append(String.join(", ", plan.arms()));
        }
        return shadow == null
                ? text.toString()
                : text.append(", shadow ").append(shadow).toString();
    }
}
