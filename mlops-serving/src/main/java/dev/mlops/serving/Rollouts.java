package dev.mlops.serving;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import dev.mlops.storage.spi.VersionStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rollouts of the models of a registry. They are kept with the models, so that every predictor that isn't built with a split
 * or a shadow of its own follows, in this process and in all others that share the workspace, within its refresh interval and
 * without a failed prediction. Where no rollout is started the champion answers alone.
 *
 * <pre>
 * Rollouts rollouts = Rollouts.of(registry.because("challenger is better by 3 %"));
 * rollouts.start("trip-duration", Rollout.split(Map.of("champion", 90, "challenger", 10)));
 * rollouts.stop("trip-duration");
 * </pre>
 *
 * <p>A rollout is the tag {@value #TAG} of its model; the model's history tells who started and stopped which, when and why.
 * Immutable and thread-safe; of those who start at the same time the last one wins.
 */
public final class Rollouts {
    /** The tag of a model that has its rollout. */
    static final String TAG = "mlops.rollout";

    private final ModelRegistry registry;

    private Rollouts(ModelRegistry registry) {
        this.registry = registry;
    }

    /** The rollouts of a registry, in whose actor's name they are changed. */
    public static Rollouts of(ModelRegistry registry) {
        return new Rollouts(Objects.requireNonNull(registry, "registry"));
    }

    /**
     * The rollout that was started for a model, if one was.
     *
     * @throws NotFoundException if there is no such model
     * @throws InvalidException if it can't be read, such as one of a newer library; the message says why
     */
    public Optional<Rollout> find(String model) {
        return stored(registry.model(model)).map(text -> RolloutJson.read(model, text));
    }

    /** The text of a model's rollout. */
    static Optional<String> stored(RegisteredModel model) {
        return Optional.ofNullable(model.tags().get(TAG));
    }

    /**
     * Starts a rollout, in place of one that was started before.
     *
     * @return the same, with the beginning of its steps where it has such: now, unless it was given
     * @throws NotFoundException if there is no such model, or an arm or the shadow isn't there; the message names it
     * @throws ConflictException if a version isn't READY, or both arms of a canary are the same version
     * @throws InvalidException if it is longer than a tag may be, which are 8,000 characters
     */
    public Rollout start(String model, Rollout rollout) {
        RegisteredModel registered = registry.model(model);
        rollout.arms().forEach(arm -> requireReady(registered, arm));
        rollout.shadow().ifPresent(shadow -> requireReady(registered, shadow));
        requireDifferent(registered, rollout);
        Rollout begun = rollout.canary()
                .filter(canary -> canary.from().isEmpty())
                .map(canary -> rollout.stepping(
                        canary.from(registry.workspace().clock().instant())))
                .orElse(rollout);
        registered.tag(TAG, RolloutJson.write(begun));
        return begun;
    }

    /**
     * Stops the rollout of a model, so that its champion answers alone; nothing happens where none was started.
     *
     * @throws NotFoundException if there is no such model
     */
    public void stop(String model) {
        RegisteredModel registered = registry.model(model);
        if (stored(registered).isPresent()) {
            registered.untag(TAG);
        }
    }

    private void requireReady(RegisteredModel model, String arm) {
        VersionStatus status =
                registry.version(model.name() + "/" + number(model, arm)).status();
        if (status != VersionStatus.READY) {
            throw new ConflictException("version '" + arm + "' of " + model + " is " + status + ", expected READY");
        }
    }

    private static void requireDifferent(RegisteredModel model, Rollout rollout) {
        if (rollout.plan() instanceof Rollout.Stepped stepped) {
            int stable = number(model, stepped.stable());
            if (stable == number(model, stepped.candidate())) {
                throw new ConflictException("'" + stepped.stable() + "' and '" + stepped.candidate() + "' of " + model
                        + " are both version " + stable + ", expected two versions for a canary");
            }
        }
    }

    /** The version that an arm means; throws NotFoundException if there is no such alias. */
    static int number(RegisteredModel model, String arm) {
        if (Rollout.isNumber(arm)) {
            return parsed(model, arm);
        }
        @Nullable Integer number = model.aliases().get(arm);
        if (number == null) {
            throw new NotFoundException(model + " has no alias '" + arm + "', it has "
                    + model.aliases().keySet());
        }
        return number;
    }

    private static int parsed(RegisteredModel model, String arm) {
        try {
            return Integer.parseInt(arm);
        } catch (NumberFormatException e) {
            throw new NotFoundException("version " + model.name() + "/" + arm + " doesn't exist", e);
        }
    }
}
