package dev.mlops.storage.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One removal of old content that no name is bound to, by the rule that {@link Contents} tells: what looks old and unbound
 * is condemned; then all copies of it are looked at again, and after that all names; what is needed after all is copied
 * before the condemned copy goes. What a killed sweep has left is finished in the same way. It reads each name, and keeps
 * the hash of each in memory.
 */
final class Sweep {
    private final Contents contents;
    private final Names.Hashes names;
    private final Instant before;
    private final Instant abandoned;
    private final List<String> doomed = new ArrayList<>();

    /** Of what was stored {@code before}; a hold of before {@code abandoned} is nobody's. */
    Sweep(Contents contents, Names.Hashes names, Instant before, Instant abandoned) {
        this.contents = contents;
        this.names = names;
        this.before = before;
        this.abandoned = abandoned;
    }

    /** Removes, and gives the number of bytes removed. */
    long run() throws IOException {
        Set<String> bound = names.read();
        contents.forEach(found -> condemn(found, bound.contains(found.hex())));
        List<Copies> again = doomed.stream().map(contents::look).toList();
        Set<String> boundNow = again.isEmpty() ? Set.of() : names.read();
        long bytes = 0;
        for (Copies found : again) {
            bytes += finish(found, boundNow.contains(found.hex()));
        }
        return bytes;
    }

    private void condemn(Copies found, boolean bound) {
        contents.tidy(found, abandoned, before);
        List<Copy> chosen = chosen(found, isNeeded(found, bound));
        if (!chosen.isEmpty()) {
            chosen.forEach(copy -> contents.condemn(found.hex(), copy));
            doomed.add(found.hex());
        }
    }

    /** All copies, or of content that is needed all but one; those that are condemned already in any case. */
    private List<Copy> chosen(Copies found, boolean needed) {
        String kept = needed ? found.live().map(Copy::id).orElse("") : "";
        Predicate<Copy> goes = copy -> copy.isOld(before) && !copy.id().equals(kept);
        return found.there().stream().filter(goes.or(Copy::isCondemned)).toList();
    }

    private boolean isNeeded(Copies found, boolean bound) {
        return bound || found.isHeld(abandoned) || !found.isOld(before);
    }

    private long finish(Copies found, boolean bound) {
        List<Copy> condemned = found.condemned();
        if (isNeeded(found, bound) && !contents.sustain(found.hex())) {
            return 0; // another sweep has removed it
        }
        contents.remove(found.hex(), condemned);
        return condemned.stream().mapToLong(Copy::size).sum();
    }
}
