package dev.mlops.tracking;

import dev.mlops.MlopsException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a run ends. Thread-safe. */
final class Outcome {
    /** How long the end of a short run waits for what is found out in the background. */
    private static final int PATIENCE_SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(Outcome.class);

    private final Tracking tracking;
    private final RunLog run;
    private @Nullable End said;
    private @Nullable Instant ended;

    private record End(RunStatus status, Consumer<RunChange.Builder> why) {}

    Outcome(Tracking tracking, RunLog run) {
        this.tracking = tracking;
        this.run = run;
    }

    void checkOpen() {
        if (run.hasEnded()) {
            throw new IllegalStateException("run " + run.id() + " has ended, expected one that is open");
        }
    }

    /** Stores an artifact; one that the store doesn't take is lost, which costs the run nothing but that. */
    void store(String path, Runnable upload) {
        try {
            upload.run();
        } catch (StorageUnavailableException e) {
            log.warn("artifact '{}' of run {} is lost", path, run.id(), e);
            run.lose("artifact '" + path + "'");
        }
    }

    void fail(Throwable cause, Uploads uploads) {
        if (say(RunStatus.FAILED, change -> change.tag(Tags.FAILURE, Tags.shown(cause.toString())))) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            String text = Tags.shown(trace.toString(), Integer.MAX_VALUE);
            store("failure.txt", () -> uploads.add("failure.txt", text, Codec.text()));
        }
    }

    void cancel(String reason) {
        say(RunStatus.KILLED, change -> change.tag(Tags.CANCELLED, Tags.shown(reason)));
    }

    private boolean say(RunStatus status, Consumer<RunChange.Builder> why) {
        Instant end;
        synchronized (this) {
            if (said != null) {
                return false;
            }
            said = new End(status, why);
            end = ended;
        }
        if (end != null) {
            run.amend(change -> {
                why.accept(change);
                change.end(status, end);
            });
            tracking.writer().bring(run);
        }
        return true;
    }

    void close() {
        if (run.hasEnded()) {
            return;
        }
        awaitEnvironment();
        if (end()) {
            tracking.writer().bring(run);
            report();
        }
    }

    private synchronized boolean end() {
        Instant now = tracking.clock().instant();
        End end = said == null ? new End(RunStatus.FINISHED, change -> {}) : said;
        if (!run.end(end.status(), now, end.why())) {
            return false;
        }
        ended = now;
        return true;
    }

    private void report() {
        MlopsException refusal = run.takeRefusal();
        List<String> lost = run.takeLost();
        if (!lost.isEmpty()) {
            StorageUnavailableException loss = new StorageUnavailableException(
                    "records of run " + run.id() + " are lost, the store didn't take them: " + String.join("; ", lost));
            if (refusal != null) {
                loss.addSuppressed(refusal);
            }
            throw loss;
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private void awaitEnvironment() {
        try {
            tracking.environment().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            log.debug("what run {} ran on isn't known", run.id(), e);
        }
    }
}
