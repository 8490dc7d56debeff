package dev.mlops.serving;

import dev.mlops.model.Model;
import dev.mlops.registry.ModelVersion;

/**
 * A version that answers. Whoever has one can go on with it, whatever the alias does meanwhile.
 *
 * @param name the registered model's name; empty for a model that isn't registered
 * @param version its number; 0 for a model that isn't registered
 */
record Served<R>(String name, int version, Model model, Bound<R> bound) {

    static <R> Served<R> of(ModelVersion version, Bound.To<R> rows) {
        Model model = version.load();
        return new Served<>(version.model(), version.number(), model, rows.bind(model));
    }

    static <R> Served<R> of(Model model, Bound.To<R> rows) {
        return new Served<>("", 0, model, rows.bind(model));
    }
}
