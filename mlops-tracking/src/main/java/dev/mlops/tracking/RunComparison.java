package dev.mlops.tracking;

import dev.mlops.storage.internal.HtmlFile;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs side by side, with what differs between them apart from what is the same. It compares runs as they were when they
 * were read; only {@link #toHtml} asks the store again, for the histories of metrics. Immutable.
 *
 * <p>Things have the names that a search gives them, without quotes: {@code metrics.rmse}, {@code params.alpha},
 * {@code tags.team}, {@code user}; {@code datasets.training} are the datasets that were used for training, those without a
 * purpose go by their name. A thing that a run lacks differs from any value.
 */
public final class RunComparison {
    private final RunStore store;
    private final ComparisonTable table;

    private RunComparison(RunStore store, ComparisonTable table) {
        this.store = store;
        this.table = table;
    }

    /** Compares these runs of {@code store} in this order; {@code more} if it should say that there are others. */
    static RunComparison of(RunStore store, List<RunData> runs, boolean more) {
        return new RunComparison(store, ComparisonTable.of(store, runs, more, false));
    }

    /** The same comparison, which looks at tags too; by default it doesn't. */
    public RunComparison tags() {
        return new RunComparison(store, ComparisonTable.of(store, table.runs(), table.more(), true));
    }

    /**
     * What isn't the same in all runs: metrics, parameters, tags, datasets, then attributes, each ascending by key, where
     * {@code layer/2} comes before {@code layer/10}.
     */
    public List<String> differing() {
        return table.columns().stream().filter(table::differs).map(Column::name).toList();
    }

    /** What all runs have in common, and its value, in the order of {@link #differing}. */
    public Map<String, String> same() {
        Map<String, String> same = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            if (!table.differs(column)) {
                same.put(
                        column.name(),
                        String.valueOf(table.exact(column, table.runs().get(0))));
            }
        }
        return Collections.unmodifiableMap(same);
    }

    /**
     * A table of lines for a terminal: a run a line with its name, status, start in UTC, duration, latest metrics,
     * what differs and its id, then what is the same. Numbers have five significant digits, long texts end in {@code …}, and characters
     * that steer a terminal are replaced.
     */
    public String toText() {
        return new TableText(table).text();
    }

    /** The same as a table of GitHub's Markdown; what Markdown or HTML would take for theirs is escaped. */
    public String toMarkdown() {
        return new TableText(table).markdown();
    }

    /**
     * All of the comparison as CSV (RFC 4180) with exact values: a header, then a run a line with {@code id}, {@code name},
     * {@code status}, {@code start}, {@code end} (ISO-8601), {@code seconds} and every column, empty where the run has
     * none. A text that a spreadsheet would take for a formula, because it begins with {@code = + - @} or a tab or line
     * break and isn't a number, gets an apostrophe in front.
     */
    public String toCsv() {
        return TableCsv.of(table);
    }

    /**
     * Writes one page that needs no other file and no network, over an older one, and makes the folders above it: a table
     * that sorts and filters, curves of metrics, a scatter plot and parallel coordinates. A curve with many points is
     * drawn from fewer, among them the lowest and the highest of each stretch.
     *
     * @throws dev.mlops.StorageUnavailableException if the file can't be written, or the store can't be read
     */
    public void toHtml(Path file) {
        HtmlFile.write(file, ComparisonHtml.of(table, store));
    }

    /** The text. */
    @Override
    public String toString() {
        return toText();
    }
}
