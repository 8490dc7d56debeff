package dev.mlops.registry;

import dev.mlops.registry.internal.CardPage;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A model card as GitHub's Markdown, in which nothing that was named anywhere is markup. */
final class CardMarkdown {
    private static final String MARKS = "\\`*_[]|~$@#!";

    /** What makes a list, a rule or a heading of a line that begins with it. */
    private static final Pattern START = Pattern.compile("^(\\d*)([-+=.)])");

    private final StringBuilder out = new StringBuilder();

    private CardMarkdown() {}

    static String of(CardPage page) {
        CardMarkdown markdown = new CardMarkdown();
        markdown.line("# " + cell(page.title()));
        String aliases = page.aliases().isEmpty()
                ? ""
                : page.aliases().stream().map(CardMarkdown::cell).collect(Collectors.joining(", ", "**", "** · "));
        markdown.line(aliases + cell(page.summary()));
        page.sections().forEach(markdown::section);
        return markdown.out.toString().stripTrailing() + "\n";
    }

    private void section(CardPage.Section section) {
        line("## " + cell(section.title()));
        section.blocks().forEach(this::block);
    }

    private void block(CardPage.Block block) {
        if (block instanceof CardPage.Facts facts) {
            list(facts.list().stream()
                    .map(fact -> "**" + cell(fact.name()) + ":** " + cell(fact.value()))
                    .toList());
        } else if (block instanceof CardPage.Items items) {
            list(items.list().stream().map(CardMarkdown::cell).toList());
        } else if (block instanceof CardPage.Note note) {
            note(note);
        } else if (block instanceof CardPage.Table table && !table.rows().isEmpty()) {
            table(table);
        }
    }

    private void list(List<String> items) {
        line(items.stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
    }

    private void note(CardPage.Note note) {
        String text =
                note.text().strip().lines().map(line -> atStart(cell(line))).collect(Collectors.joining("  \n"));
        line((note.title().isEmpty() ? "" : "### " + cell(note.title()) + "\n\n") + text);
    }

    private void table(CardPage.Table table) {
        line("### " + cell(table.title()));
        StringBuilder lines = new StringBuilder();
        lines.append(
                row(table.columns().stream().map(column -> cell(column.name())).toList()));
        lines.append(row(table.columns().stream()
                .map(column -> column.number() ? "---:" : "---")
                .toList()));
        table.rows()
                .forEach(row ->
                        lines.append(row(row.stream().map(CardMarkdown::cell).toList())));
        line(lines.toString().stripTrailing());
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private void line(String text) {
        out.append(text).append("\n\n");
    }

    private static String atStart(String line) {
        return START.matcher(line).replaceFirst("$1\\\\$2");
    }

    /** Text in one line that neither Markdown nor the HTML within it takes for more than text. */
    static String cell(String text) {
        StringBuilder line = new StringBuilder();
        text.replace('\n', ' ').strip().codePoints().forEach(c -> {
            switch (c) {
                case '<' -> line.append("&lt;");
                case '>' -> line.append("&gt;");
                case '&' -> line.append("&amp;");
                default -> line.append(MARKS.indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
            }
        });
        return line.toString()
                .replace("://", "&#58;//")
                .replaceAll("(?i)(www)\\.", "$1\\\\."); // else they become links
    }
}
