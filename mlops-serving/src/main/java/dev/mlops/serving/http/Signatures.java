package dev.mlops.serving.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mlops.model.Signature;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import java.time.Instant;
import java.util.Optional;

/** The signatures of models' champions. To read one the model must be loaded, so the latest are kept: a version's never changes. */
final class Signatures {
    private static final int KEPT = 1_000;
    private static final String CHAMPION = "champion";

    private final ModelRegistry registry;
    private final Cache<Version, Signature> known =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /** One of a model of this time: its name may have been that of another one before. */
    private record Version(String reference, Instant created) {}

    Signatures(ModelRegistry registry) {
        this.registry = registry;
    }

    static boolean hasChampion(RegisteredModel model) {
        return model.aliases().containsKey(CHAMPION);
    }

    /**
     * What a model's champion reads and answers, if it has one.
     *
     * @throws dev.mlops.NotFoundException if the version was deleted since
     * @throws dev.mlops.InvalidException if it can't be loaded
     */
    Optional<Signature> findOfChampion(RegisteredModel model) {
        Integer number = model.aliases().get(CHAMPION);
        if (number == null) {
            return Optional.empty();
        }
        Version version = new Version(model.name() + "/" + number, model.created());
        return Optional.of(
                known.get(version, any -> registry.load(version.reference()).signature()));
    }
}
