package dev.mlops.examples.trips;

import dev.mlops.evaluation.Evaluation;
import dev.mlops.model.Model;

/**
 * A trained model and how good it is.
 *
 * @param plan what was trained
 * @param model the model
 * @param validation how it does on the validation trips
 * @param score its line of the leaderboard
 */
record TripResult(TripPlan plan, Model model, Evaluation validation, TripScore score) {

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
        return new TripResult(plan, model, validation, score);
    }
}
