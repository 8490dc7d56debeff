package dev.mlops.evaluation;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The interval of an RMSE from 1,000 resamples of 61,921 rows, beside the loop that one would write by hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class BootstrapBenchmark {
    private static final int ROWS = 61_921;

    private double[] errors;
    private Evaluation evaluation;

    @Setup
    public void prepare() {
        errors = new SplittableRandom(1).doubles(ROWS, -1, 1).toArray();
        evaluation = Evaluation.regression(new double[ROWS], errors);
    }

    @Benchmark
    public Interval interval() {
        return evaluation.interval(Metric.RMSE, 0.95);
    }

    @Benchmark
    public double[] byHand() {
        SplittableRandom random = new SplittableRandom(1);
        double[] replicates = new double[Bootstrap.RESAMPLES];
        for (int resample = 0; resample < replicates.length; resample++) {
            double sum = 0;
            for (int draw = 0; draw < ROWS; draw++) {
                double error = errors[random.nextInt(ROWS)];
                sum += error * error;
            }
            replicates[resample] = Math.sqrt(sum / ROWS);
        }
        return replicates;
    }
}
