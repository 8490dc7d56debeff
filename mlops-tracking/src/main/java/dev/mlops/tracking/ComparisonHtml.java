package dev.mlops.tracking;

import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.tracking.internal.ComparePage;
import dev.mlops.tracking.internal.pages.JtecompareGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A comparison as one HTML page that needs no other file and no network. */
final class ComparisonHtml {
    private static final int LONGEST = 60;

    private final ComparisonTable table;
    private final List<Column> columns;

    private ComparisonHtml(ComparisonTable table) {
        this.table = table;
        this.columns = table.columns();
    }

    @SuppressWarnings("NullAway") // jte passes null where there is no interceptor, and its generated code expects it
    static String of(ComparisonTable table, RunStore store) {
        String data = PageData.of(table, Curves.read(store, table.runs()));
        StringOutput html = new StringOutput();
        JtecompareGenerated.render(
                new OwaspHtmlTemplateOutput(html), null, new ComparisonHtml(table).page(PageFiles.with(data)));
        return html.toString();
    }

    private ComparePage page(ComparePage.Files files) {
        return new ComparePage(
                Shown.line(table.title()),
                summary(),
                columns.stream().map(this::column).toList(),
                rows(),
                table.common().stream().map(this::fact).toList(),
                files);
    }

    private String summary() {
        List<Instant> starts =
                table.runs().stream().map(run -> run.begin().start()).sorted().toList();
        String count = starts.size() == 1 ? "1 run" : starts.size() + " runs";
        String runs = table.more() ? "the first " + count + " of more" : count;
        if (starts.isEmpty()) {
            return runs;
        }
        String from = Shown.moment(starts.get(0));
        String to = Shown.moment(starts.get(starts.size() - 1));
        return runs + ", started " + (from.equals(to) ? from : from + " to " + to) + " UTC";
    }

    private ComparePage.Column column(Column column) {
        String label = table.label(column);
        String kind = column.kind().name().toLowerCase(Locale.ROOT);
        return new ComparePage.Column(
                Shown.line(label, LONGEST),
                Shown.line(column.name()),
                label.equals(column.name()) && column.kind() != Column.Kind.METRIC ? "whole" : kind,
                table.isNumeric(column),
                column.kind() == Column.Kind.METRIC || table.differs(column));
    }

    private ComparePage.Fact fact(Column column) {
        return new ComparePage.Fact(
                Shown.line(column.name()),
                String.valueOf(table.shown(column, table.runs().get(0))));
    }

    private List<ComparePage.Row> rows() {
        List<Optional<Optional<String>>> usual =
                columns.stream().map(this::usual).toList();
        List<ComparePage.Row> rows = new ArrayList<>();
        for (RunData run : table.runs()) {
            List<ComparePage.Cell> cells = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                cells.add(cell(columns.get(c), run, usual.get(c)));
            }
            rows.add(row(run, cells));
        }
        return rows;
    }

    private static ComparePage.Row row(RunData run, List<ComparePage.Cell> cells) {
        return new ComparePage.Row(
                Shown.line(run.begin().name()),
                run.id(),
                run.status().name().toLowerCase(Locale.ROOT),
                tone(run.status()),
                Shown.moment(run.begin().start()),
                ComparisonTable.took(run).map(Shown::duration).orElse(""),
                cells);
    }

    private static String tone(RunStatus status) {
        return switch (status) {
            case RUNNING -> "running";
            case FINISHED -> "good";
            case FAILED -> "bad";
            case KILLED -> "warn";
        };
    }

    private ComparePage.Cell cell(Column column, RunData run, Optional<Optional<String>> usual) {
        String text = Shown.line(Objects.requireNonNullElse(table.shown(column, run), ""), LONGEST);
        Optional<String> exact = Optional.ofNullable(table.exact(column, run));
        boolean odd = column.kind() != Column.Kind.METRIC
                && usual.isPresent()
                && !usual.get().equals(exact);
        return new ComparePage.Cell(text, exact.filter(all -> !all.equals(text)).orElse(""), odd);
    }

    /** The value that most runs have, or that they have none; absent where nothing is in the lead. */
    private Optional<Optional<String>> usual(Column column) {
        Map<Optional<String>, Integer> counts = new HashMap<>();
        table.runs().forEach(run -> counts.merge(Optional.ofNullable(table.exact(column, run)), 1, Integer::sum));
        int most = Collections.max(counts.values());
        List<Optional<String>> leading = counts.entrySet().stream()
                .filter(count -> count.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return leading.size() == 1 ? Optional.of(leading.get(0)) : Optional.empty();
    }
}
