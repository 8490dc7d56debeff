package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.pipeline.Approver.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a version must pass before {@link ModelRegistry#promote} gives it an alias. Gates are values, put together by
 * {@link #and}; all their checks run, so that a refusal names everything that is wrong, with its figures. A check that throws
 * refuses.
 *
 * <pre>
 * HeldOutMetric rmse = Gate.on(march).clusteredBy("day").metric(Metric.RMSE);
 * Gate gate = rmse.atMost(8)
 *         .and(rmse.improvesBy(0.01))
 *         .and(rmse.slices("pickup_zone", 200).noneWorseBy(0.1))
 *         .and(Gate.sameSignature())
 *         .and(Gate.predictsWithin(Duration.ofMillis(1)))
 *         .and(Gate.approvals(1));
 * Promotion promotion = registry.promote(version, "champion", gate);
 * System.out.println(promotion.toText());
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

    /** Asks a person, or a system that knows what people decided, and waits for the answer. */
    @FunctionalInterface
    interface Approver {
        /**
         * Asks.
         *
         * @throws Exception if there is no answer, which refuses the promotion
         */
        Decision decide(Candidate candidate, String question) throws Exception;
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

    /**
     * One prediction takes at most this long for 99 of 100 calls, on the version's {@linkplain Registration#example input
     * example}, without which it refuses. Measured is the wall-clock time of {@code model.predict(Map)} or {@code
     * classify(Map)}, one after another on the calling thread, in this process on this machine: up to 5,000 calls or one
     * second to warm up, then up to 5,000 calls or four seconds; a single call isn't cut short. What a request adds, such as
     * HTTP or JSON, isn't in it.
     *
     * @throws IllegalArgumentException if the limit isn't above zero
     */
    static Gate predictsWithin(Duration limit) {
        return new Speed(limit, Stopwatch.SYSTEM).predicting(null);
    }

    /**
     * The same on the rows of a dataset, one after another and again from the first, as records.
     *
     * @throws IllegalArgumentException if the limit isn't above zero, or there are no rows
     */
    static Gate predictsWithin(Duration limit, Dataset<?> rows) {
        return new Speed(limit, Stopwatch.SYSTEM).predicting(Objects.requireNonNull(rows, "rows"));
    }

    /**
     * Loading takes at most this long: the median of five loads, or of as many as ten seconds allow, each reading, checking and
     * parsing the files from the store, past the models that are in memory. The operating system may have the files in its
     * cache.
     *
     * @throws IllegalArgumentException if the limit isn't above zero
     */
    static Gate loadsWithin(Duration limit) {
        return new Speed(limit, Stopwatch.SYSTEM).loading();
    }

    /**
     * The files of the model have at most this many bytes together.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    static Gate modelSizeAtMost(long bytes) {
        return ModelSize.atMost(bytes);
    }

    /**
     * The candidate answers all these examples right; the finding names the first that it doesn't.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Gate golden(List<Golden> examples) {
        GoldenExamples golden = new GoldenExamples(examples);
        return of(golden.check(), golden::verdict);
    }

    /**
     * Somebody says yes now. The promotion waits for the answer; the host's approver limits how long. {@link #approvals} asks
     * for what was said before.
     *
     * @param question what to ask, such as {@code is the report on zones acceptable?}
     */
    static Gate approval(String question, Approver approver) {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(approver, "approver");
        String check = "approval: " + question;
        return of(check, candidate -> Approvals.asked(check, approver.decide(candidate, question)));
    }

    /**
     * At least this many different actors have approved the version for the alias by {@link ModelRegistry#approve} and haven't
     * withdrawn that; who registered the version doesn't count. Actors are who they say they are: where that matters, the host
     * signs them in.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    static Gate approvals(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("number of approvals is " + number + ", expected at least 1");
        }
        String check = "approved by " + number + " or more";
        return of(check, candidate -> Approvals.byNumber(check, candidate, number));
    }

    /**
     * At least one of these actors has approved the version for the alias, as {@link #approvals} counts them.
     *
     * @throws IllegalArgumentException if there is none, or one twice
     */
    static Gate approvedBy(String... actors) {
        Set<String> names = Set.of(actors);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there are 0 actors, expected at least 1");
        }
        String check = "approved by one of " + List.of(actors);
        return of(check, candidate -> Approvals.byOneOf(check, candidate, names));
    }
}
