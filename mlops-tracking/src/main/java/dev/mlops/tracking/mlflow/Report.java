package dev.mlops.tracking.mlflow;

import java.util.ArrayList;
import java.util.List;

/** Counts while an import goes on. */
final class Report {
    private final List<ImportSummary.Problem> problems = new ArrayList<>();
    private int experiments;
    private int runs;
    private int known;
    private long points;
    private int artifacts;

    void problem(String item, String what) {
        problems.add(new ImportSummary.Problem(item, what));
    }

    void experiment() {
        experiments++;
    }

    void run(boolean added, long points, int artifacts) {
        if (added) {
            runs++;
        } else {
            known++;
        }
        this.points += points;
        this.artifacts += artifacts;
    }

    ImportSummary summary() {
        return new ImportSummary(experiments, runs, known, points, artifacts, problems);
    }
}
