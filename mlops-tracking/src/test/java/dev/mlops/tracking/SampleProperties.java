package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.storage.spi.MetricPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    void theLargestAndTheSmallestOfEachStretchAreKept(
            @ForAll @Size(max = 400) List<Double> values, @ForAll @IntRange(min = 3, max = 40) int most) {
        List<MetricPoint> all = points(values);
        List<MetricPoint> kept = sample(all, most);
        assertThat(kept).hasSizeLessThanOrEqualTo(most).isSubsetOf(all).isSortedAccordingTo(MetricPoint.ORDER);
        if (all.size() <= most) {
            assertThat(kept).isEqualTo(all);
            return;
        }
        int width = 1;
        while ((all.size() + width - 1) / width > most / 3) {
            width *= 2;
        }
        for (int from = 0; from < all.size(); from += width) {
            List<MetricPoint> stretch = all.subList(from, Math.min(all.size(), from + width));
            Comparator<MetricPoint> byValue = Comparator.comparingDouble(MetricPoint::value);
            double smallest = stretch.stream().min(byValue).orElseThrow().value();
            double largest = stretch.stream().max(byValue).orElseThrow().value();
            List<MetricPoint> here = kept.stream().filter(stretch::contains).toList();
            assertThat(here).extracting(MetricPoint::value).contains(smallest, largest);
        }
    }

    @Example
    void aNanIsSeenBesideTheExtremes() {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            values.add(i == 500 ? Double.NaN : (double) i);
        }
        List<MetricPoint> kept = sample(points(values), 30);
        assertThat(kept).extracting(MetricPoint::value).contains(Double.NaN, 0.0, 999.0);
        assertThat(kept).hasSizeLessThanOrEqualTo(30).hasSizeGreaterThan(10);
    }

    @Example
    void fewerThanThreePointsCantShowAStretch() {
        assertThatThrownBy(() -> new Sample(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2");
    }
}
