package dev.mlops.pipeline;

import dev.mlops.internal.pages.JtepipelinerunGenerated;
import dev.mlops.pipeline.internal.Drawing;
import dev.mlops.pipeline.internal.RunPage;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The report of a run as one HTML page that needs no other file and no network. */
final class RunReport {
    private static final int MOST_DRAWN = 200;
    private static final int MOST_CAUSES = 20;
    private static final int LONGEST_LABEL = 19;
    private static final int LABEL_START = 10;
    private static final int LABEL_END = 8;
    private static final int LONGEST_TRACE = 20_000;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PipelineRun<?> run;
    private final Timeline timeline;

    private RunReport(PipelineRun<?> run) {
        this.run = run;
        this.timeline = Timeline.of(run);
    }

    static RunReport of(PipelineRun<?> run) {
        return new RunReport(run);
    }

    String html() {
        StringOutput html = new StringOutput();
        JtepipelinerunGenerated.render(new OwaspHtmlTemplateOutput(html), new NoInterceptor(), page());
        return html.toString();
    }

    private RunPage page() {
        return new RunPage(
                run.pipeline().name(),
                state(run.state()),
                notes(),
                run.state() == RunState.FAILED ? null : run.reason().orElse(null),
                failures(),
                counts(),
                run.steps().size() > MOST_DRAWN ? null : drawing(),
                timeline.ticks(),
                run.steps().stream().map(this::row).toList(),
                facts(run.parameters()));
    }

    private List<RunPage.Fact> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("started", MOMENT.format(run.start().truncatedTo(ChronoUnit.SECONDS)));
        notes.put(run.end().isPresent() ? "took" : "running for", HumanTime.of(run.duration()));
        notes.put("run", run.id());
        return facts(notes);
    }

    private static List<RunPage.Fact> facts(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> new RunPage.Fact(fact.getKey(), fact.getValue()))
                .toList();
    }

    private List<RunPage.Fact> counts() {
        Map<StepState, Integer> counts = new EnumMap<>(StepState.class);
        run.steps().forEach(step -> counts.merge(step.state(), 1, Integer::sum));
        Map<String, String> shown = new LinkedHashMap<>();
        counts.forEach((state, count) -> shown.put(words(state), count.toString()));
        return facts(shown);
    }

    private List<RunPage.Failure> failures() {
        List<RunPage.Failure> failures = new ArrayList<>();
        for (StepRun step : run.steps()) {
            step.failure().ifPresent(thrown -> failures.add(failure(step.name(), thrown)));
        }
        return failures;
    }

    private static RunPage.Failure failure(String step, Throwable thrown) {
        List<String> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && causes.size() < MOST_CAUSES; cause = cause.getCause()) {
            causes.add(cause.toString());
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        String text = trace.toString();
        String end = text.length() > LONGEST_TRACE ? "\n... (" + text.length() + " characters)" : "";
        return new RunPage.Failure(step, causes, text.substring(0, Math.min(text.length(), LONGEST_TRACE)) + end);
    }

    private Drawing drawing() {
        Graph graph = run.pipeline().graph();
        boolean[] last = new boolean[graph.steps().size()];
        Set<Drawing.Link> links = new LinkedHashSet<>();
        for (StepSpec step : graph.steps()) {
            last[step.index()] = step.kind() == StepKind.LAST;
            for (Step<?> before : step.waitsFor()) {
                links.add(new Drawing.Link(
                        graph.indexOf(before), step.index(), step.inputs().contains(before)));
            }
        }
        return Drawing.of(last, List.copyOf(links));
    }

    private RunPage.Row row(StepRun step) {
        boolean ran = step.start().isPresent() && step.state() != StepState.SKIPPED;
        String time = ran ? HumanTime.of(timeline.length(step)) : "";
        String words = words(step.state());
        String attempts = step.attempts() == 0 ? "" : Integer.toString(step.attempts());
        return new RunPage.Row(
                step.name(),
                shortened(step.name()),
                state(step.state()),
                ran ? words + " · " + time : words,
                attempts,
                time,
                String.join(", ", step.inputs()),
                step.reason()
                        .orElseGet(() -> step.failure().map(Throwable::toString).orElse(null)),
                ran ? timeline.bar(step) : null);
    }

    /** The beginning and the end of a name that is too long for its box, since names tend to differ at the end. */
    private static String shortened(String name) {
        int[] points = name.codePoints().toArray();
        if (points.length <= LONGEST_LABEL) {
            return name;
        }
        return new String(points, 0, LABEL_START) + "…" + new String(points, points.length - LABEL_END, LABEL_END);
    }

    private static RunPage.State state(RunState state) {
        return switch (state) {
            case RUNNING -> new RunPage.State("running", "running", "●");
            case SUCCEEDED -> new RunPage.State("succeeded", "good", "✓");
            case FAILED -> new RunPage.State("failed", "bad", "✕");
            case REJECTED -> new RunPage.State("rejected", "bad", "✕");
            case CANCELLED -> new RunPage.State("cancelled", "warn", "■");
        };
    }

    private static RunPage.State state(StepState state) {
        String text = words(state);
        return switch (state) {
            case WAITING -> new RunPage.State(text, "idle", "○");
            case RUNNING -> new RunPage.State(text, "running", "●");
            case SUCCEEDED -> new RunPage.State(text, "good", "✓");
            case FROM_CACHE -> new RunPage.State(text, "cached", "↺");
            case SKIPPED -> new RunPage.State(text, "idle", "»");
            case FAILED, REJECTED -> new RunPage.State(text, "bad", "✕");
            case CANCELLED -> new RunPage.State(text, "warn", "■");
        };
    }

    private static String words(StepState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Adds nothing to the page's tags. */
    private static final class NoInterceptor implements HtmlInterceptor {
        @Override
        public void onHtmlTagOpened(String tag, Map<String, Object> attributes, TemplateOutput out) {}

        @Override
        public void onHtmlTagClosed(String tag, TemplateOutput out) {}
    }
}
