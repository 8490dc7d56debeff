package dev.mlops.serving.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Signature;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signatures of models' champions. To read one the model must be loaded, so the latest are kept: a version's never changes. */
final class Signatures {
    private static final Logger log = LoggerFactory.getLogger(Signatures.class);
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

    /** What a model's champion reads and answers, if it has one that can be loaded. */
    Optional<Signature> findOfChampion(RegisteredModel model) {
        Integer number = model.aliases().get(CHAMPION);
        if (number == null) {
            return Optional.empty();
        }
        Version version = new Version(model.name() + "/" + number, model.created());
        try {
            return Optional.of(
                    known.get(version, any -> registry.load(version.reference()).signature()));
        } catch (InvalidException | NotFoundException e) { // one that can't be read hides no other
            log.debug("signature of {} can't be told", version.reference(), e);
            return Optional.empty();
        }
    }
}
