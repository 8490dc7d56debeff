package dev.mlops.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs checks, so that one that throws refuses and doesn't stop the others. */
final class Gates {
    private Gates() {}

    static List<Verdict> verdicts(Gate gate, Candidate candidate) {
        try {
            List<Verdict> verdicts = List.copyOf(gate.check(candidate));
            return verdicts.isEmpty()
                    ? List.of(refused("gate", "it gave no verdict, expected at least one"))
                    : verdicts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(refused("gate", "it was interrupted"));
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            return List.of(refused("gate", "it threw " + e));
        }
    }

    static Verdict verdict(String name, Gate.Check check, Candidate candidate) {
        try {
            return Objects.requireNonNull(check.check(candidate), "no verdict");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(name, "the check was interrupted");
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            return refused(name, "the check threw " + e);
        }
    }

    private static Verdict refused(String name, String finding) {
        return Verdict.refused(name, finding, Map.of());
    }
}
