package dev.mlops.examples.trips;

import dev.mlops.evaluation.Feasibility;
import java.util.List;

/**
 * All kinds of models, compared.
 *
 * @param leaderboard the smallest error on the validation trips first
 * @param feasibility whether the models are worth more than the baselines
 */
record TripComparison(List<TripResult> leaderboard, Feasibility feasibility) {}
