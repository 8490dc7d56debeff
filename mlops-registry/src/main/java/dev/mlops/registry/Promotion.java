package dev.mlops.registry;

import dev.mlops.ConflictException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What became of an attempt to give a version an alias: whether it has it now, and the verdict of every check. Immutable.
 */
public final class Promotion {
    private final PromotionRecord data;

    Promotion(PromotionRecord data) {
        this.data = data;
    }

    /** The model's name. */
    public String model() {
        return data.model();
    }

    /** The number of the version that was to get the alias. */
    public int version() {
        return data.version();
    }

    /** The alias. */
    public String alias() {
        return data.alias();
    }

    /** The version that had the alias when the checks began; empty for none. */
    public OptionalInt holder() {
        return data.holder() == 0 ? OptionalInt.empty() : OptionalInt.of(data.holder());
    }

    /** Whether the version has got the alias: every check passed, and nobody moved the alias meanwhile. */
    public boolean accepted() {
        return data.verdicts().stream().allMatch(Verdict::passed);
    }

    /** What each check found, in the order of the gate. */
    public List<Verdict> verdicts() {
        return data.verdicts();
    }

    /** The checks that refused; none if it was accepted. */
    public List<Verdict> refusals() {
        return verdicts().stream().filter(verdict -> !verdict.passed()).toList();
    }

    /** Who asked for it. */
    public String actor() {
        return data.actor();
    }

    /** Why it was asked for; empty where nobody said. */
    public String reason() {
        return data.reason();
    }

    /** When the checks were done. */
    public Instant time() {
        return data.time();
    }

    /**
     * The same promotion, for those who can't go on without it.
     *
     * @throws ConflictException if it was refused; the message has every check that failed, with its figures
     */
    public Promotion orThrow() {
        if (!accepted()) {
            throw new ConflictException(this + ": "
                    + refusals().stream()
                            .map(verdict -> verdict.check() + ": " + verdict.finding())
                            .collect(Collectors.joining("; ")));
        }
        return this;
    }

    /** The outcome, then a line for each check. */
    public String toText() {
        return this + "\n" + verdicts().stream().map(verdict -> "  " + verdict).collect(Collectors.joining("\n"));
    }

    /** The outcome in one line. */
    @Override
    public String toString() {
        return "version " + model() + "/" + version() + (accepted() ? " is now " : " was refused as ") + alias();
    }
}
