package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers one query in one transaction: finds the places of a page, then lets a reader read what is there. */
final class Search<T> {
    private final Session session;
    private final Fields fields;
    private final Reader<T> reader;
    private final Plan.Bounds bounds;

    /** Reads what is found, in this order. */
    interface Reader<T> {
        List<T> read(Session session, List<Long> sequences) throws SQLException;
    }

    Search(Session session, Fields fields, Reader<T> reader) {
        this(session, fields, reader, Plan.BOUNDS);
    }

    Search(Session session, Fields fields, Reader<T> reader, Plan.Bounds bounds) {
        this.session = session;
        this.fields = fields;
        this.reader = reader;
        this.bounds = bounds;
    }

    Page<T> page(Query query) throws SQLException {
        Ordering ordering = new Ordering(fields, query.order());
        PageToken tokens = new PageToken(ordering, query);
        String token = query.after();
        Place after = token == null ? null : tokens.read(token);
        Set<Long> homes = homes(query);
        if (homes != null && homes.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        Statements statements = statements(query, homes, ordering);
        List<Place> places = new Plan(session, statements, bounds).places(after, query.limit() + 1);
        boolean more = places.size() > query.limit();
        List<Place> some = more ? places.subList(0, query.limit()) : places;
        List<T> items = reader.read(session, some.stream().map(Place::seq).toList());
        return new Page<>(items, more ? tokens.write(some.get(some.size() - 1)) : null);
    }

    /** How many there are on all pages. */
    long count(Query query) throws SQLException {
        Set<Long> homes = homes(query);
        if (homes != null && homes.isEmpty()) {
            return 0;
        }
        Sql count =
                statements(query, homes, new Ordering(fields, query.order())).count();
        return session.list(row -> row.getLong(1), count).get(0);
    }

    private Statements statements(Query query, @Nullable Set<Long> homes, Ordering ordering) {
        return new Statements(
                fields,
                session.dialect(),
                query.filter(),
                homes == null ? List.of() : List.copyOf(homes),
                query.lifecycle(),
                query.within().isEmpty(),
                ordering);
    }

    /** The sequences of the experiments or models to look in; null for all. */
    private @Nullable Set<Long> homes(Query query) throws SQLException {
        Set<Long> homes = query.within().isEmpty() ? null : sequences(query.within());
        if (fields.isRuns()) {
            for (Filter part : Plan.conjuncts(query.filter())) {
                if (part instanceof Filter.Test test && isHome(test)) {
                    Set<Long> asked = sequences(test.literals().stream()
                            .map(literal -> ((Literal.Text) literal).value())
                            .collect(Collectors.toSet()));
                    homes = homes == null ? asked : intersection(homes, asked);
                }
            }
        }
        return homes;
    }

    private static boolean isHome(Filter.Test test) {
        return test.field().key().equals("experiment")
                && Fields.RUNS.isColumn(test.field())
                && (test.operator() == Operator.EQ || test.operator() == Operator.IN);
    }

    private static Set<Long> intersection(Set<Long> one, Set<Long> other) {
        Set<Long> both = new TreeSet<>(one);
        both.retainAll(other);
        return both;
    }

    private Set<Long> sequences(Set<String> ids) throws SQLException {
        Set<Long> sequences = new TreeSet<>();
        for (String id : ids) {
            session.first(row -> row.getLong(1), fields.homes(), id).ifPresent(sequences::add);
        }
        return sequences;
    }
}
