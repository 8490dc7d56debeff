package dev.mlops.examples.trips;

import dev.mlops.InvalidException;
import java.util.Optional;

/**
 * What to train.
 *
 * @param model the kind of model
 * @param alpha the strength of its penalty, at least 0; kinds without a penalty don't use it
 * @param features the features that it learns from
 */
record TripPlan(TripModel model, double alpha, TripFeatures features) {

    /** A kind of model as it comes. */
    static TripPlan of(TripModel model) {
        return new TripPlan(model, model.defaultAlpha(), model.defaultFeatures());
    }

    /**
     * A kind of model with what the command line says in place of its defaults. A baseline takes no features, whatever
     * the command line says.
     *
     * @throws InvalidException if a model that needs features is to have none
     */
    static TripPlan of(TripModel model, Optional<Double> alpha, Optional<TripFeatures> features) {
        if (model.isBaseline()) {
            return of(model);
        }
        if (features.equals(Optional.of(TripFeatures.NONE))) {
            throw new InvalidException("features is 'none' for model '" + model + "': only a baseline needs none");
        }
        return new TripPlan(model, alpha.orElse(model.defaultAlpha()), features.orElse(model.defaultFeatures()));
    }
}
