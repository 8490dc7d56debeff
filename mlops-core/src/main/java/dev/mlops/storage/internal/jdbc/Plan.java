package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.SearchField;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how to find the places of a page. Either it walks along an index in the order that is asked for, looks at the
 * other conditions of each run and stops when the page is full: good where many match. Or it collects the few runs that
 * can match from the index of some condition and sorts them. With N runs and a page of L, a walk looks at about L N / M
 * runs where M match, so collecting pays up to M = sqrt(L N), which bounds what finding out costs.
 */
final class Plan {
    /** Columns of runs that an index can be walked by. */
    private static final Set<String> WALKED = Set.of("id", "name", "start_time");

    private static final Set<Operator> RANGE = Set.of(Operator.EQ, Operator.LT, Operator.LE, Operator.GT, Operator.GE);

    static final Bounds BOUNDS = new Bounds(1_000, 20_000);

    private final Session session;
    private final Statements statements;
    private final Bounds bounds;

    /**
     * What few is, whatever the size of the page and the database.
     *
     * @param min so many are always few
     * @param max more than this are never few
     */
    record Bounds(int min, int max) {
        int of(int limit, long runs) {
            return (int) Math.max(min, Math.min(max, Math.sqrt((double) limit * runs)));
        }
    }

    /** A bound that is known. */
    record Fixed(int get) implements Candidates.Bound {
        @Override
        public int least() {
            return get;
        }
    }

    /** The bound where all runs are asked for; how many there are is only found out where it matters. */
    private final class Everywhere implements Candidates.Bound {
        private final int limit;
        private long all;

        Everywhere(int limit) {
            this.limit = limit;
        }

        @Override
        public int least() {
            return bounds.min();
        }

        @Override
        public int get() throws SQLException {
            return bounds.of(limit, all());
        }

        @Override
        public long all() throws SQLException {
            if (all == 0) {
                all = session.first(row -> row.getLong(1), "SELECT max(seq) FROM mlops_runs")
                        .orElse(0L);
            }
            return all;
        }
    }

    Plan(Session session, Statements statements, Bounds bounds) {
        this.session = session;
        this.statements = statements;
        this.bounds = bounds;
    }

    List<Place> places(@Nullable Place after, int limit) throws SQLException {
        if (statements.fields().equals(Fields.VERSIONS)) {
            return versions(after, limit);
        }
        if (!statements.fields().isRuns()) {
            return read(statements.sorted(null, after, limit));
        }
        List<Long> homes = statements.homes();
        Filter unwalked = unwalked();
        if (isWalked() && unwalked.equals(Filter.ALL) && (homes.isEmpty() || isWalkedByHome())) {
            return walk(after, limit);
        }
        Everywhere all = new Everywhere(limit);
        Candidates.Bound bound = all;
        if (!homes.isEmpty()) {
            long home = home(all.all());
            bound = new Fixed(bounds.of(limit, isWalkedByHome() ? home : all.all()));
            if (home <= bound.get()) {
                return read(statements.sorted(null, after, limit));
            }
        }
        Set<Long> few = new Candidates(session, Fields.RUNS, homes, bound).of(unwalked);
        if (few != null && few.isEmpty()) {
            return List.of();
        }
        return few == null && isWalked() ? walk(after, limit) : read(statements.sorted(few, after, limit));
    }

    private List<Place> versions(@Nullable Place after, int limit) throws SQLException {
        Set<Long> few = new Candidates(session, Fields.VERSIONS, statements.homes(), new Fixed(bounds.min()))
                .of(statements.filter());
        if (few != null && few.isEmpty()) {
            return List.of();
        }
        return few == null && isWalkedByMetric(limit) ? walk(after, limit) : read(statements.sorted(few, after, limit));
    }

