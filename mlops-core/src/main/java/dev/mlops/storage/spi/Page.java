package dev.mlops.storage.spi;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some of what was found.
 *
 * @param <T> what was searched
 * @param items in the order that was asked for
 * @param next where the next page goes on, opaque, and as long as what the items are ordered by; null after the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }

    /** The same page of what {@code each} makes of the items. */
    public <U> Page<U> map(Function<? super T, ? extends U> each) {
        return new Page<>(items.stream().<U>map(each).toList(), next);
    }
}
