package dev.mlops.pipeline;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations such as {@code 1d12h}, {@code 5m}, {@code 1.5s} or {@code 250ms}, units falling; and ISO-8601 such as
 * {@code PT5M}, which is also how a negative one is printed. A day is 24 hours.
 */
record DurationType() implements ParamType<Duration> {
    private static final String NUMBER = "([0-9]{1,19})";
    private static final Pattern UNITS = Pattern.compile("(?:" + NUMBER + "d)?(?:" + NUMBER + "h)?(?:" + NUMBER
            + "m(?!s))?(?:" + NUMBER + "(?:\\.([0-9]{1,9}))?s)?(?:" + NUMBER + "ms)?(?:" + NUMBER + "us)?(?:" + NUMBER
            + "ns)?");
    private static final int NANO_DIGITS = 9;

    @Override
    public Duration parse(String text) {
        String compact = text.strip().toLowerCase(Locale.ROOT);
        try {
            Matcher units = UNITS.matcher(compact);
            return !compact.isEmpty() && units.matches() ? sum(units) : Duration.parse(text.strip());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw refuse(text);
        }
    }

    private static Duration sum(Matcher units) {
        String fraction = units.group(5) == null ? "" : units.group(5);
        String nanos = fraction + "0".repeat(NANO_DIGITS - fraction.length());
        return Duration.ofDays(number(units, 1))
                .plusHours(number(units, 2))
                .plusMinutes(number(units, 3))
                .plusSeconds(number(units, 4))
                .plusNanos(Long.parseLong(nanos))
                .plusMillis(number(units, 6))
                .plusNanos(Math.multiplyExact(number(units, 7), 1000L))
                .plusNanos(number(units, 8));
    }

    private static long number(Matcher units, int group) {
        return units.group(group) == null ? 0 : Long.parseLong(units.group(group));
    }

    @Override
    public String print(Duration value) {
        if (value.isNegative()) {
            return value.toString();
        }
        List<String> parts = new ArrayList<>();
        add(parts, value.toDaysPart(), "d");
        add(parts, value.toHoursPart(), "h");
        add(parts, value.toMinutesPart(), "m");
        add(parts, value.toSecondsPart(), "s");
        add(parts, value.toNanosPart() / 1_000_000, "ms");
        add(parts, value.toNanosPart() / 1000 % 1000, "us");
        add(parts, value.toNanosPart() % 1000, "ns");
        return parts.isEmpty() ? "0s" : String.join("", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + unit);
        }
    }

    @Override
    public String hint() {
        return "duration";
    }

    @Override
    public String expected() {
        return "a duration such as 90s, 1h30m or PT5M";
    }
}
