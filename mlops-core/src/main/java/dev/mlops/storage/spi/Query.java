package dev.mlops.storage.spi;

import dev.mlops.storage.internal.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to search for, in which order, and how much of it.
 *
 * <p>Pages are stable: each goes on right after the last subject of the page before, so subjects that are added meanwhile
 * make none come twice or be left out; one whose place in the order changes meanwhile may be.
 *
 * @param within ids of the experiments, or names of the models, to look in; empty for all
 * @param filter which of them
 * @param lifecycle those in use or those set aside; null for both. Where {@code within} names no experiment, the runs of one
 *     that is set aside count as set aside with it
 * @param order by what, the most important first; empty for the latest first
 * @param limit how many at most, 1 to 50,000
 * @param after the {@link Page#next} of the page before, which was of the same query but for its limit; null for the first
 *     page. A search that is given the token of another query throws {@link dev.mlops.InvalidException}
 */
public record Query(
        Set<String> within,
        Filter filter,
        @Nullable Lifecycle lifecycle,
        List<Order> order,
        int limit,
        @Nullable String after) {
    /** The largest page. */
    public static final int MAX_LIMIT = 50_000;

    /**
     * Checks the limit and copies.
     *
     * @throws IllegalArgumentException if the limit is out of range, or the order asks for a field of several values
     */
    public Query {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_LIMIT);
        }
        within = Set.copyOf(within);
        order = List.copyOf(order);
        for (Order key : order) {
            if (key.field().isMultiple()) {
                throw new IllegalArgumentException("order is " + key + ", expected a field with one value");
            }
        }
    }

    /** All that are in use, the latest first. */
    public static Query all(int limit) {
        return new Query(Set.of(), Filter.ALL, Lifecycle.ACTIVE, List.of(), limit, null);
    }

    /** The same in these experiments or models only. */
    public Query within(Set<String> ids) {
        return new Query(ids, filter, lifecycle, order, limit, after);
    }

    /** The same with another filter. */
    public Query where(Filter filter) {
        return new Query(within, filter, lifecycle, order, limit, after);
    }

    /** The same with another order. */
    public Query orderBy(List<Order> order) {
        return new Query(within, filter, lifecycle, order, limit, after);
    }

    /** The same among those in use, those set aside, or both. */
    public Query lifecycle(@Nullable Lifecycle lifecycle) {
        return new Query(within, filter, lifecycle, order, limit, after);
    }

    /**
     * What tells this query from others, whatever its limit and page, for the token of a page: a short hash that is the same
     * in every process.
     */
    public String fingerprint() {
        String all = List.of(new TreeSet<>(within), filter, String.valueOf(lifecycle), order)
                .toString();
        return Digest.hex(Digest.of(all.getBytes(StandardCharsets.UTF_8))).substring(0, 16);
    }

    /** The page that goes on at {@code next}. */
    public Query after(@Nullable String next) {
        return new Query(within, filter, lifecycle, order, limit, next);
    }
}
