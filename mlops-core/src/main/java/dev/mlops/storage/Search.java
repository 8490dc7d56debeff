package dev.mlops.storage;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.Subject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A question to the store. Nothing is asked before one of {@link #list}, {@link #find}, {@link #first}, {@link #stream} and
 * {@link #page}, which throw IllegalStateException if the workspace is closed. Immutable and thread-safe: each condition
 * gives a new search.
 *
 * @param <T> what is found
 * @param <S> the kind of search
 */
public abstract class Search<T, S extends Search<T, S>> {
    /** How many are on a {@link #page}, unless {@link #limit} says otherwise. */
    public static final int DEFAULT_PAGE = 100;

    private static final int FETCH = 1_000;

    private final Subject subject;
    private final Query query;
    private final int limit;
    private final String condition;

    /** A search for this; for the modules that search. */
    protected Search(Terms terms) {
        subject = terms.subject();
        query = terms.query();
        limit = terms.limit();
        condition = terms.condition();
    }

    /**
     * What is asked for.
     *
     * @param subject of what kind
     * @param query within what, which and in which order
     * @param limit how many at most; 0 for all
     * @param condition the conditions as they were written, for messages
     */
    public record Terms(Subject subject, Query query, int limit, String condition) {}

    /** The same kind of search for something else. */
    protected abstract S with(Terms terms);

    /** Asks the store for a page. */
    protected abstract Page<T> ask(Query query);

    /** Where is searched, for messages. */
    protected abstract String place();

    /**
     * Only those for which this holds too; the grammar is that of {@link Filter#parse}.
     *
     * @throws InvalidException if it can't be read; the message has the text, the column from 1, and what was expected
     */
    public S where(String condition) {
        Filter added = Filter.parse(condition, subject);
        Filter both = query.filter().equals(Filter.ALL) ? added : new Filter.And(List.of(query.filter(), added));
        String text = this.condition.isEmpty() ? condition : "(" + this.condition + ") and (" + condition + ")";
        return with(new Terms(subject, query.where(both), limit, text));
    }

    /**
     * In this order, the most important key first: each is {@code FIELD}, {@code FIELD asc} or {@code FIELD desc}. It takes
     * the place of an earlier one. Those without the field come last, and NaN just before them; equal ones come latest first,
     * and so do all without this call.
     *
     * @throws InvalidException if one can't be read; the message has the text, the column from 1, and what was expected
     */
    public S orderBy(String... keys) {
        List<Order> order =
                Arrays.stream(keys).map(key -> Order.parse(key, subject)).toList();
        return with(new Terms(subject, query.orderBy(order), limit, condition));
    }

    /**
     * At most so many; all of them without this call.
     *
     * @throws IllegalArgumentException if it is less than 1, or more than {@value Query#MAX_LIMIT}
     */
    public S limit(int most) {
        return with(new Terms(subject, sized(most), most, condition));
    }

    /** What is asked for, without the limit of {@link #limit}. */
    protected Query query() {
        return query;
    }

    /** Whether {@link #limit} was called. */
    protected boolean isLimited() {
        return limit > 0;
    }

    /** Only those that are set aside, instead of those in use; for searches of what can be set aside. */
    protected S aside() {
        return with(new Terms(subject, query.lifecycle(Lifecycle.DELETED), limit, condition));
    }

    /** All that were found, up to the limit. */
    public List<T> list() {
        try (Stream<T> all = stream()) {
            return all.toList();
        }
    }

    /** The first in the order, if there is one. */
    public Optional<T> find() {
        return ask(sized(1)).items().stream().findFirst();
    }

    /**
     * The first in the order.
     *
     * @throws NotFoundException if there is none; the message has the conditions
     */
    public T first() {
        return find().orElseThrow(() -> new NotFoundException(
                "no " + name() + " " + place() + (condition.isEmpty() ? " was found" : " satisfies " + condition)));
    }

    /**
     * All that were found, up to the limit, read page by page as the stream goes on, so that they are never in memory all at
     * once. It holds nothing open. What is added meanwhile makes none come twice or be left out.
     */
    public Stream<T> stream() {
        Iterator<T> pages = new Pages(limit == 0 ? Long.MAX_VALUE : limit);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /**
     * A page of {@link #limit} or {@link #DEFAULT_PAGE}.
     *
     * @param after the {@link Page#next} of the page before; null for the first page
     * @throws InvalidException if {@code after} doesn't come from a page of this search
     */
    public Page<T> page(@Nullable String after) {
        return ask(sized(limit == 0 ? DEFAULT_PAGE : limit).after(after));
    }

    private String name() {
        return switch (subject) {
            case RUNS -> "run";
            case EXPERIMENTS -> "experiment";
            case VERSIONS -> "version";
        };
    }

    private Query sized(int size) {
        return new Query(query.within(), query.filter(), query.lifecycle(), query.order(), size, null);
    }

    @Override
    public String toString() {
        return name() + "s " + place() + (condition.isEmpty() ? "" : " where " + condition) + " order by "
                + new ArrayList<>(query.order());
    }

    private final class Pages implements Iterator<T> {
        private final Queue<T> ready = new ArrayDeque<>();
        private long left;
        private @Nullable String next;
        private boolean over;

        Pages(long most) {
            left = most;
        }

        @Override
        public boolean hasNext() {
            if (ready.isEmpty() && !over) {
                Page<T> page = ask(sized((int) Math.min(left, FETCH)).after(next));
                ready.addAll(page.items());
                left -= page.items().size();
                next = page.next();
                over = next == null || left == 0;
            }
            return !ready.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the search has no more results");
            }
            return ready.remove();
        }
    }
}
