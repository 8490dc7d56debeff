package dev.mlops.registry;

import dev.mlops.storage.Search;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.Subject;
import java.util.Set;

/**
 * A search for model versions: by {@code metrics.}, {@code params.}, {@code tags.}, and {@code model}, {@code version},
 * {@code status}, {@code run}, {@code created}, {@code updated}, {@code alias}. Immutable and thread-safe.
 *
 * <pre>
 * registry.versions("trip-duration").where("metrics.rmse &lt; 6 and alias IS NULL").orderBy("metrics.rmse").list();
 * </pre>
 */
public final class VersionSearch extends Search<ModelVersion, VersionSearch> {
    private final ModelRegistry registry;
    private final String place;

    private VersionSearch(ModelRegistry registry, String place, Terms terms) {
        super(terms);
        this.registry = registry;
        this.place = place;
    }

    static VersionSearch of(ModelRegistry registry, Set<String> models) {
        String place = models.isEmpty() ? "in the workspace" : "of model " + models;
        return new VersionSearch(
                registry, place, new Terms(Subject.VERSIONS, Query.all(1).within(models), 0, ""));
    }

    @Override
    protected VersionSearch with(Terms terms) {
        return new VersionSearch(registry, place, terms);
    }

    @Override
    protected Page<ModelVersion> ask(Query query) {
        return registry.shared().models().searchVersions(query).map(registry::view);
    }

    @Override
    protected String place() {
        return place;
    }
}
