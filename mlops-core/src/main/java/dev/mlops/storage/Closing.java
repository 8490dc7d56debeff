package dev.mlops.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes many things, whatever some of them throw. */
final class Closing {
    private final List<AutoCloseable> open;
    private @Nullable RuntimeException failure;

    /** Of things in the order in which they were made. */
    Closing(Collection<? extends AutoCloseable> made) {
        open = new ArrayList<>(made);
        Collections.reverse(open);
    }

    /** Closes them and {@code last}, then throws what went wrong first, with the rest suppressed in it. */
    void closeAll(AutoCloseable last) {
        open.forEach(this::close);
        close(last);
        if (failure != null) {
            throw failure;
        }
    }

    private void close(AutoCloseable each) {
        try {
            each.close();
        } catch (RuntimeException e) {
            keep(e);
        } catch (Exception e) {
            keep(new IllegalStateException("can't be closed: " + each, e));
        }
    }

    private void keep(RuntimeException e) {
        if (failure == null) {
            failure = e;
        } else if (failure != e) {
            failure.addSuppressed(e);
        }
    }
}
