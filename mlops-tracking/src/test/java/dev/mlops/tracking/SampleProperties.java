package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.storage.spi.MetricPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class SampleProperties {
    private static List<MetricPoint> points(List<Double> values) {
        List<MetricPoint> points = new ArrayList<>();
        for (double value : values) {
            points.add(new MetricPoint("loss", value, points.size(), Instant.EPOCH));
        }
        return points;
    }

    private static List<MetricPoint> sample(List<MetricPoint> points, int most) {
        Sample sample = new Sample(most);
        points.forEach(sample::add);
        return sample.points();
    }

    @Property
    void theEndsAndTheExtremesAreKeptAndNeverMoreThanAskedFor(
            @ForAll @Size(max = 400) List<Double> values, @ForAll @IntRange(min = 3, max = 40) int most) {
        List<MetricPoint> all = points(values);
        List<MetricPoint> kept = sample(all, most);
        assertThat(kept).hasSizeLessThanOrEqualTo(most).isSubsetOf(all).isSortedAccordingTo(MetricPoint.ORDER);
        if (all.size() <= most) {
            assertThat(kept).isEqualTo(all);
            return;
        }
        assertThat(kept).contains(all.get(0), all.get(all.size() - 1));
        DoubleSummaryStatistics numbers = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .summaryStatistics();
        if (most > 4 && numbers.getCount() > 0) {
            assertThat(kept)
                    .extracting(point -> point.value() + 0.0)
                    .contains(numbers.getMin() + 0.0, numbers.getMax() + 0.0);
        }
    }

    @Property(tries = 200)
    void aLongHistoryTakesWhatItMay(
            @ForAll @IntRange(min = 10, max = 200) int most, @ForAll @IntRange(min = 401, max = 5_000) int count) {
        Random random = new Random(count);
        List<MetricPoint> noise = points(random.doubles(count).boxed().toList());
        List<MetricPoint> falling = points(
                IntStream.range(0, count).mapToObj(step -> 1.0 / (step + 1)).toList());
        List<MetricPoint> flat = points(Collections.nCopies(count, 1.0));
        assertThat(sample(noise, most)).hasSizeBetween(most - 4, most);
        assertThat(sample(falling, most)).hasSizeBetween(most - 4, most);
        assertThat(sample(flat, most)).hasSizeBetween(most - 4, most);
    }

    @Property
    void eachStretchKeepsItsExtremes(@ForAll @IntRange(min = 10, max = 60) int most) {
        List<Double> peaks = new ArrayList<>();
        int stretches = most / 3 - 1;
        for (int i = 0; i < 40 * stretches; i++) {
            peaks.add(i % 40 == 20 ? 100.0 + i : i % 40 == 30 ? -100.0 - i : Math.sin(i));
        }
        long seen = sample(points(peaks), most).stream()
                .filter(point -> Math.abs(point.value()) > 50)
                .count();
        assertThat(seen).isEqualTo(2L * stretches);
    }

    @Example
    void aNanIsSeenBesideTheExtremes() {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            values.add(i == 500 ? Double.NaN : (double) i);
        }
        List<MetricPoint> kept = sample(points(values), 30);
        assertThat(kept).extracting(MetricPoint::value).contains(Double.NaN, 0.0, 999.0);
        assertThat(kept).hasSizeLessThanOrEqualTo(30).hasSizeGreaterThan(25);
    }

    @Example
    void fewerThanThreePointsCantShowAStretch() {
        assertThatThrownBy(() -> new Sample(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2");
    }
}
