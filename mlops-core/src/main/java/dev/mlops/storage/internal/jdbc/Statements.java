package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that find the places of what a query asks for.
 *
 * @param fields where fields are
 * @param dialect of which database
 * @param filter the condition
 * @param homes the sequences of the experiments or models to look in; empty for all
 * @param lifecycle those in use or set aside; null for both
 * @param everywhere whether what is in an experiment that is set aside counts as set aside too
 * @param ordering the order
 */
record Statements(
        Fields fields,
        Dialect dialect,
        Filter filter,
        List<Long> homes,
        @Nullable Lifecycle lifecycle,
        boolean everywhere,
        Ordering ordering) {

    /** Reads all, or those of these sequences, and sorts them. */
    Sql sorted(@Nullable Collection<Long> among, @Nullable Place after, int limit) {
        List<Term> terms = ordering.terms();
        Sql sql = select(terms.stream().map(Term::expression).toList()).add(" FROM " + fields.table() + " s");
        ordering.keys().forEach(key -> key.join(sql));
        sql.add(" WHERE ");
        if (among != null) {
            dialect.anyOf(sql, "s.seq", among);
            sql.add(" AND ");
        }
        scope(sql, among == null ? fields.home() : dialect.notByIndex(fields.home()));
        new Conditions(fields, dialect).add(sql, filter);
        if (after != null) {
            sql.add(" AND ");
            Ordering.after(sql, terms, after.values(), "s.seq", after.seq());
        }
        Ordering.by(sql, terms, "s.seq", limit);
        return sql;
    }

    /** Counts all. */
    Sql count() {
        Sql sql = new Sql().add("SELECT count(*) FROM " + fields.table() + " s WHERE ");
        scope(sql, fields.home());
        new Conditions(fields, dialect).add(sql, filter);
        return sql;
    }

    /** Reads one phase of the first key in its order, looks each up, and stops at the limit. */
    Sql walk(Phase phase, @Nullable Place after, int limit) {
        OrderKey key = ordering.first();
        Sql sql = select(selected(phase)).add(" FROM ");
        if (phase.row()) {
            sql.add(fields.rows(key.field()) + " " + key.alias() + " CROSS JOIN ");
        }
        sql.add(fields.table() + " s");
        ordering.keys().stream().skip(1).forEach(later -> later.join(sql));
        sql.add(" WHERE ");
        within(sql, phase);
        String seq = phase.row() ? key.alias() + "." + fields.owner() : "s.seq";
        List<Term> terms =
                Lists.concat(phase.parts().stream().map(Phase.Part::term).toList(), ordering.laterTerms());
        if (after != null) {
            sql.add(" AND ");
            Ordering.after(sql, terms, remaining(phase, after), seq, after.seq());
        }
        Ordering.by(sql, terms, seq, limit);
        return sql;
    }

    private void within(Sql sql, Phase phase) {
        OrderKey key = ordering.first();
        if (phase.row()) {
            sql.add(
                            key.alias() + ".key = ? AND " + phase.condition(),
                            key.field().key())
                    .add(" AND s.seq = " + key.alias() + "." + fields.owner() + " AND ");
            scope(sql, fields.hasHome(key.field()) ? key.alias() + ".experiment" : fields.home());
            new Conditions(fields, dialect, key.field(), key.alias()).add(sql, filter);
            return;
        }
        scope(sql, fields.home());
        Filter missing = new Filter.Test(key.field(), Filter.Operator.IS_NULL, List.of());
        new Conditions(fields, dialect).add(sql, phase.isMissing() ? new Filter.And(List.of(missing, filter)) : filter);
    }

    /** Appends where and of which lifecycle they are; {@code home} says which experiment or model it is in. */
    private void scope(Sql sql, String home) {
        if (homes.size() == 1) {
            sql.add(home + " = ? AND ", homes.get(0));
        } else if (!homes.isEmpty()) {
            dialect.anyOf(sql, home, homes);
            sql.add(" AND ");
        }
        if (lifecycle != null && !fields.active().isEmpty()) {
            lifecycle(sql, lifecycle == Lifecycle.ACTIVE);
        }
    }

    private void lifecycle(Sql sql, boolean active) {
        if (!everywhere || !fields.isRuns()) {
            sql.add(fields.active() + " = ? AND ", active ? 1 : 0);
            return;
        }
        sql.add(active ? "NOT (" : "(");
        sql.add(fields.active() + " = 0 OR " + dialect.notByIndex(fields.home())
                + " IN (SELECT e.seq FROM mlops_experiments e WHERE e.active = 0)) AND ");
    }

    private List<String> selected(Phase phase) {
        List<Term> terms = ordering.first().terms();
        List<String> own = new ArrayList<>();
        for (Term term : terms) {
            own.add(phase.isMissing() ? term.kind().missing() : term.expression());
        }
        if (phase.isMissing()) {
            own.set(0, String.valueOf(phase.rank()));
        }
        return Lists.concat(
                own, ordering.laterTerms().stream().map(Term::expression).toList());
    }

    private List<Object> remaining(Phase phase, Place after) {
        List<Object> own =
                phase.parts().stream().map(part -> part.value(after.values())).toList();
        int size = after.values().size();
        return Lists.concat(
                own, after.values().subList(size - ordering.laterTerms().size(), size));
    }

    private static Sql select(List<String> expressions) {
        Sql sql = new Sql().add("SELECT s.seq");
        expressions.forEach(expression -> sql.add(", " + expression));
        return sql;
    }
}
