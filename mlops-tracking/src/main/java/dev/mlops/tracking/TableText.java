package dev.mlops.tracking;

import dev.mlops.storage.spi.RunData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A comparison as lines of text, plain or Markdown. */
final class TableText {
    private static final int LONGEST = 40;
    private static final String MARKS = "\\`*_[]|~$@";

    private final ComparisonTable table;
    private final List<Column> leading;

    TableText(ComparisonTable table) {
        this.table = table;
        this.leading = table.leading();
    }

    String text() {
        List<List<String>> rows = rows(UnaryOperator.identity());
        List<Boolean> right = right();
        int[] widths = new int[right.size()];
        rows.forEach(row -> {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
        });
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String pad = " ".repeat(widths[c] - width(row.get(c)));
                line.append(c == 0 ? "" : "  ").append(right.get(c) ? pad + row.get(c) : row.get(c) + pad);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        if (!common().isEmpty()) {
            out.append('\n').append(sameInAll()).append(":\n");
            int widest = common().stream()
                    .mapToInt(column -> width(column.name()))
                    .max()
                    .orElse(0);
            common().forEach(column -> {
                String pad = " ".repeat(widest - width(column.name()) + 2);
                out.append("  ").append(fact(column, pad)).append('\n');
            });
        }
        return out.append(others()).toString();
    }

    /** The line that says that there are others; empty if there are none. */
    private String others() {
        int runs = table.runs().size();
        return table.more() ? "\nthe first " + runs + " runs of more: a limit of the search takes others\n" : "";
    }

    String markdown() {
        List<List<String>> rows = rows(TableText::escaped);
        StringBuilder out = new StringBuilder();
        out.append(markdown(rows.get(0)));
        out.append(
                markdown(right().stream().map(right -> right ? "---:" : "---").toList()));
        rows.subList(1, rows.size()).forEach(row -> out.append(markdown(row)));
        if (!common().isEmpty()) {
            out.append('\n').append(sameInAll()).append(":\n\n");
            common().forEach(column ->
                    out.append("- ").append(escaped(fact(column, ": "))).append('\n'));
        }
        return out.append(others()).toString();
    }

    private static String markdown(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private List<Boolean> right() {
        List<Boolean> right = new ArrayList<>(List.of(false, false, false, true));
        leading.forEach(column -> right.add(table.isNumeric(column)));
        right.add(false);
        return right;
    }

    private List<List<String>> rows(UnaryOperator<String> escape) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(List.of("run", "status", "start", "took")));
        leading.forEach(column -> rows.get(0).add(table.label(column)));
        rows.get(0).add("id");
        table.runs().forEach(run -> rows.add(row(run)));
        rows.forEach(row -> row.replaceAll(cell -> escape.apply(Shown.line(cell, LONGEST))));
        return rows;
    }

    private List<String> row(RunData run) {
        List<String> row = new ArrayList<>();
        row.add(run.begin().name());
        row.add(run.status().name());
        row.add(Shown.moment(run.begin().start()));
        row.add(ComparisonTable.took(run).map(Shown::duration).orElse(""));
        leading.forEach(column -> row.add(Objects.requireNonNullElse(table.shown(column, run), "")));
        row.add(run.id());
        return row;
    }

    private List<Column> common() {
        return table.common();
    }

    private String sameInAll() {
        int runs = table.runs().size();
        return runs == 1 ? "also recorded" : "the same in all " + runs + " runs";
    }

    private String fact(Column column, String between) {
        String value = String.valueOf(table.shown(column, table.runs().get(0)));
        return Shown.line(column.name() + between + value, 2 * LONGEST);
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Text that neither Markdown nor the HTML within it takes for more than text. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> out.append(MARKS.indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
