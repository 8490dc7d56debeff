package dev.mlops.serving;

import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.registry.ModelVersion;

/**
 * A version that answers. Whoever has one can go on with it, whatever the alias does meanwhile. Each is equal to itself alone.
 */
final class Served<R> {
    private final Source source;
    private final Model model;
    private final Bound<R> bound;
    private final boolean regression;
    private final Rewards rewards = new Rewards();

    /**
     * What predictions tell of who made them, without keeping the model in memory.
     *
     * @param model the registered model's name; empty for a model that isn't registered
     * @param version the version's number; 0 for a model that isn't registered
     * @param output the column that it predicts
     */
    record Source(String model, int version, String output) {}

    private Served(String name, int version, Model model, Bound.To<R> rows) {
        this.source = new Source(name, version, model.signature().output().name());
        this.model = model;
        this.bound = rows.bind(model);
        this.regression = model.signature().output().kind() == Signature.Kind.REGRESSION;
    }

    static <R> Served<R> of(ModelVersion version, Bound.To<R> rows) {
        return new Served<>(version.model(), version.number(), version.load(), rows);
    }

    static <R> Served<R> of(Model model, Bound.To<R> rows) {
        return new Served<>("", 0, model, rows);
    }

    /** Who it is. */
    Source source() {
        return source;
    }

    /** The version's number; 0 for a model that isn't registered. */
    int version() {
        return source.version();
    }

    /** Whether it answers numbers, and not labels. */
    boolean isRegression() {
        return regression;
    }

    /** What it was rewarded with. */
    Rewards rewards() {
        return rewards;
    }

    Model model() {
        return model;
    }

    Bound<R> bound() {
        return bound;
    }
}
