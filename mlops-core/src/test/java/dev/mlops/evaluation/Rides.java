package dev.mlops.evaluation;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Rides of about three minutes a mile, in zones of which a few are common. */
final class Rides {
    private Rides() {}

    static List<Ride> some(int count, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> ride(random)).limit(count).toList();
    }

    private static Ride ride(Random random) {
        double miles = 1 + 9 * random.nextDouble();
        return new Ride(
                1 + random.nextInt(4),
                "zone " + (int) Math.pow(60, random.nextDouble()),
                miles,
                LocalDateTime.of(2021, 2, 1, 0, 0).plusMinutes(random.nextInt(28 * 24 * 60)),
                random.nextInt(10) == 0 ? null : 1 + random.nextInt(5),
                3 * miles + random.nextGaussian());
    }
}
