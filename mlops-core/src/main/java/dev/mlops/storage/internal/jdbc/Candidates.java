package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.SearchField;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the few runs, or versions, that can match a filter, where they are few: it reads those that satisfy single conditions from
 * their indexes, up to a bound. What the database knows of its data can't tell: it doesn't know the values when it plans.
 *
 * <p>Each statement is a way to the database and back, which counts where an answer is small. So a condition is first asked
 * for very few rows, which are all there are in most cases where it is of use; then a sample tells whether it holds so often
 * that counting would be in vain.
 */
final class Candidates {
    /** So many conditions are tried; each may cost a reading of as many rows as the bound. */
    private static final int MAX_TRIES = 12;

    /** So few that looking further wouldn't pay. */
    private static final int FEW = 200;

    /** How many are looked at to tell whether a condition holds often, and how many of them must satisfy it then. */
    private static final int SAMPLE = 64;

    private static final int COMMON = 16;

    private static final String HEAD = "substr(x.value, 1, " + OrderKey.HEAD + ")";
    private static final Set<String> INDEXED = Set.of("id", "name", "parent");
    private static final Set<Operator> EQUAL = Set.of(Operator.EQ, Operator.IN);
    private static final Set<Operator> RANGE = Set.of(Operator.LT, Operator.LE, Operator.GT, Operator.GE);

    private final Session session;
    private final Fields fields;
    private final List<Long> homes;
    private final Bound bound;
    private int tries;

    /** How many are few. */
    interface Bound {

        /** So many are few in any case, which costs nothing to know. */
        int least();

        /** More than this are not few. */
        int get() throws SQLException;

        /** How many there are in all, at most; 0 where only some of all are asked for. */
        default long all() throws SQLException {
            return 0;
        }
    }

    Candidates(Session session, Fields fields, List<Long> homes, Bound bound) {
        this.session = session;
        this.fields = fields;
        this.homes = homes;
        this.bound = bound;
    }

    /** Runs among which are all that match, at most as many as the bound; null where there may be more. */
    @Nullable
    Set<Long> of(Filter filter) throws SQLException {
        if (filter instanceof Filter.Test test) {
            return satisfying(test);
        }
        return filter instanceof Filter.And and ? all(and) : any((Filter.Or) filter);
    }

    private @Nullable Set<Long> all(Filter.And and) throws SQLException {
        Set<Long> found = null;
        for (Filter part : and.all().stream()
                .sorted(Comparator.comparingInt(Candidates::cost))
                .toList()) {
            Set<Long> some = of(part);
            if (some != null) {
                found = found == null ? some : intersection(found, some);
                if (found.size() <= FEW) {
                    return found;
                }
            }
        }
        return found;
    }

    private @Nullable Set<Long> any(Filter.Or or) throws SQLException {
        Set<Long> found = new HashSet<>();
        for (Filter part : or.any()) {
            Set<Long> some = of(part);
            if (some == null || found.size() + some.size() > bound.get()) {
                return null;
            }
            found.addAll(some);
        }
        return found;
    }

    private static Set<Long> intersection(Set<Long> one, Set<Long> other) {
        return one.stream().filter(other::contains).collect(Collectors.toSet());
    }

    /** What is likely to be read quickly comes first. */
    private static int cost(Filter filter) {
        if (!(filter instanceof Filter.Test test)) {
            return 4;
        }
        boolean column = Fields.RUNS.isColumn(test.field());
        if (column && !(INDEXED.contains(test.field().key()) && EQUAL.contains(test.operator()))) {
            return test.field().key().equals("status") ? 2 : 5;
        }
        return EQUAL.contains(test.operator()) ? 0 : RANGE.contains(test.operator()) ? 1 : 3;
    }

    private @Nullable Set<Long> satisfying(Filter.Test test) throws SQLException {
        if (!fields.isRuns() && test.field().scope() != SearchField.Scope.METRIC) {
            return null; // has no index
        }
        boolean several = test.field().isMultiple() && test.operator().isNegative();
        if (test.operator() == Operator.IS_NULL || several || ++tries > MAX_TRIES) {
            return null;
        }
        int least = Math.min(FEW, bound.least());
        List<Long> first = session.list(row -> row.getLong(1), limited(test, least + 1));
        if (first.size() <= least) {
            return new HashSet<>(first);
        }
        if (areAllFew() || isCommon(test)) {
            return null;
        }
        Sql some = limited(test, bound.get() + 1);
        return count(some) > bound.get() ? null : new HashSet<>(session.list(row -> row.getLong(1), some));
    }

