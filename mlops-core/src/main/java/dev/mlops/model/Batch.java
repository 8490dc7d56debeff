package dev.mlops.model;

import dev.mlops.InvalidException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers many rows in order, and names the one that can't be answered. */
final class Batch {
    private Batch() {}

    /** Answers one row of a batch. */
    @FunctionalInterface
    interface Answer {
        void give(Object row, int index);
    }

    /**
     * Answers every row.
     *
     * @param before how many rows went before these, for their numbers in messages
     * @param bind gives what answers rows of a class; looked up again only where the class changes
     * @throws InvalidException if a row can't be answered; names it, from 1
     * @throws NullPointerException if a row is null; names it, from 1
     */
    static void run(List<?> rows, int before, Function<Class<?>, Answer> bind) {
        Class<?> type = null;
        Answer answer = null;
        int index = 0;
        for (Object row : rows) {
            Class<?> found = typeOf(row, before + index);
            try {
                if (answer == null || found != type) {
                    answer = bind.apply(found);
                    type = found;
                }
                answer.give(row, index);
            } catch (InvalidException e) {
                throw new InvalidException("row %d: %s".formatted(before + index + 1, e.getMessage()), e);
            }
            index++;
        }
    }

    private static Class<?> typeOf(@Nullable Object row, int index) {
        if (row == null) {
            throw new NullPointerException("row %d is null".formatted(index + 1));
        }
        return row instanceof Map ? Map.class : row.getClass();
    }
}
