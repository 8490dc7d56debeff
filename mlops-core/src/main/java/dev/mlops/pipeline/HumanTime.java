package dev.mlops.pipeline;

import java.time.Duration;
import java.util.Locale;

/** Durations for people: three digits and a unit, or two units. */
final class HumanTime {
    private HumanTime() {}

    static String of(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            return "0 ms";
        }
        double seconds = duration.toSeconds() + duration.toNanosPart() / 1e9;
        if (seconds < 0.0009995) {
            return digits(seconds * 1e6) + " µs";
        } else if (seconds < 0.9995) {
            return digits(seconds * 1e3) + " ms";
        } else if (seconds < 59.95) {
            return digits(seconds) + " s";
        }
        long whole = duration.plusMillis(500).toSeconds();
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    private static String digits(double value) {
        String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
