package dev.mlops.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps answers by version and row, so that what a new version answers is never taken from an old one. Errors aren't kept.
 *
 * @param <R> the rows: values, whose equality is that of their content
 */
final class Cached<R> implements Answers<R> {
    private final Answers<R> from;
    private final Cache<Key, Reply> replies;

    /** The version and the row; the version by identity, as one number may stand for several models that aren't registered. */
    private record Key(Served<?> served, Object row) {}

    Cached(long entries, Answers<R> from) {
        this.from = from;
        this.replies = Caffeine.newBuilder().maximumSize(entries).recordStats().build();
    }

    @Override
    public Reply answer(R row, Arm<R> arm) {
        Key key = new Key(arm.served(), row instanceof Map<?, ?> map ? new HashMap<>(map) : row);
        Reply known = replies.getIfPresent(key);
        if (known != null) {
            return known.arm().equals(arm.name())
                    ? known
                    : new Reply(known.served(), arm.name(), known.value(), known.label());
        }
        Reply fresh = from.answer(row, arm);
        if (fresh.served() == key.served()) { // not if the alias moved meanwhile, or another arm stood in
            replies.put(key, fresh);
        }
        return fresh;
    }

    CacheHealth health() {
        CacheStats stats = replies.stats();
        return new CacheHealth(replies.estimatedSize(), stats.hitCount(), stats.missCount(), stats.evictionCount());
    }
}
