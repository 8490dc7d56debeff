package dev.mlops.pipeline;

import java.util.HashMap;
import java.util.Map;

/** Draws a graph in Mermaid's flowchart language; names are data there, never syntax. */
final class Mermaid {
    private final StringBuilder text = new StringBuilder("flowchart LR\n");
    private final Map<Input<?>, String> ids = new HashMap<>();
    private int params;

    private Mermaid() {}

    static String of(Graph graph) {
        Mermaid drawing = new Mermaid();
        graph.steps().forEach(drawing::node);
        graph.steps().forEach(drawing::edges);
        return drawing.text.toString();
    }

    private void node(StepSpec step) {
        for (Input<?> input : step.reads()) {
            if (input instanceof Param<?>) {
                ids.computeIfAbsent(input, param -> draw("p" + params++, "([", label(param.name()), "])"));
            }
        }
        String[] shape =
                switch (step.kind()) {
                    case WORK -> new String[] {"[", "]"};
                    case MAP -> new String[] {"[[", "]]"};
                    case GATE -> new String[] {"{", "}"};
                    case LAST -> new String[] {"[/", "/]"};
                };
        ids.put(step.handle(), draw("s" + step.index(), shape[0], label(step.name()), shape[1]));
    }

    private String draw(String id, String open, String label, String close) {
        text.append("    ").append(id).append(open).append(label).append(close).append('\n');
        return id;
    }

    private void edges(StepSpec step) {
        step.inputs().forEach(input -> edge(input, " --> ", step));
        step.conditions()
                .forEach(condition ->
                        edge(condition.input(), " -. " + label("if not: " + condition.reason()) + " .-> ", step));
        if (step.fallback() != null && step.fallback().input() != null) {
            edge(step.fallback().input(), " -. " + label("or else") + " .-> ", step);
        }
        step.after().forEach(before -> edge(before, " -.-> ", step));
    }

    private void edge(Input<?> from, String arrow, StepSpec to) {
        text.append("    ")
                .append(ids.get(from))
                .append(arrow)
                .append(ids.get(to.handle()))
                .append('\n');
    }

    /** Quoted; what Mermaid or a page that holds the drawing would take for syntax becomes a character entity. */
    private static String label(String name) {
        StringBuilder escaped = new StringBuilder("\"");
        name.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || c == ' ' || c == '_' || c == '-' || c == '.' || c == ',' || c == ':') {
                escaped.appendCodePoint(c);
            } else {
                escaped.append('#').append(c).append(';');
            }
        });
        return escaped.append('"').toString();
    }
}