    /** Whether there is nothing to choose from. */
    private boolean areAllFew() throws SQLException {
        return bound.all() > 0 && bound.all() <= bound.get();
    }

    /** Counts first, as a count is much cheaper to hand over than the many rows that are of no use then. */
    private long count(Sql runs) throws SQLException {
        Sql count = new Sql().add("SELECT count(*) FROM (").add(runs).add(") c");
        return session.list(row -> row.getLong(1), count).get(0);
    }

    /** Whether so many of a sample satisfy it that it is satisfied by far more than few. */
    private boolean isCommon(Filter.Test test) throws SQLException {
        long all = bound.all();
        if (all < SAMPLE || test.field().isMultiple()) {
            return false;
        }
        List<Long> sample = LongStream.range(0, SAMPLE)
                .map(i -> 1 + i * (all - 1) / (SAMPLE - 1))
                .boxed()
                .toList();
        Sql sql = new Sql().add("SELECT count(*) FROM ");
        if (fields.isColumn(test.field())) {
            sql.add(fields.table() + " s WHERE ");
            session.dialect().anyOf(sql, "s.seq", sample);
            sql.add(" AND ");
            String column = session.dialect().notByIndex(fields.column(test.field()));
            new Comparison(session.dialect(), test.field(), column).add(sql, test);
        } else {
            sql.add(fields.rows(test.field()) + " x WHERE ");
            session.dialect().anyOf(sql, "x." + fields.owner(), sample);
            sql.add(" AND ");
            fields.rowOf(sql, test.field(), session.dialect().notByIndex("x")); // but by the runs of the sample
            sql.add(" AND ");
            new Conditions(fields, session.dialect()).row(sql, test, "x");
        }
        long satisfying = session.list(row -> row.getLong(1), sql).get(0);
        return satisfying >= COMMON && satisfying * all / SAMPLE > 2L * bound.get();
    }

    private Sql limited(Filter.Test test, int limit) {
        return (fields.isColumn(test.field()) ? column(test) : rows(test)).add(" LIMIT ?", limit);
    }

    private Sql column(Filter.Test test) {
        Sql sql = new Sql().add("SELECT s.seq FROM mlops_runs s WHERE ");
        if (homes.size() == 1 && !INDEXED.contains(test.field().key())) {
            sql.add("s.experiment = ? AND ", homes.get(0));
        }
        new Comparison(session.dialect(), test.field(), fields.column(test.field())).add(sql, test);
        return sql;
    }

    private Sql rows(Filter.Test test) {
        SearchField field = test.field();
        Sql sql = new Sql()
                .add(field.isMultiple() ? "SELECT DISTINCT x." : "SELECT x.")
                .add(fields.owner() + " FROM " + fields.rows(field) + " x WHERE ");
        if (fields.hasHome(field) && homes.size() == 1) {
            sql.add("x.experiment = ? AND ", homes.get(0));
        }
        fields.rowOf(sql, field, "x");
        boolean texts = field.type() == SearchField.Type.TEXT_OR_NUMBER && isText(test);
        if (!texts || !heads(sql, test)) {
            sql.add(" AND ");
            new Conditions(fields, session.dialect()).row(sql, test, "x");
        }
        return sql;
    }

    private static boolean isText(Filter.Test test) {
        return !test.literals().isEmpty() && test.literals().get(0) instanceof Literal.Text;
    }

    /** Appends what a condition on texts means for their heads, which are in an index; whether it means no less. */
    private static boolean heads(Sql sql, Filter.Test test) {
        List<String> texts = test.literals().stream()
                .map(literal -> ((Literal.Text) literal).value())
                .toList();
        Object[] heads = texts.stream().map(Phase::head).toArray();
        Operator operator = test.operator();
        if (EQUAL.contains(operator)) {
            String parameters = String.join(", ", Collections.nCopies(heads.length, "?"));
            sql.add(" AND x.is_text IN (0, 1) AND " + HEAD + " IN (" + parameters + ")", heads);
            return texts.stream().allMatch(text -> text.codePointCount(0, text.length()) < OrderKey.HEAD);
        } else if (RANGE.contains(operator)) {
            boolean below = operator == Operator.LT || operator == Operator.LE;
            sql.add(" AND x.is_text IN (0, 1) AND " + HEAD + (below ? " <= ?" : " >= ?"), heads[0]);
        }
        return false;
    }
}
