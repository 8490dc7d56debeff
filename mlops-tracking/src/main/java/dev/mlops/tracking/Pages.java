package dev.mlops.tracking;

import dev.mlops.storage.spi.Page;
import java.util.function.Function;

/** Pages of what a store gives as pages of what a user sees. */
final class Pages {
    private Pages() {}

    static <D, T> Page<T> map(Page<D> page, Function<? super D, ? extends T> each) {
        return new Page<>(page.items().stream().<T>map(each).toList(), page.next());
    }
}
