package dev.mlops.storage.s3;

import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.VerifiedInputStream;
import dev.mlops.storage.spi.Content;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The contents of a bucket, safe beside any number of writers, readers and sweeps of other processes.
 *
 * <p>All that is asked of S3 is that a read and a listing show every write that was acknowledged before they began. Neither
 * renames nor conditional writes are needed, nor is a listing thought to be of one moment.
 *
 * <p>A content has copies under identities that are never used twice, normally one. To remove a copy takes two steps: it is
 * <em>condemned</em> by an object beside it, and later its bytes are deleted. Condemning is never taken back: whoever needs
 * a condemned copy has the server copy it to a new identity. So a deletion that comes late, from a process that stood
 * still or was killed, hits nothing but what was given up long ago. A copy is <em>live</em> if first it was seen not to be
 * condemned, and then its bytes were seen.
 *
 * <p><b>The rule.</b> Who deletes a condemned copy has, after it was condemned, either (a) seen another live copy, which he
 * has renewed first, or made one; or (b) seen that no copy is young and nothing holds the content, and after that, that no
 * name is bound to it.
 *
 * <p><b>Names keep their content.</b> A binder writes a hold, then sees a live copy c, then writes the name, then removes
 * the hold. Say that c is condemned later, since otherwise it stays. Its deleter looks after that. Under (b) it would see
 * the hold, or, if that is gone, the name, which was written before, since it looks for holds first and for names second.
 * So it acts under (a), and there is another live copy while c is still there. The same holds for that one, and so on: there is
 * always one that can be read.
 *
 * <p><b>Content counts as stored now.</b> A writer renews a copy, or makes one, and then sees that it is live. Who condemns it
 * later reads the times after that, so he finds it young under (b); and under (a) the other copy is renewed before this
 * one goes.
 *
 * <p>Of writers that store equal content at once each makes a copy. Each, once its copy is marked as whole, sees those
 * that were marked before, and all but the one of the least identity are removed under (a); the last to mark sees all.
 */
