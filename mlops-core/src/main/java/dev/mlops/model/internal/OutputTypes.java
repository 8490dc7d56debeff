package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import org.tribuo.Model;
import org.tribuo.Output;

/** Tribuo's models by what they answer. */
final class OutputTypes {
    private OutputTypes() {}

    /** The model, if it answers this; another one was put in its place where it doesn't. */
    static <T extends Output<T>> Model<T> require(Model<?> model, Class<T> type) {
        try {
            return model.castModel(type);
        } catch (ClassCastException e) {
            throw new InvalidException(
                    "model '" + model.getClass().getName() + "' answers no " + type.getSimpleName()
                            + ", as the signature says: the files of different models were swapped",
                    e);
        }
    }
}
