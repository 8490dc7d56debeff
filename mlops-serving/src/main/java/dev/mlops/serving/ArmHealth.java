package dev.mlops.serving;

import java.time.Instant;
import java.util.Optional;

/**
 * How one arm of a predictor is.
 *
 * @param arm the alias or the number that it follows
 * @param version the version that answers
 * @param swaps how often another version took over
 * @param asOf when the registry last said that this is the version
 * @param trouble why the registry, or the version that it names, can't be reached; absent while all is well
 */
public record ArmHealth(String arm, int version, long swaps, Instant asOf, Optional<String> trouble) {

    static ArmHealth well(String arm, int version, long swaps, Instant now) {
        return new ArmHealth(arm, version, swaps, now, Optional.empty());
    }

    ArmHealth in(String trouble) {
        return new ArmHealth(arm, version, swaps, asOf, Optional.of(trouble));
    }
}
