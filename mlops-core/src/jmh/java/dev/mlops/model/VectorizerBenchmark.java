package dev.mlops.model;

import dev.mlops.data.Dataset;
import dev.mlops.model.internal.SparseMatrix;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Vectorising 73,908 trips; beside it, reading the same three fields and no more. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class VectorizerBenchmark {
    private final Dataset<Trip> trips = Trip.generate();
    private final Vectorizer fitted = Trip.features().fit(trips);
    private final Features rich = rich();

    private static Features rich() {
        NumberFeature distance = Feature.number("trip_distance")
                .within(0.01, 100)
                .fill(Fill.medianBy("PULocationID", "DOLocationID").orElse(Fill.medianBy("PULocationID")));
        return Features.of(
                Feature.cross("PULocationID", "DOLocationID"),
                Feature.category("PULocationID"),
                Feature.category("DOLocationID"),
                distance,
                distance.sqrt(),
                distance.log1p(),
                distance.flag());
    }

    /** The floor: reads the fields. */
    @Benchmark
    public double readFields() {
        double sum = 0;
        for (Trip trip : trips) {
            sum += trip.PULocationID() + trip.DOLocationID() + trip.trip_distance();
        }
        return sum;
    }

    /** Fits on the trips. */
    @Benchmark
    public Vectorizer fit() {
        return Trip.features().fit(trips);
    }

    /** Vectorises them with a fitted vectoriser. */
    @Benchmark
    public SparseMatrix transform() {
        return fitted.matrix(trips);
    }

    /** Both, as training does. */
    @Benchmark
    public SparseMatrix fitAndTransform() {
        return Trip.features().fit(trips).matrix(trips);
    }

    /** Both, with more features and fills. */
    @Benchmark
    public SparseMatrix fitAndTransformRich() {
        return rich.fit(trips).matrix(trips);
    }
}