    /**
     * Whether versions are walked in the order of a metric: where the models that are asked for have so great a share of all
     * versions that a walk, which looks at those of other models too, finds a page sooner than sorting theirs would.
     */
    private boolean isWalkedByMetric(int limit) throws SQLException {
        if (statements.ordering().first().field().scope() != SearchField.Scope.METRIC) {
            return false;
        }
        if (statements.homes().isEmpty()) {
            return true;
        }
        Sql sql = new Sql().add("SELECT count(*) FROM mlops_versions WHERE ");
        session.dialect().anyOf(sql, "model", statements.homes());
        long home = session.list(row -> row.getLong(1), sql).get(0);
        long all = session.first(row -> row.getLong(1), "SELECT max(seq) FROM mlops_versions")
                .orElse(0L);
        return (double) limit * all <= (double) home * home;
    }

    /** How many runs are in the experiments that are asked for; all where they are too many to count. */
    private long home(long all) throws SQLException {
        Sql sql = new Sql().add("SELECT count(*) FROM (SELECT 1 FROM mlops_runs WHERE ");
        session.dialect().anyOf(sql, "experiment", statements.homes());
        long home = session.list(row -> row.getLong(1), sql.add(" LIMIT ?) c", bounds.max()))
                .get(0);
        return home == bounds.max() ? all : home;
    }

    private boolean isWalkedByHome() {
        return statements.homes().size() == 1
                && Fields.RUNS.isWalkedByHome(statements.ordering().first().field());
    }

    /** The filter without the conditions that say where in its index a walk begins and ends: it looks at no other runs. */
    Filter unwalked() {
        return isWalked() && !statements.ordering().first().isColumn()
                ? new Filter.And(conjuncts(statements.filter()).stream()
                        .filter(part -> !(part instanceof Filter.Test test) || !isRange(test))
                        .toList())
                : statements.filter();
    }

    private boolean isRange(Filter.Test test) {
        return test.field().equals(statements.ordering().first().field())
                && !test.field().isMultiple()
                && RANGE.contains(test.operator())
                && test.literals().get(0) instanceof Literal.Decimal;
    }

    private boolean isWalked() {
        OrderKey first = statements.ordering().first();
        return !first.isColumn() || WALKED.contains(first.field().key());
    }

    private List<Place> walk(@Nullable Place after, int limit) throws SQLException {
        List<Place> places = new ArrayList<>();
        for (Phase phase : statements.ordering().first().phases()) {
            int rank = after == null || !hasRank() ? 0 : ((Long) after.values().get(0)).intValue();
            if (places.size() == limit) {
                break;
            }
            if (phase.rank() >= rank && canMatch(phase)) {
                Place from = phase.rank() == rank ? after : null;
                Sql sql = statements.walk(phase, from, limit - places.size());
                places.addAll(read(sql));
            }
        }
        return places;
    }

    private boolean hasRank() {
        return statements.ordering().first().terms().size() > 1;
    }

    /** Whether a run of this phase can match: not where the filter asks for what the phase hasn't. */
    private boolean canMatch(Phase phase) {
        SearchField field = statements.ordering().first().field();
        for (Filter part : conjuncts(statements.filter())) {
            if (part instanceof Filter.Test test && test.field().equals(field) && !canMatch(phase, test)) {
                return false;
            }
        }
        return true;
    }

    private static boolean canMatch(Phase phase, Filter.Test test) {
        if (test.operator() == Operator.IS_NULL || test.operator() == Operator.IS_NOT_NULL) {
            return phase.isMissing() == (test.operator() == Operator.IS_NULL);
        }
        if (test.field().scope() == SearchField.Scope.METRIC) {
            return phase.rank() == 0 || (!phase.isMissing() && test.operator().isNegative());
        }
        boolean number = test.literals().get(0) instanceof Literal.Decimal;
        return !phase.isMissing() && !(number && phase.isText());
    }

    /** What must hold for the filter to hold. */
    static List<Filter> conjuncts(Filter filter) {
        return filter instanceof Filter.And and
                ? and.all().stream().flatMap(part -> conjuncts(part).stream()).toList()
                : List.of(filter);
    }

    private List<Place> read(Sql sql) throws SQLException {
        List<Term> terms = statements.ordering().terms();
        return session.list(
                row -> {
                    List<Object> values = new ArrayList<>(terms.size());
                    for (int i = 0; i < terms.size(); i++) {
                        values.add(terms.get(i).kind().read(row, i + 2));
                    }
                    return new Place(values, row.getLong(1));
                },
                sql);
    }
}
