package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outputs of cached steps, as one run sees them; each content hash is computed once in a run. Thread-safe. */
final class Memo {
    private static final Logger log = LoggerFactory.getLogger(Memo.class);

    private final @Nullable StepCache cache;
    private final Map<Input<?>, String> hashes = new ConcurrentHashMap<>();
    private final Map<Input<?>, Object> locks = new ConcurrentHashMap<>();
    private final Map<Input<?>, CacheKey> keys = new ConcurrentHashMap<>();

    /** Keeps outputs in the cache; nowhere if it is null. */
    Memo(@Nullable StepCache cache) {
        this.cache = cache;
    }

    /**
     * The output of the step for these values of its inputs, if an earlier run left it; null for a step that isn't cached.
     *
     * @throws InvalidException naming an input that has no content hash
     */
    @Nullable
    Object find(StepSpec step, Object[] inputs) {
        if (cache == null || step.caching() == null) {
            return null;
        }
        Codec<?> codec = step.caching().codec();
        CacheKey key = CacheKey.of(step.name(), step.caching().version(), codec.format(), hashes(step, inputs));
        keys.put(step.handle(), key);
        return cache.find(key, codec).map(found -> use(step, found)).orElse(null);
    }

    private Object use(StepSpec step, StepCache.Found<?> found) {
        hashes.put(step.handle(), found.contentHash());
        return found.value();
    }

    /**
     * Keeps the output of a step that {@link #find} didn't find. A store that can't be written costs the next run time,
     * not this run its output.
     *
     * @throws InvalidException if the codec can't write the value
     */
    @SuppressWarnings("unchecked") // cached(Codec<T>) of a Step<T>, whose output is a T
    void store(StepSpec step, Object value) {
        CacheKey key = keys.remove(step.handle());
        if (cache == null || key == null || step.caching() == null) {
            return;
        }
        Codec<Object> codec = (Codec<Object>) step.caching().codec();
        hashes.put(step.handle(), store(cache, key, codec, step, value));
    }

    /** The content hash of the step's output, if it was needed so far. */
    @Nullable
    String known(StepSpec step) {
        return hashes.get(step.handle());
    }

    /** The output of the step is that of {@code source}. */
    void inherit(StepSpec step, Input<?> source) {
        String hash = hashes.get(source);
        if (hash != null) {
            hashes.put(step.handle(), hash);
        }
    }

    private static String store(StepCache cache, CacheKey key, Codec<Object> codec, StepSpec step, Object value) {
        try {
            return cache.store(key, codec, value);
        } catch (StorageUnavailableException | NotFoundException e) { // not found: swept before it had its name
            log.warn("the output of step '{}' is not kept: {}", step.name(), e.getMessage(), e);
            return StepCache.hash(codec, value);
        }
    }

    private List<String> hashes(StepSpec step, Object[] inputs) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            all.add(hash(step, step.inputs().get(i), inputs[i]));
        }
        return all;
    }

    private String hash(StepSpec step, Input<?> input, Object value) {
        try {
            synchronized (locks.computeIfAbsent(input, i -> new Object())) {
                String known = hashes.get(input);
                String hash = known == null ? ValueHash.of(value) : known;
                hashes.put(input, hash);
                return hash;
            }
        } catch (InvalidException e) {
            throw new InvalidException(
                    "step '" + step.name() + "' is cached, but its input '" + input.name() + "' has no content hash: "
                            + e.getMessage(),
                    e);
        }
    }
}
