import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import dev.mlops.data.Column;
import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.LassoTrainer;
import dev.mlops.model.linear.LinearRegressionTrainer;
import dev.mlops.model.linear.RidgeTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.tribuo.Trainer;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.regression.Regressor;

/**
 * Our half of compare-with-scikit-learn.sh. Arguments: the CSV file to write for the other half, then perhaps a month of
 * green-taxi trips; without one the trips are generated. Prints a line a measurement: name, median milliseconds when
 * warm, and the training error.
 */
public final class CompareWithScikitLearn {
    private static final int WARM_UP = 25;
    private static final int ROUNDS = 21;
    private static final Features FEATURES =
            Features.of(Feature.cross("PULocationID", "DOLocationID"), Feature.number("trip_distance"));

    record Times(
            @Column("lpep_pickup_datetime") LocalDateTime pickup,
            @Column("lpep_dropoff_datetime") LocalDateTime dropoff,
            int PULocationID,
            int DOLocationID,
            double trip_distance) {
        Trip trip() {
            double minutes = Duration.between(pickup, dropoff).toMillis() / 60_000.0;
            return new Trip(PULocationID, DOLocationID, trip_distance, minutes);
        }
    }

    record Trip(int PULocationID, int DOLocationID, double trip_distance, double duration) {}

    /** Keeps the vectorised rows, and the time at which they arrived. */
    private static final class Arrival implements Trainer<Regressor> {
        private final Trainer<Regressor> trainer = new RidgeTrainer(1);
        private org.tribuo.Dataset<Regressor> rows;
        private long time;

        @Override
        public org.tribuo.Model<Regressor> train(
                org.tribuo.Dataset<Regressor> rows, Map<String, Provenance> provenance) {
            time = System.nanoTime();
            this.rows = rows;
            return trainer.train(rows, provenance);
        }

        @Override
        public int getInvocationCount() {
            return trainer.getInvocationCount();
        }

        @Override
        public TrainerProvenance getProvenance() {
            return trainer.getProvenance();
        }
    }

    public static void main(String[] args) {
        Dataset<Trip> trips = args.length > 1 ? read(Path.of(args[1])) : generate();
        write(trips, Path.of(args[0]));
        trips.contentHash();
        org.tribuo.Dataset<Regressor> rows = vectorize(trips);
        fit("linear-regression", new LinearRegressionTrainer(), rows, trips);
        fit("ridge-1", new RidgeTrainer(1), rows, trips);
        fit("lasso-0.01", new LassoTrainer(0.01), rows, trips);
    }

    private static org.tribuo.Dataset<Regressor> vectorize(Dataset<Trip> trips) {
        double[] times = new double[ROUNDS];
        Arrival arrival = new Arrival();
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Model.regression(FEATURES.fit(trips), "duration").train(arrival, trips);
            times[Math.max(i, 0)] = (arrival.time - start) / 1e6;
        }
        print("vectorize", times, 0);
        return arrival.rows;
    }

    private static void fit(
            String name, Trainer<Regressor> trainer, org.tribuo.Dataset<Regressor> rows, Dataset<Trip> trips) {
        double[] times = new double[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long start = System.nanoTime();
            trainer.train(rows, Map.of());
            times[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
        }
        print(name, times, error(Model.regression(FEATURES.fit(trips), "duration").train(trainer, trips), trips));
    }

    private static void print(String name, double[] times, double error) {
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%s %.2f %.9f%n", name, times[times.length / 2], error);
    }

    private static double error(Model model, Dataset<Trip> trips) {
        double[] predicted = model.predictAll(trips.rows());
        double sum = 0;
        for (int i = 0; i < predicted.length; i++) {
            double error = trips.rows().get(i).duration() - predicted[i];
            sum += error * error;
        }
        return Math.sqrt(sum / predicted.length);
    }

    private static Dataset<Trip> read(Path month) {
        return RecordReader.of(Times.class)
                .read(month)
                .map(Trip.class, Times::trip)
                .filter(trip -> trip.duration() >= 1 && trip.duration() <= 60);
    }

    /** As many trips as January 2021 has, with some distances that can't be, as there. */
    private static Dataset<Trip> generate() {
        Random random = new Random(20210101);
        List<Trip> trips = new ArrayList<>();
        for (int i = 0; i < 73_908; i++) {
            double miles = Math.exp(random.nextGaussian() + 0.7);
            double metered = random.nextInt(1_200) == 0 ? 250_000 * random.nextDouble() : miles;
            double minutes = Math.min(60, 5 + 3 * miles + Math.abs(random.nextGaussian()));
            trips.add(new Trip(zone(random), zone(random), metered, minutes));
        }
        return Dataset.of("generated trips", Trip.class, trips);
    }

    private static int zone(Random random) {
        return 1 + (int) (262 * Math.pow(random.nextDouble(), 2));
    }

    private static void write(Dataset<Trip> trips, Path file) {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            for (Trip trip : trips) {
                out.println(trip.PULocationID() + "," + trip.DOLocationID() + "," + trip.trip_distance() + ","
                        + trip.duration());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompareWithScikitLearn() {}
}
