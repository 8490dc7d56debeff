package dev.mlops.serving.http;

import dev.mlops.data.Dataset;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Fill;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

/** Small models for protocols: one of numbers, one of labels, and one that reads a field of every kind. */
final class Models {
    static final LocalDateTime MONDAY = LocalDateTime.of(2021, 2, 1, 8, 30);

    record Ride(int from, double miles, double minutes, String speed) {}

    record Kinds(
            boolean flag,
            byte tiny,
            short small,
            int whole,
            long large,
            float narrow,
            double wide,
            String text,
            LocalDateTime time,
            double answer) {}

    record Rated(double miles, @Nullable Double rating, double minutes) {}

    private Models() {}

    private static Dataset<Ride> rides(double pace) {
        return Dataset.of(
                "rides",
                Ride.class,
                IntStream.range(0, 200)
                        .mapToObj(
                                i -> new Ride(i % 7, i % 11, 4 + i % 7 + pace * (i % 11), i % 11 > 5 ? "far" : "near"))
                        .toList());
    }

    private static Features features() {
        return Features.of(Feature.category("from").unseen(Rule.FAIL), Feature.number("miles"));
    }

    /** Minutes from {@code from}, a whole number from 0 to 6, and {@code miles}. */
    static Model minutes(double pace) {
        Dataset<Ride> rides = rides(pace);
        return Model.regression(features().fit(rides), "minutes").train(new RidgeTrainer(0.001), rides);
    }

    /** {@code near} or {@code far} from the same. */
    static Model speed() {
        Dataset<Ride> rides = rides(1);
        return Model.classification(features().fit(rides), "speed").train(new LogisticRegressionTrainer(), rides);
    }

    /** Minutes from {@code miles} and {@code rating}, which may be missing. */
    static Model rated() {
        List<Rated> rows = IntStream.range(0, 100)
                .mapToObj(i -> new Rated(i % 11, i % 6 == 5 ? null : (double) (i % 6), i % 11 + 2 * (i % 6)))
                .toList();
        Dataset<Rated> data = Dataset.of("rated", Rated.class, rows);
        Features features =
                Features.of(Feature.number("miles"), Feature.number("rating").fill(Fill.constant(1)));
        return Model.regression(features.fit(data), "minutes").train(new RidgeTrainer(1), data);
    }

    /** A number from fields of all types. */
    static Model kinds() {
        List<Kinds> rows = IntStream.range(0, 100)
                .mapToObj(i -> kinds(i, i + (i % 3 == 0 ? 5 : 0) + i % 24))
                .toList();
        Dataset<Kinds> data = Dataset.of("kinds", Kinds.class, rows);
        Features features = Features.of(
                Feature.category("flag"),
                Feature.number("tiny"),
                Feature.number("small"),
                Feature.number("whole"),
                Feature.number("large"),
                Feature.number("narrow"),
                Feature.number("wide"),
                Feature.category("text"),
                Feature.hour("time"));
        return Model.regression(features.fit(data), "answer").train(new RidgeTrainer(1), data);
    }

    static Kinds kinds(int i, double answer) {
        return new Kinds(
                i % 2 == 0,
                (byte) i,
                (short) (i * 7),
                i * 1_001,
                i * 3L,
                i / 4f,
                i / 8.0,
                i % 3 == 0 ? "döner" : "b",
                MONDAY.plusHours(i),
                answer);
    }

    /** The same row as JSON has it. */
    static Map<String, ?> row(Kinds row) {
        return Map.of(
                "flag", row.flag(),
                "tiny", row.tiny(),
                "small", row.small(),
                "whole", row.whole(),
                "large", row.large(),
                "narrow", row.narrow(),
                "wide", row.wide(),
                "text", row.text(),
                "time", row.time().toString());
    }
}
