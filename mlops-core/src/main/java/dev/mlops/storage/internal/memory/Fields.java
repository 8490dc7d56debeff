package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.SearchField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a search sees what it searches. */
interface Fields<T> {
    /** The id or name that {@link Query#within} asks for. */
    String home(T subject);

    /** Whether it is in use; null where that isn't a question. */
    @Nullable
    Lifecycle lifecycle(T subject);

    /** What it is sorted by, descending, where no order is asked for. */
    SearchField latest();

    /** The values of a field; empty where the subject doesn't have it. */
    List<Value> values(T subject, SearchField field);
}
