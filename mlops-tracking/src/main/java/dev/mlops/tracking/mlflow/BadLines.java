package dev.mlops.tracking.mlflow;

import dev.mlops.InvalidException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The lines of one file that are left out: the first few are told of, the others counted. */
final class BadLines {
    private static final int SHOWN = 3;

    private final Set<String> shown = new LinkedHashSet<>();
    private long others;

    void add(InvalidException why) {
        String what = Texts.leftOut(why);
        if (shown.size() < SHOWN) {
            shown.add(what);
        } else if (!shown.contains(what)) {
            others++;
        }
    }

    void report(String item, Report report) {
        shown.forEach(what -> report.problem(item, what));
        if (others > 0) {
            report.problem(item, others + " more of its lines are left out");
        }
    }
}
