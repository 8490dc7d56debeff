package dev.mlops.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;

/** Explains the answers of a predictor's versions, each by an explainer that is made when it is first asked for. */
final class Explaining<R> {
    private static final int VERSIONS = 20;

    private final List<R> background;
    private final Cache<Served<R>, Explainer> explainers =
            Caffeine.newBuilder().weakKeys().maximumSize(VERSIONS).build();

    /** @param background may be empty, for linear models */
    Explaining(List<R> background) {
        this.background = List.copyOf(background);
    }

    Explanation explain(R row, Served<R> served) {
        return explainers.get(served, this::made).explain(fields(row, served)).by(served.version());
    }

    private Explainer made(Served<R> served) {
        Explainer.Builder builder = Explainer.builder(served.model());
        if (!background.isEmpty()) {
            builder.backgroundMaps(
                    background.stream().map(row -> fields(row, served)).toList());
        }
        return builder.build();
    }

    @SuppressWarnings("unchecked") // rows that aren't records are maps by field name
    private static Map<String, ?> fields(Object row, Served<?> served) {
        return row instanceof Record fields ? served.model().inputs(fields) : (Map<String, ?>) row;
    }
}
