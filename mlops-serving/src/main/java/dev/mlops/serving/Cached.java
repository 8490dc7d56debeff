package dev.mlops.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers by version and row, so that what a new version answers is never taken from an old one. Neither errors nor what
 * stood in for an arm are kept.
 *
 * @param <R> the rows: values, whose equality is that of their content
 */
final class Cached<R> implements Answers<R> {
    private final Answers<R> from;
    private final Cache<Key, Reply> replies;

    /** The version and the row; the version by identity, as one number may stand for several models that aren't registered. */
    record Key(Served<?> served, Object row) {

        static <R> Key of(R row, Served<R> served) {
            return new Key(served, row instanceof Map<?, ?> map ? new HashMap<>(map) : row);
        }
    }

    Cached(long entries, Answers<R> from) {
        this.from = from;
        this.replies = Caffeine.newBuilder().maximumSize(entries).recordStats().build();
    }

    @Override
    public Reply answer(R row, Arm<R> arm) {
        Served<R> served = arm.served();
        Key key = Key.of(row, served);
        Reply known = find(key, row, arm.name(), served);
        return known != null ? known : keep(key, from.answer(row, arm));
    }

    @Override
    public List<Reply> answers(List<R> rows, Arm<R> arm) {
        return from.answers(rows, arm);
    }

    /** The answer that is kept; null if there is none. */
    @Nullable
    Reply find(Key key, R row, String arm, Served<R> served) {
        Reply known = replies.getIfPresent(key);
        if (known == null) {
            return null;
        }
        R unused = served.bound().admit(row); // what is odd about a row counts as often as it is asked
        return known.arm().equals(arm) ? known : known.as(arm);
    }

    Reply keep(Key key, Reply fresh) {
        // not if the alias moved meanwhile, or something stood in
        if (fresh.served() == key.served() && fresh.by() == Reply.By.CHOSEN) {
            replies.put(key, fresh);
        }
        return fresh;
    }

    CacheHealth health() {
        CacheStats stats = replies.stats();
        return new CacheHealth(replies.estimatedSize(), stats.hitCount(), stats.missCount(), stats.evictionCount());
    }
}
