package dev.mlops.serving;

/** What a version was rewarded with as one arm. Thread-safe. */
final class Rewards {
    private volatile Sum sum = new Sum(0, 0);

    /** How many rewards there were, and their sum. */
    private record Sum(long count, double rewarded) {}

    /** Throws IllegalArgumentException unless a prediction of this model may be rewarded with this. */
    static void requireSense(Prediction prediction, String model, double reward) {
        if (!(reward >= 0 && reward <= 1)) {
            throw new IllegalArgumentException("reward is " + reward + ", expected one from 0 to 1");
        }
        if (!prediction.model().equals(model)) {
            throw new IllegalArgumentException(
                    "prediction is of model '" + prediction.model() + "', expected one of '" + model + "'");
        }
    }

    synchronized void add(double reward) {
        sum = new Sum(sum.count() + 1, sum.rewarded() + reward);
    }

    /** What the arm is worth if this is the seed: a draw from its posterior. */
    double draw(long seed) {
        Sum now = sum;
        return Beta.draw(1 + now.rewarded(), 1 + now.count() - now.rewarded(), seed);
    }

    ArmRewards of(String arm, int version) {
        Sum now = sum;
        return new ArmRewards(arm, version, now.count(), now.rewarded());
    }
}
