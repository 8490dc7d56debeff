package dev.mlops.evaluation;

import dev.mlops.evaluation.internal.FeasibilityPage.Chart;
import dev.mlops.evaluation.internal.FeasibilityPage.Mark;
import dev.mlops.evaluation.internal.FeasibilityPage.Tick;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gains and their intervals, placed in a drawing that is 1,000 wide: names to the left of {@link #LEFT}, values to the
 * right of {@link #RIGHT}, the axis between. Losses beyond 100 % are cut off.
 */
final class GainChart {
    private static final double LEFT = 210;
    private static final double RIGHT = 800;
    private static final int TOP = 34;
    private static final int ROW = 38;
    private static final int MOST_TICKS = 7;
    private static final double[] STEPS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};
    private static final int LONGEST_NAME = 28;

    private final double from;
    private final double to;

    private GainChart(double from, double to) {
        this.from = from;
        this.to = to;
    }

    static Chart of(Feasibility answer) {
        double from = 0;
        double to = answer.worthIt();
        for (Contender contender : answer.contenders()) {
            if (contender.gain() != null) {
                from = Math.min(from, Math.max(-1, contender.gain().relative().low()));
                to = Math.max(to, Math.min(1, contender.gain().relative().high()));
            }
        }
        double margin = Math.max(0.01, 0.06 * (to - from));
        return new GainChart(from - margin, to + margin).draw(answer);
    }

    private Chart draw(Feasibility answer) {
        List<Mark> marks = new ArrayList<>();
        for (Contender contender : answer.contenders()) {
            marks.add(mark(contender, contender.gain(), TOP + ROW * marks.size() + ROW / 2.0, answer.worthIt()));
        }
        int height = TOP + ROW * marks.size() + 34;
        String worthText = "worth it from " + Text.percent(answer.worthIt());
        return new Chart(height, x(0), x(answer.worthIt()), worthText, ticks(), marks);
    }

    private Mark mark(Contender contender, @Nullable Gain gain, double y, double worthIt) {
        if (gain == null) {
            return new Mark(shortened(contender.name()), "idle", "the baseline", y, x(0), x(0), x(0));
        }
        Interval relative = gain.relative();
        String tone = contender.baseline()
                ? "idle"
                : relative.low() >= worthIt ? "good" : relative.high() < worthIt ? "bad" : "warn";
        return new Mark(
                shortened(contender.name()),
                tone,
                Text.signed(relative.estimate()),
                y,
                x(relative.low()),
                x(relative.estimate()),
                x(relative.high()));
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    private List<Tick> ticks() {
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && (to - from) / STEPS[i] <= MOST_TICKS; i--) {
            step = STEPS[i];
        }
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
            ticks.add(new Tick(x(i * step), Text.percent(i * step)));
        }
        return ticks;
    }

    private double x(double gain) {
        double share = (Math.min(Math.max(gain, from), to) - from) / (to - from);
        return Math.round(10 * (LEFT + share * (RIGHT - LEFT))) / 10.0;
    }
}
