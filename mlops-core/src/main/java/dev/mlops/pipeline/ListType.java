package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values with commas between, or under a repeated name, or both. {@code \,} is a comma and {@code \\} a backslash
 * within a value; a backslash before anything else is itself. A comma at the end closes the last value, so the empty
 * text is the empty list and {@code ","} holds one empty value.
 */
record ListType<E>(ParamType<E> element) implements ParamType<List<E>> {

    @Override
    public List<E> parse(String text) {
        return split(text).stream().map(element::parse).toList();
    }

    @Override
    public List<E> parseAll(List<Args.Value> given) {
        List<E> all = new ArrayList<>();
        for (Args.Value value : given) {
            if (value.flag()) {
                throw new InvalidException("has no value, expected " + expected());
            }
            all.addAll(parse(value.text()));
        }
        return List.copyOf(all);
    }

    @Override
    public String print(List<E> value) {
        return join(value.stream().map(element::print).toList());
    }

    /** The text of a list of texts. */
    static String join(List<String> texts) {
        String joined = texts.stream()
                .map(text -> text.replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(","));
        boolean lastIsEmpty = !texts.isEmpty() && texts.get(texts.size() - 1).isEmpty();
        return lastIsEmpty ? joined + "," : joined;
    }

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',') {
                values.add(value.toString());
                value.setLength(0);
            } else {
                boolean escapes = c == '\\' && i + 1 < text.length() && "\\,".indexOf(text.charAt(i + 1)) >= 0;
                value.append(escapes ? text.charAt(++i) : c);
            }
        }
        if (value.length() > 0) {
            values.add(value.toString());
        }
        return values;
    }

    @Override
    public String hint() {
        return element.hint() + ",...";
    }

    @Override
    public String expected() {
        return "a list, each " + element.expected();
    }
}
