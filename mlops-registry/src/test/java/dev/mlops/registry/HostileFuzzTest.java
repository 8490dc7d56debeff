package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were changed at random, read in a process of 128 MB: {@code -Psoak} does more. */
final class HostileFuzzTest {
    private static final int TRIES = 1_500 * Integer.getInteger("mlops.soak", 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 20260131})
    void what_was_changed_at_random_is_read_or_refused_and_nothing_else_happens(long seed)
            throws IOException, InterruptedException {
        Process process = JavaProcess.start(HostileFuzz.class, String.valueOf(seed), String.valueOf(TRIES));
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).matches("dead \\d+").satisfies(line -> assertThat(
                            Integer.parseInt(line.substring(5)))
                    .isBetween(TRIES, 7 * TRIES));
            assertThat(process.waitFor()).isZero();
        }
    }
}
