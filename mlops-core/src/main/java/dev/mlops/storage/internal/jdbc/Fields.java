package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the fields of what is searched are. Its own table is {@code s} in every statement; a field is a column of it, or
 * the row of its key in another table, which belongs to {@code s.seq}.
 *
 * @param table the table
 * @param owner the column of other tables that holds {@code s.seq}
 * @param home the column that says which experiment or model it is in
 * @param homes how to find the values of that column by the ids or names of a query
 * @param active the condition that it is in use, empty where nothing can be set aside
 * @param latest the column to sort by where no order is asked for, the largest first
 * @param columns the columns of attributes, as expressions over {@code s}
 * @param nullable those of the attributes that may be missing
 * @param tables the tables of the other scopes
 */
record Fields(
        String table,
        String owner,
        String home,
        String homes,
        String active,
        SearchField latest,
        Map<String, String> columns,
        Set<String> nullable,
        Map<SearchField.Scope, String> tables) {

    static final Fields EXPERIMENTS = new Fields(
            "mlops_experiments",
            "experiment",
            "s.seq",
            "SELECT seq FROM mlops_experiments WHERE id = ?",
            "s.active",
            latest(Subject.EXPERIMENTS, "created"),
            Map.of("id", "s.id", "name", "s.name", "created", "s.created", "updated", "s.updated"),
            Set.of(),
            Map.of(SearchField.Scope.TAG, "mlops_experiment_tags"));

    static final Fields RUNS = new Fields(
            "mlops_runs",
            "run",
            "s.experiment",
            "SELECT seq FROM mlops_experiments WHERE id = ?",
            "s.active",
            latest(Subject.RUNS, "start_time"),
            Map.ofEntries(
                    Map.entry("id", "s.id"),
                    Map.entry("name", "s.name"),
                    Map.entry("experiment", "(SELECT e.id FROM mlops_experiments e WHERE e.seq = s.experiment)"),
                    Map.entry("parent", "s.parent"),
                    Map.entry("status", "s.status"),
                    Map.entry("user", "s.user_name"),
                    Map.entry("source", "s.source"),
                    Map.entry("commit", "s.commit_id"),
                    Map.entry("branch", "s.branch"),
                    Map.entry("dirty", "s.dirty"),
                    Map.entry("start_time", "s.start_time"),
                    Map.entry("end_time", "s.end_time")),
            Set.of("parent", "user", "source", "commit", "branch", "dirty", "end_time"),
            Map.of(
                    SearchField.Scope.METRIC,
                    "mlops_latest",
                    SearchField.Scope.PARAM,
                    "mlops_params",
                    SearchField.Scope.TAG,
                    "mlops_tags",
                    SearchField.Scope.DATASET,
                    "mlops_datasets"));

    static final Fields VERSIONS = new Fields(
            "mlops_versions",
            "version",
            "s.model",
            "SELECT seq FROM mlops_models WHERE name = ?",
            "",
            latest(Subject.VERSIONS, "created"),
            Map.of(
                    "model",
                    "(SELECT m.name FROM mlops_models m WHERE m.seq = s.model)",
                    "status",
                    "s.status",
                    "run",
                    "s.run_id",
                    "version",
                    "s.number",
                    "created",
                    "s.created",
                    "updated",
                    "s.updated"),
            Set.of("run"),
            Map.of(
                    SearchField.Scope.METRIC,
                    "mlops_version_metrics",
                    SearchField.Scope.PARAM,
                    "mlops_version_params",
                    SearchField.Scope.TAG,
                    "mlops_version_tags",
                    SearchField.Scope.ATTRIBUTE,
                    "mlops_aliases"));

    boolean isRuns() {
        return table.equals("mlops_runs");
    }

    /** Whether a field is a column of {@code s}; otherwise it is in {@link #rows}. */
    boolean isColumn(SearchField field) {
        return field.scope() == SearchField.Scope.ATTRIBUTE && !field.isMultiple();
    }

    /** The column of an attribute. */
    String column(SearchField field) {
        return Objects.requireNonNull(columns.get(field.key()), field.key());
    }

    /** Whether some may have no value in the column. */
    boolean mayBeMissing(SearchField field) {
        return nullable.contains(field.key());
    }

    /** The table that holds a field in rows. */
    String rows(SearchField field) {
        return Objects.requireNonNull(tables.get(field.scope()), field.toString());
    }

    /** Whether an index of the field begins with the experiment. */
    boolean isWalkedByHome(SearchField field) {
        return hasHome(field) || field.equals(latest);
    }

    /** Whether the rows of a field say which experiment they are of. */
    boolean hasHome(SearchField field) {
        return field.scope() == SearchField.Scope.METRIC && isRuns();
    }

    /** Appends the condition that a row with this alias is one of the field. */
    void rowOf(Sql sql, SearchField field, String alias) {
        if (List.of(SearchField.Scope.METRIC, SearchField.Scope.PARAM, SearchField.Scope.TAG)
                .contains(field.scope())) {
            sql.add(alias + ".key = ?", field.key());
        } else {
            sql.add("1 = 1");
        }
    }

    private static SearchField latest(Subject subject, String attribute) {
        return Objects.requireNonNull(subject.attributes().get(attribute));
    }
}
