package dev.mlops.serving;

import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.registry.ModelVersion;

/**
 * A version that answers. Whoever has one can go on with it, whatever the alias does meanwhile. Each is equal to itself alone.
 */
final class Served<R> {
    private final String name;
    private final int version;
    private final Model model;
    private final Bound<R> bound;

    private Served(String name, int version, Model model, Bound.To<R> rows) {
        this.name = name;
        this.version = version;
        this.model = model;
        this.bound = rows.bind(model);
    }

    static <R> Served<R> of(ModelVersion version, Bound.To<R> rows) {
        return new Served<>(version.model(), version.number(), version.load(), rows);
    }

    static <R> Served<R> of(Model model, Bound.To<R> rows) {
        return new Served<>("", 0, model, rows);
    }

    /** The registered model's name; empty for a model that isn't registered. */
    String name() {
        return name;
    }

    /** The version's number; 0 for a model that isn't registered. */
    int version() {
        return version;
    }

    Model model() {
        return model;
    }

    boolean isRegression() {
        return model.signature().output().kind() == Signature.Kind.REGRESSION;
    }

    Bound<R> bound() {
        return bound;
    }
}
