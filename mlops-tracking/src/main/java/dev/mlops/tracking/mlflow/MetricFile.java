package dev.mlops.tracking.mlflow;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.MetricPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A file with the points of a metric: a line each, {@code timestamp value [step [dataset digest]]}, as MLflow appends them.
 * MLflow 3 itself reads step 0 from lines that name a dataset; here they have the step that was written.
 */
record MetricFile(String key, Path file) {
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

    /**
     * Hands over one point after the other, and why a line is none: it isn't one, or the key or its time is none that this
     * library takes.
     *
     * @throws IOException if the file can't be read
     */
    void forEach(Consumer<? super MetricPoint> each, Consumer<? super InvalidException> bad) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    Optional<MetricPoint> point = point(line.strip(), number, bad);
                    point.ifPresent(each);
                }
            }
        }
    }

    private Optional<MetricPoint> point(String line, long number, Consumer<? super InvalidException> bad) {
        try {
            return Optional.of(point(line, number));
        } catch (InvalidException e) {
            bad.accept(e);
            return Optional.empty();
        }
    }

    private MetricPoint point(String line, long number) {
        String[] parts = BLANK.split(line, -1);
        if (parts.length < 2 || parts.length == 4) {
            throw new InvalidException(
                    "line " + number + " has " + parts.length + " fields, expected 2, 3, or 5 and more");
        }
        try {
            long step = parts.length == 2 ? 0 : Long.parseLong(parts[2]);
            return new MetricPoint(key, value(parts[1]), step, Instant.ofEpochMilli(Long.parseLong(parts[0])));
        } catch (NumberFormatException e) {
            throw new InvalidException("line " + number + " isn't 'timestamp value step', expected numbers", e);
        }
    }

    /** A double as Python writes it. */
    private static double value(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!DECIMAL.matcher(lower).matches()) {
                    throw new NumberFormatException(text);
                }
                yield Double.parseDouble(lower);
            }
        };
    }
}
