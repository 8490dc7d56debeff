package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.MlopsException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls to a store, one after the other.
 *
 * @param steps the calls
 */
record Script<S>(List<Step<S>> steps) {

    /** One call. */
    interface Call<S> {
        /** What the store answers. */
        Object on(S store);
    }

    /** A call with its description. */
    record Step<S>(String text, Call<S> call) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A call that answers something. */
    static <S> Step<S> ask(String text, Call<S> call) {
        return new Step<>(text, call);
    }

    /** A call without an answer. */
    static <S> Step<S> tell(String text, Consumer<S> call) {
        return new Step<>(text, store -> {
            call.accept(store);
            return "done";
        });
    }

    /** Makes each call to both, and compares what they answer or throw. */
    void compare(S store, S naive) {
        for (Step<S> step : steps) {
            assertThat(outcome(step, store)).as(step.text()).isEqualTo(outcome(step, naive));
        }
    }

    private static <S> Object outcome(Step<S> step, S store) {
        try {
            return step.call().on(store);
        } catch (MlopsException e) {
            return e.getClass();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append('\n').append(step));
        return text.toString();
    }
}
