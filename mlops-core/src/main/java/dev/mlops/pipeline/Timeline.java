package dev.mlops.pipeline;

import dev.mlops.pipeline.internal.RunPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The time that a run took, as a line from 0 to 1 that its steps have their places on. */
final class Timeline {
    private static final int MOST_TICKS = 6;
    private static final double[] ROUND = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400};

    private final Instant start;
    private final Instant end;
    private final double seconds;

    private Timeline(Instant start, Instant end) {
        this.start = start;
        this.end = end;
        this.seconds = Math.max(1e-6, seconds(Duration.between(start, end)));
    }

    /** From the start of the run to its end, or to where the last step that is known of is, if that is later. */
    static Timeline of(PipelineRun<?> run) {
        Instant end = run.end().orElseGet(() -> run.start().plus(run.duration()));
        for (StepRun step : run.steps()) {
            Instant stepEnd = step.end().orElse(run.start());
            end = stepEnd.isAfter(end) ? stepEnd : end;
        }
        return new Timeline(run.start(), end);
    }

    /** How long a step took, so far if it still runs. */
    Duration length(StepRun step) {
        return step.end().isPresent() || step.start().isEmpty()
                ? step.duration()
                : Duration.between(step.start().get(), end);
    }

    RunPage.Bar bar(StepRun step) {
        double from = part(step.start().orElse(start));
        return new RunPage.Bar(from, Math.max(from, part(step.end().orElse(end))));
    }

    private double part(Instant moment) {
        return Math.min(1, Math.max(0, seconds(Duration.between(start, moment)) / seconds));
    }

    /** Round times, at most six of them, from 0. */
    List<RunPage.Tick> ticks() {
        double step = step();
        List<RunPage.Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= seconds; i++) {
            ticks.add(new RunPage.Tick(i * step / seconds, i == 0 ? "0" : label(i * step)));
        }
        return ticks;
    }

    private double step() {
        if (seconds / MOST_TICKS > 1) {
            for (double round : ROUND) {
                if (seconds / round < MOST_TICKS) {
                    return round;
                }
            }
            return Math.ceil(seconds / MOST_TICKS / 86400) * 86400;
        }
        double decade = Math.pow(10, Math.floor(Math.log10(seconds / MOST_TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if (seconds / (factor * decade) < MOST_TICKS) {
                return factor * decade;
            }
        }
        return 10 * decade;
    }

    private static String label(double seconds) {
        if (seconds < 0.0009995) {
            return Math.round(seconds * 1e6) + " µs";
        } else if (seconds < 0.9995) {
            return trimmed(seconds * 1e3) + " ms";
        } else if (seconds < 60) {
            return trimmed(seconds) + " s";
        }
        long minutes = Math.round(seconds / 60);
        boolean whole = seconds % 60 == 0;
        return seconds < 3600 && !whole
                ? minutes(seconds)
                : minutes < 60 ? minutes + " min" : trimmed(seconds / 3600) + " h";
    }

    private static String minutes(double seconds) {
        return (long) seconds / 60 + " min " + (long) seconds % 60 + " s";
    }

    private static String trimmed(double value) {
        return Double.toString(Math.round(value * 10) / 10.0).replaceAll("\\.0$", "");
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds() + duration.toNanosPart() / 1e9;
    }
}
