package dev.mlops.storage.s3;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Gathers the objects of each content from a listing of all, in which they stand together. */
final class Grouping {
    private static final int DIGITS = 64;

    private final int start;
    private final Consumer<Copies> to;
    private @Nullable Copies current;

    /** Of keys in which the hash begins at {@code start}. */
    Grouping(int start, Consumer<Copies> to) {
        this.start = start;
        this.to = to;
    }

    void add(S3Object object) {
        String rest = object.key().substring(start);
        if (rest.indexOf('/') != DIGITS) {
            return; // not ours
        }
        String hex = rest.substring(0, DIGITS);
        if (current == null || !current.hex().equals(hex)) {
            end();
            current = new Copies(hex);
        }
        current.add(rest.substring(DIGITS + 1), object);
    }

    /** Hands over the last one. */
    void end() {
        if (current != null) {
            to.accept(current);
        }
    }
}
