package dev.mlops.serving;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How the arms of a predictor are asked: rows are admitted, kept answers are found, an arm that fails is stood in for, and
 * rows are gathered in batches, each of these where the host wants it.
 *
 * @param answers all of that as one
 * @param rows how rows are bound to the arms' models
 * @param counts what was odd about rows; null where nothing is counted
 * @param cache null for none
 * @param resilient null for none
 * @param batched null for none
 * @param standIns the arms that stand in for others
 * @param later what answers without keeping the caller
 */
record Answering<R>(
        Answers<R> answers,
        Bound.To<R> rows,
        @Nullable InputCounts counts,
        @Nullable Cached<R> cache,
        @Nullable Resilient<R> resilient,
        @Nullable Batched<R> batched,
        List<Arm<R>> standIns,
        Asynchronous<R> later)
        implements AutoCloseable {

    /** Arms are asked at once, and that is all. */
    static <R> Answering<R> plainly(Bound.To<R> rows) {
        return new Answering<>(Reply::of, rows, null, null, null, null, List.of(), new Asynchronous<>(null));
    }

    /** Whether an arm's version may be asked without a detour. */
    boolean isPlain() {
        return cache == null && resilient == null && batched == null;
    }

    /** Begins to answer in a batch. */
    CompletableFuture<Reply> begin(R row, Arm<R> arm, Batched<R> batches) {
        if (cache == null) {
            return asked(row, arm, batches);
        }
        Served<R> served = arm.served();
        Cached.Key key = Cached.Key.of(row, served);
        Reply known = cache.find(key, row, arm.name(), served);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : asked(row, arm, batches).thenApply(reply -> cache.keep(key, reply));
    }

    private CompletableFuture<Reply> asked(R row, Arm<R> arm, Batched<R> batches) {
        return resilient == null ? batches.begin(row, arm) : resilient.begin(row, arm, batches, later);
    }

    @Override
    public void close() {
        if (batched != null) {
            batched.close();
        }
        later.close(); // after that, since it tells of the batches' end
        if (resilient != null) {
            resilient.close();
        }
    }
}
