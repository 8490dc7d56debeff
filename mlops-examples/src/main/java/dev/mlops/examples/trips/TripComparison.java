package dev.mlops.examples.trips;

import dev.mlops.NotFoundException;
import dev.mlops.evaluation.Feasibility;
import java.util.List;

/**
 * All kinds of models, compared.
 *
 * @param leaderboard the smallest error on the validation trips first
 * @param feasibility whether the models are worth more than the baselines
 */
record TripComparison(List<TripResult> leaderboard, Feasibility feasibility) {

    /** The result of one kind of model. */
    TripResult of(String model) {
        return leaderboard.stream()
                .filter(result -> result.score().model().equals(model))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("model '" + model + "' isn't among those compared"));
    }
}
