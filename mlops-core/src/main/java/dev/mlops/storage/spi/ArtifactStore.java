package dev.mlops.storage.spi;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds the bytes of artifacts, each content once, and the names that are bound to them.
 *
 * <p>To store an artifact, {@link #put} its content and {@link #bind} a name to it. A name is there only when its content
 * is. Content without a name is removed by {@link #sweep}, but not before it is old, so that nothing is lost between the
 * two calls. When a method that writes returns, what it did survives the death of the process and of the machine, where
 * the medium allows that. Thread-safe; several processes may use one store, where the backend says so. Any method throws
 * {@link StorageUnavailableException}, which names the operation and the key, when the store can't be reached or has no
 * space left; nothing is left half-written then.
 */
public interface ArtifactStore extends AutoCloseable {

    /**
     * Stores all bytes that {@code writer} writes, without ever holding them in memory whole. Equal content is stored once,
     * and counts as stored now for {@link #sweep}; of two that store it at once both succeed. What the writer throws goes
     * on up, and nothing is stored then; but where the store has failed, that is what is thrown, whatever the writer made
     * of it.
     *
     * @throws IOException if the writer throws it
     */
    Content put(ContentWriter writer) throws IOException;

    /**
     * The same with all bytes that {@code in} gives, which stays open.
     *
     * @throws IOException if {@code in} can't be read; nothing is stored then
     */
    default Content put(InputStream in) throws IOException {
        return put(in::transferTo);
    }

    /**
     * Opens content, to be closed by the caller. The stream ends normally only if the bytes had the hash and size of
     * {@code content}; otherwise the read that would have ended it throws an {@link IOException} that names both hashes. Where
     * there are more bytes, the read that meets the first of them throws one that names the hash that was expected.
     *
     * @throws NotFoundException if there is no such content
     */
    InputStream open(Content content);

    /**
     * Binds the artifact's name to its content; the last to bind a name wins, and a reader sees the content before or
     * after it.
     *
     * @throws NotFoundException if there is no such content, also where a {@link #sweep} removed it just now
     */
    void bind(Artifact artifact);

    /** What is bound to a name. */
    Optional<Artifact> find(ArtifactName name);

    /** All that is bound to names of an owner, ascending by path in UTF-16 order. */
    List<Artifact> list(String owner);

    /** Unbinds a name; nothing happens where it isn't bound. */
    void unbind(ArtifactName name);

    /** Unbinds all names of an owner, and of owners below it ({@code owner/…}). */
    void unbindAll(String owner);

    /**
     * Removes content that was stored before {@code before} and that no name is bound to. Safe beside every other call:
     * content that is bound meanwhile stays or is put back.
     *
     * @return the number of bytes removed
     */
    long sweep(Instant before);

    /** Lets go of what the store holds open; nothing may be called afterwards. Closing again does nothing. */
    @Override
    void close();
}
