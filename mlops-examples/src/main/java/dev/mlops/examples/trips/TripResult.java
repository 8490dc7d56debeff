package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.model.Model;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained model and how good it is.
 *
 * @param plan what was trained
 * @param model the model
 * @param later the validation trips
 * @param validation how it does on the validation trips
 * @param score its line of the leaderboard
 */
record TripResult(TripPlan plan, Model model, Dataset<Trip> later, Evaluation validation, TripScore score) {

    /** Trains a model, and measures it on the trips that it was trained on and on later ones. */
    static TripResult of(TripPlan plan, TripMonths months) {
        long start = System.nanoTime();
        Model model = plan.model().train(plan.features(), plan.alpha(), months.train());
        double seconds = (System.nanoTime() - start) / 1e9;
        Evaluation validation = Evaluation.of(model, months.validation());
        TripScore score = new TripScore(
                plan.model().toString(),
                plan.alpha(),
                plan.features().toString(),
                model.vectorizer().columns().size(),
                months.train().size(),
                months.validation().size(),
                Evaluation.of(model, months.train()).rmse(),
                validation.rmse(),
                months.test().map(trips -> Evaluation.of(model, trips).rmse()).orElse(null),
                seconds);
        return new TripResult(plan, model, months.validation(), validation, score);
    }

    /** Its errors by the names that runs have them under: the same whenever the same model is trained. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("train_rmse", score.trainRmse());
        metrics.put("val_rmse", score.valRmse());
        metrics.put("val_mae", validation.mae());
        if (score.testRmse() != null) {
            metrics.put("test_rmse", score.testRmse());
        }
        return metrics;
    }
}
