package dev.mlops.serving;

import java.time.InstantSource;

/** The candidate, which is the second of two arms, has the hashes below its share of now, and so keeps them as it grows. */
record CanarySplitter(CanarySchedule schedule, InstantSource clock) implements Splitter {

    @Override
    public int pick(long hash) {
        return KeyHash.share(hash) < schedule.share(clock.millis()) ? 1 : 0;
    }
}
