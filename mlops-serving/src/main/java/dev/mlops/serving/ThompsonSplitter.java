package dev.mlops.serving;

import java.util.List;

/**
 * The arm that is worth most, where each is worth a draw from its posterior. The draw of an arm follows from the hash and the
 * posterior, so that equal keys have the same arm until more is known, and no state is shared but the posteriors.
 */
final class ThompsonSplitter implements Splitter {
    private final Arm<?>[] arms;
    private final long[] seeds; // an arm's draws are independent of the others'

    ThompsonSplitter(List<? extends Arm<?>> arms) {
        this.arms = arms.toArray(new Arm<?>[0]);
        this.seeds = arms.stream().mapToLong(arm -> KeyHash.of("", arm.name())).toArray();
    }

    @Override
    public int pick(long hash) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < arms.length; i++) {
            double worth = arms[i].served().rewards().draw(KeyHash.mix(hash + seeds[i]));
            if (worth > most) {
                best = i;
                most = worth;
            }
        }
        return best;
    }
}
