package dev.mlops.tracking.mlflow;

import java.util.List;

/**
 * What an import did.
 *
 * @param experiments how many experiments were read
 * @param runs how many runs are new here
 * @param known how many runs were here before; what they lacked was added
 * @param points how many points of metrics were read
 * @param artifacts how many artifacts were read
 * @param problems what was left out or changed, in the order in which it was found
 */
public record ImportSummary(int experiments, int runs, int known, long points, int artifacts, List<Problem> problems) {

    /** Copies the list. */
    public ImportSummary {
        problems = List.copyOf(problems);
    }

    /**
     * Something that isn't here as it is in MLflow.
     *
     * @param item which one, such as {@code run 0123… param 'notes'}
     * @param what what is wrong with it, and what became of it
     */
    public record Problem(String item, String what) {
        @Override
        public String toString() {
            return item + ": " + what;
        }
    }

    /** The counts in one line, then a line for each problem. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("experiments: " + experiments + ", new runs: " + runs + ", known runs: "
                + known + ", points: " + points + ", artifacts: " + artifacts);
        problems.forEach(problem -> text.append('\n').append(problem));
        return text.toString();
    }
}
