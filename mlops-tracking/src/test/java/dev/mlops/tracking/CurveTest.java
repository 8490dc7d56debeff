package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.MetricPoint;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CurveTest {

    @Property(tries = 300)
    void fewPointsKeepTheExtremesAndTheEnd(
            @ForAll @Size(min = 1, max = 400) List<Double> values, @ForAll @IntRange(min = 5, max = 60) int most) {
        List<MetricPoint> points = IntStream.range(0, values.size())
                .mapToObj(step -> Recorded.point("loss", values.get(step), step))
                .toList();
        Curve curve = new Curve(200);
        points.forEach(curve);
        List<MetricPoint> kept = curve.points(most);
        double[] finite = points.stream()
                .mapToDouble(MetricPoint::value)
                .filter(Double::isFinite)
                .toArray();
        assertThat(kept)
                .isSubsetOf(points)
                .isSortedAccordingTo(MetricPoint.ORDER)
                .contains(points.get(points.size() - 1));
        assertThat(kept.size()).isLessThanOrEqualTo(most + 25);
        if (finite.length > 0) {
            assertThat(kept)
                    .extracting(MetricPoint::value)
                    .contains(java.util.Arrays.stream(finite).min().orElseThrow() + 0.0)
                    .contains(java.util.Arrays.stream(finite).max().orElseThrow() + 0.0);
        }
        assertThat(curve.count()).isEqualTo(values.size());
        assertThat(curve.drawable()).isEqualTo(finite.length);
    }

    @Property(tries = 50)
    void infiniteValuesTakeNoPlaceFromFiniteOnes(@ForAll @IntRange(min = 1, max = 5_000) int count) {
        Curve curve = new Curve(40);
        for (int step = 0; step < count; step++) {
            curve.accept(Recorded.point("loss", step % 2 == 0 ? Double.POSITIVE_INFINITY : step, step));
        }
        List<Double> kept = curve.points(40).stream().map(MetricPoint::value).toList();
        assertThat(kept).contains(Double.POSITIVE_INFINITY);
        if (count > 1) {
            assertThat(kept).contains(1.0, (double) (count % 2 == 0 ? count - 1 : count - 2));
        }
    }
}
