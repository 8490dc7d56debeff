package dev.mlops.storage.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a listing shows of one content: its copies, of which there is one but for moments, and what holds it. */
final class Copies {
    private final String hex;
    private final SortedMap<String, Copy> byId = new TreeMap<>();
    private final List<S3Object> holds = new ArrayList<>();

    Copies(String hex) {
        this.hex = hex;
    }

    /** Takes an object whose key ends with {@code rest} below that of the content; foreign ones are left alone. */
    void add(String rest, S3Object object) {
        int slash = rest.indexOf('/');
        if (Layout.isHold(rest)) {
            holds.add(object);
        } else if (slash > 0) {
            byId.computeIfAbsent(rest.substring(0, slash), Copy::new).add(rest.substring(slash + 1), object);
        }
    }

    String hex() {
        return hex;
    }

    Collection<Copy> all() {
        return byId.values();
    }

    /** Those that hold bytes. */
    List<Copy> there() {
        return where(Copy::isThere);
    }

    List<Copy> condemned() {
        return where(Copy::isCondemned);
    }

    List<Copy> where(Predicate<Copy> condition) {
        return byId.values().stream().filter(condition).toList();
    }

    /** The copy that all writers keep if they see the same. */
    Optional<Copy> best() {
        return where(copy -> copy.isLive() && copy.isWhole()).stream().findFirst();
    }

    /** The best, or else any that isn't condemned. */
    Optional<Copy> live() {
        return best().or(() -> where(Copy::isLive).stream().findFirst());
    }

    /** Those that hold bytes, the likeliest to last first. */
    List<Copy> readable() {
        Comparator<Copy> order = Comparator.comparing(copy -> !copy.isWhole());
        return there().stream().sorted(order.thenComparing(Copy::isCondemned)).toList();
    }

    boolean isOld(Instant before) {
        return byId.values().stream().allMatch(copy -> copy.isOld(before));
    }

    /** Whether somebody is binding a name to it: one that holds longer was killed. */
    boolean isHeld(Instant abandoned) {
        return holds.stream().anyMatch(hold -> hold.lastModified().isAfter(abandoned));
    }

    List<String> abandonedHolds(Instant abandoned) {
        return holds.stream()
                .filter(hold -> !hold.lastModified().isAfter(abandoned))
                .map(S3Object::key)
                .toList();
    }
}