final class Contents {
    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);
    /** How often a copy may be removed under the hands of who needs one, which happens once for each sweep beside. */
    private static final int TRIES = 20;

    private final Bucket bucket;
    private final Layout layout;
    private final Transfer transfer;

    Contents(Bucket bucket, Layout layout, Transfer transfer) {
        this.bucket = bucket;
        this.layout = layout;
        this.transfer = transfer;
    }

    /** Stores what was spooled, unless it is there; either way it counts as stored now. */
    void put(Content content, Spool spool) {
        String hex = Digest.hex(content.hash());
        for (int i = 0; i < TRIES; i++) {
            Copies found = look(hex);
            Optional<Copy> best = found.best();
            String kept = best.isPresent() ? renew(hex, best.get().id()) : upload(content, spool);
            if (settle(best.isPresent() ? found : look(hex), kept)) {
                return;
            }
        }
        throw unsettled(hex);
    }

    private String upload(Content content, Spool spool) {
        String hex = Digest.hex(content.hash());
        String id = newId();
        String etag = transfer.upload(data(hex, id), spool, content);
        bucket.mark(layout.copy(hex, id, Copy.whole(etag)));
        return id;
    }

    private String renew(String hex, String id) {
        bucket.mark(layout.copy(hex, id, Copy.RENEWED));
        return id;
    }

    /** Whether this copy is the one to keep and stays; what is there beside it is removed then. */
    private boolean settle(Copies found, String kept) {
        if (found.best().filter(best -> best.id().equals(kept)).isEmpty() || !isLive(found.hex(), kept)) {
            return false;
        }
        List<Copy> others = found.where(copy -> !copy.id().equals(kept) && copy.isThere() && !copy.isUnfinished());
        if (others.isEmpty()) {
            return true;
        }
        others.forEach(other -> condemn(found.hex(), other));
        renew(found.hex(), kept);
        boolean stays = isLive(found.hex(), kept);
        if (stays) {
            remove(found.hex(), others);
        }
        return stays;
    }

    /** Opens content, also where all its copies are condemned; empty if there is none. */
    Optional<InputStream> open(Content content) {
        String hex = Digest.hex(content.hash());
        return ResumingInputStream.open(content.hash(), from -> openAny(hex, from))
                .map(in -> new VerifiedInputStream(new BufferedInputStream(in), content));
    }

    private Optional<ResponseInputStream<GetObjectResponse>> openAny(String hex, long from) {
        for (int i = 0; i < TRIES; i++) {
            List<Copy> readable = look(hex).readable();
            if (readable.isEmpty()) {
                return Optional.empty();
            }
            for (Copy copy : readable) {
                Optional<ResponseInputStream<GetObjectResponse>> in = bucket.open(data(hex, copy.id()), from);
                if (in.isPresent()) {
                    return in;
                }
            }
        }
        throw unsettled(hex);
    }

    /**
     * Writes a name while its content is held.
     *
     * @return whether there is such content; nothing is written otherwise
     */
    boolean bind(Content content, Runnable name) {
        String hex = Digest.hex(content.hash());
        String hold = layout.hold(hex, newId());
        bucket.mark(hold);
        try {
            boolean isThere = alive(hex) != null;
            if (isThere) {
                name.run();
            }
            return isThere;
        } finally {
            release(hold);
        }
    }

    private void release(String hold) {
        try {
            bucket.delete(List.of(hold));
        } catch (SdkException e) {
            LOG.debug("'{}' can't be removed now, a sweep will do that", hold, e);
        }
    }

    /** Makes sure that a content has a live copy that counts as stored now; false if there is no copy of it at all. */
    boolean sustain(String hex) {
        for (int i = 0; i < TRIES; i++) {
            String id = alive(hex);
            if (id == null) {
                return false;
            }
            renew(hex, id);
            if (isLive(hex, id)) {
                return true;
            }
        }
        throw unsettled(hex);
    }

    /** The identity of a live copy, which is made where all are condemned; null if there are none. */
    private @Nullable String alive(String hex) {
        for (int i = 0; i < TRIES; i++) {
            Copies found = look(hex);
            if (found.there().isEmpty()) {
                return null;
            }
            Optional<String> id = found.live().map(Copy::id).or(() -> copy(hex, found.readable()));
            if (id.isPresent() && isLive(hex, id.get())) {
                return id.get();
            }
        }
        throw unsettled(hex);
    }

    private Optional<String> copy(String hex, List<Copy> sources) {
        for (Copy source : sources) {
            String id = newId();
            Optional<String> etag = transfer.copy(data(hex, source.id()), data(hex, id), source.size());
            if (etag.isPresent()) {
                if (source.isWhole()) {
                    bucket.mark(layout.copy(hex, id, Copy.whole(etag.get())));
                }
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    private boolean isLive(String hex, String id) {
        return !bucket.exists(layout.copy(hex, id, Copy.CONDEMNED)) && bucket.exists(data(hex, id));
    }

    void condemn(String hex, Copy copy) {
        if (!copy.isCondemned()) {
            bucket.mark(layout.copy(hex, copy.id(), Copy.CONDEMNED));
        }
    }

    /** Deletes condemned copies: the bytes first, so that what is left of a killed process is still condemned. */
    void remove(String hex, List<Copy> copies) {
        bucket.delete(copies.stream().map(copy -> data(hex, copy.id())).toList());
        List<String> marks = new ArrayList<>();
        for (Copy copy : copies) {
            marks.addAll(copy.marks());
            marks.add(layout.copy(hex, copy.id(), Copy.CONDEMNED));
        }
        bucket.delete(marks);
    }

    /** Deletes what is of no use any more: holds of killed processes, and old marks whose bytes are gone. */
    void tidy(Copies found, Instant abandoned, Instant before) {
        List<String> useless = new ArrayList<>(found.abandonedHolds(abandoned));
        found.where(copy -> !copy.isThere() && copy.isOld(before)).forEach(copy -> useless.addAll(copy.marks()));
        bucket.delete(useless);
    }

    /** What there is of a content; none is looked for again, as one copy may have taken another's place meanwhile. */
    Copies look(String hex) {
        Copies found = list(hex);
        return found.there().isEmpty() ? list(hex) : found;
    }

    private Copies list(String hex) {
        Copies found = new Copies(hex);
        String prefix = layout.content(hex);
        bucket.list(prefix, true, object -> found.add(object.key().substring(prefix.length()), object));
        return found;
    }

    /** Hands over every content there is; what comes or goes meanwhile may be among them. */
    void forEach(Consumer<Copies> to) {
        Grouping grouping = new Grouping(layout.contents().length(), to);
        bucket.list(layout.contents(), true, grouping::add);
        grouping.end();
    }

    private String data(String hex, String id) {
        return layout.copy(hex, id, Copy.DATA);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static SdkClientException unsettled(String hex) {
        return SdkClientException.create(
                "content " + hex + " was removed by others " + TRIES + " times while it was needed");
    }
}
