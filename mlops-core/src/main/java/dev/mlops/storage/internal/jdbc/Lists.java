package dev.mlops.storage.internal.jdbc;

import java.util.List;
import java.util.stream.Stream;

/** One list after another. */
final class Lists {
    private Lists() {}

    static <T> List<T> concat(List<? extends T> first, List<? extends T> second) {
        return Stream.<T>concat(first.stream(), second.stream()).toList();
    }
}
