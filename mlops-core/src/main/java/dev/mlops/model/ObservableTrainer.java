package dev.mlops.model;

import org.tribuo.Output;
import org.tribuo.Trainer;

/**
 * A trainer that tells how its training goes. The trainers of {@link dev.mlops.model.linear} do; Tribuo's own only write to
 * java.util.logging.
 *
 * @param <T> Tribuo's kind of output
 */
public interface ObservableTrainer<T extends Output<T>> extends Trainer<T> {

    /** The same trainer that also tells this listener, in place of an earlier one. The listener isn't part of its provenance. */
    ObservableTrainer<T> onIteration(Listener listener);

    /** Told in the course of training, on the thread that trains, which goes on when this returns; what it throws ends it. */
    @FunctionalInterface
    interface Listener {
        /**
         * The trainer has evaluated where it stands.
         *
         * @param iteration how many iterations it has made, ascending; not every one is told of
         * @param objective what the trainer minimises, as its page states it
         * @param error the distance from the optimum in the trainer's own measure
         */
        void evaluated(long iteration, double objective, double error);
    }
}
