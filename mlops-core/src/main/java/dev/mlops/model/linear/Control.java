package dev.mlops.model.linear;

import dev.mlops.model.ObservableTrainer;

/**
 * When a solver ends, and whom it tells.
 *
 * @param tolerance the bound of its error
 * @param maxIterations the bound of its iterations
 * @param listener told of each evaluation
 */
record Control(double tolerance, int maxIterations, ObservableTrainer.Listener listener) {

    /** The same, telling the objective times {@code factor}. */
    Control scaled(double factor) {
        return new Control(
                tolerance,
                maxIterations,
                (iteration, objective, error) -> listener.evaluated(iteration, factor * objective, error));
    }
}
