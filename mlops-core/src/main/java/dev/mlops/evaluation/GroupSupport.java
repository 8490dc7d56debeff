package dev.mlops.evaluation;

import java.util.List;

/**
 * How many rows there are to learn from for each group of rows, such as each pair of zones, and what is gained where
 * there are few.
 *
 * @param columns the columns that make a group
 * @param counted {@code training} where rows of the training data are counted, {@code held-out} where it isn't known
 * @param groups how many groups have a counted row
 * @param fewest rows in the smallest of these groups
 * @param median the median of their rows
 * @param small the share of these groups with fewer than {@link #SMALL} rows
 * @param unseenRows the share of held-out rows whose group has no counted row
 * @param smallRows the share of held-out rows whose group has some, but fewer than {@link #SMALL}
 * @param levels the held-out rows by how many rows their group has, ascending
 */
public record GroupSupport(
        List<String> columns,
        String counted,
        int groups,
        int fewest,
        double median,
        double small,
        double unseenRows,
        double smallRows,
        List<Level> levels) {
    /** Below this many rows a group is small: too few to tell its mean from noise. */
    public static final int SMALL = 5;

    /** Copies the lists. */
    public GroupSupport {
        columns = List.copyOf(columns);
        levels = List.copyOf(levels);
    }

    /**
     * The held-out rows whose group has a number of rows in a range.
     *
     * @param range such as {@code 5 to 19}
     * @param rows how many held-out rows
     * @param share their share of all held-out rows
     * @param baseline the metric of the best baseline on them; NaN where it isn't defined
     * @param candidate the metric of the best candidate on them; NaN where it isn't defined
     * @param gain the candidate's relative gain on them, see {@link Gain#relative}; NaN where it isn't defined
     */
    public record Level(String range, int rows, double share, double baseline, double candidate, double gain) {}
}
