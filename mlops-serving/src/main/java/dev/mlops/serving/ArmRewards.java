package dev.mlops.serving;

/**
 * What {@link Predictor#reward} has told of an arm.
 *
 * @param arm the alias or the number
 * @param version its present version, whose predictions were rewarded
 * @param count how many were
 * @param sum the sum of their rewards
 */
public record ArmRewards(String arm, int version, long count, double sum) {

    /** The mean reward that is expected of the arm, by its posterior Beta(1 + sum, 1 + count - sum): 1/2 before the first one. */
    public double expected() {
        return (1 + sum) / (2 + count);
    }
}
