package dev.mlops.registry;

import dev.mlops.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a version must pass before {@link ModelRegistry#promote} gives it an alias. Gates are values, put together by
 * {@link #and}; all their checks run, so that a refusal names everything that is wrong.
 *
 * <pre>
 * Gate gate = Gate.of("reviewed", c -&gt; c.version().tags().containsKey("reviewer") ? passed : refused).and(other);
 * </pre>
 */
@FunctionalInterface
public interface Gate {

    /**
     * Checks a candidate; at least one verdict.
     *
     * @throws Exception if it can't be checked, which refuses the promotion
     */
    List<Verdict> check(Candidate candidate) throws Exception;

    /** A check of the host's own. */
    @FunctionalInterface
    interface Check {
        /**
         * Checks a candidate.
         *
         * @throws Exception if it can't be checked, which refuses the promotion
         */
        Verdict check(Candidate candidate) throws Exception;
    }

    /** This gate and then another one, whatever this one finds. */
    default Gate and(Gate other) {
        Objects.requireNonNull(other, "other");
        return candidate -> {
            List<Verdict> verdicts = new ArrayList<>(Gates.verdicts(this, candidate));
            verdicts.addAll(Gates.verdicts(other, candidate));
            return verdicts;
        };
    }

    /** A check of the host's own. Where it throws, the verdict is a refusal that has {@code name} and the exception. */
    static Gate of(String name, Check check) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(check, "check");
        return candidate -> List.of(Gates.verdict(name, check, candidate));
    }

    /** No check at all. */
    static Gate open() {
        return candidate -> List.of(Verdict.passed("no check", "passed unseen", Map.of()));
    }

    /** Begins a gate on a metric that versions were registered with, such as {@code rmse}. */
    static RecordedMetric metric(String key) {
        return RecordedMetric.of(key);
    }

    /** Begins gates that evaluate the candidate, and the alias's holder, on data that both haven't seen. */
    static HeldOut on(Dataset<?> heldOut) {
        return HeldOut.of(heldOut);
    }

    /**
     * The candidate can stand in for the alias's holder unseen: it answers the same kind of output under the same name with
     * the same labels; every input that it needs is one of the holder's, of the same type; and none may be missing for the
     * holder that must not be missing for the candidate. It may need fewer inputs. The finding lists each difference. It
     * passes where no version has the alias yet.
     */
    static Gate sameSignature() {
        return of(SignatureDifferences.CHECK, SignatureDifferences::verdict);
    }
}
