package dev.mlops.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text that {@code --help} prints, in at most 100 columns where its words allow. */
final class Help {
    private static final int WIDTH = 100;
    private static final int INDENT = 2;
    private static final int LONGEST_LEFT = 34;

    private final StringBuilder out = new StringBuilder();
    private final int left;

    private Help(List<Param<?>> params) {
        left = params.stream()
                        .mapToInt(param -> option(param).length())
                        .filter(length -> length <= LONGEST_LEFT)
                        .max()
                        .orElse("--help".length())
                + 2 * INDENT;
    }

    static String of(String pipeline, String description, List<Param<?>> params) {
        Help help = new Help(params);
        help.out.append(pipeline).append('\n');
        if (!description.isBlank()) {
            help.paragraph(description, INDENT);
        }
        help.section("Required", params.stream().filter(Help::isRequired).toList());
        help.section("Optional", params.stream().filter(p -> !isRequired(p)).toList());
        help.row("--help", "show this text and run nothing");
        return help.out.toString();
    }

    private static boolean isRequired(Param<?> param) {
        return param.defaultValue() == null;
    }

    private void section(String title, List<Param<?>> params) {
        boolean holdsHelp = title.equals("Optional");
        if (params.isEmpty() && !holdsHelp) {
            return;
        }
        out.append('\n').append(title).append(":\n");
        params.forEach(param -> row(option(param), about(param)));
    }

    private static String option(Param<?> param) {
        return "--" + param.name() + " <" + param.type().hint() + ">";
    }

    private static <T> String about(Param<T> param) {
        List<String> notes = new ArrayList<>();
        param.checks().forEach(check -> notes.add(check.rule()));
        T value = param.defaultValue();
        if (value != null && !(value instanceof Optional<?>)) {
            String text = param.type().print(value);
            notes.add("default: " + (text.isBlank() ? Quoted.of(text) : text));
        }
        String brackets = notes.isEmpty() ? "" : "(" + String.join("; ", notes) + ")";
        return (param.description() + " " + brackets).strip();
    }

    /** An option beside what it means; on a line of its own where it is too long for that. */
    private void row(String option, String about) {
        String start = " ".repeat(INDENT) + option;
        if (about.isEmpty()) {
            out.append(start).append('\n');
        } else if (start.length() > left - INDENT) {
            out.append(start).append('\n');
            paragraph(about, left);
        } else {
            int at = out.length();
            paragraph(about, left);
            out.replace(at, at + start.length(), start);
        }
    }

    private void paragraph(String text, int indent) {
        int column = 0;
        for (String word : text.strip().split("\\s+", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                out.append('\n');
                column = 0;
            }
            String gap = column == 0 ? " ".repeat(indent) : " ";
            out.append(gap).append(word);
            column += gap.length() + word.length();
        }
        out.append('\n');
    }
}
