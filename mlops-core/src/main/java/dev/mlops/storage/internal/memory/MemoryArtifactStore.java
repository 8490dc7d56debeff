package dev.mlops.storage.internal.memory;

import dev.mlops.NotFoundException;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.VerifiedInputStream;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Artifacts in memory, one call at a time; only here the content of each is one array. */
public final class MemoryArtifactStore implements ArtifactStore {
    private final Map<String, Stored> contents = new HashMap<>();
    private final NavigableMap<ArtifactName, Artifact> artifacts = new TreeMap<>();
    private final InstantSource clock;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(byte[] bytes, Instant time) {}

    /** An empty store; the clock tells when content was stored. */
    public MemoryArtifactStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public Content put(ContentWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        byte[] bytes = out.toByteArray();
        Content content = new Content(Digest.of(bytes), bytes.length);
        synchronized (this) {
            contents.put(content.hash(), new Stored(bytes, clock.instant()));
        }
        return content;
    }

    @Override
    public synchronized InputStream open(Content content) {
        return new VerifiedInputStream(new ByteArrayInputStream(stored(content).bytes()), content);
    }

    @Override
    public synchronized void bind(Artifact artifact) {
        stored(artifact.content());
        artifacts.put(artifact.name(), artifact);
    }

    @Override
    public synchronized Optional<Artifact> find(ArtifactName name) {
        return Optional.ofNullable(artifacts.get(name));
    }

    @Override
    public synchronized List<Artifact> list(String owner) {
        return artifacts.values().stream()
                .filter(artifact -> artifact.name().owner().equals(owner))
                .toList();
    }

    @Override
    public synchronized void unbind(ArtifactName name) {
        artifacts.remove(name);
    }

    @Override
    public synchronized void unbindAll(String owner) {
        artifacts
                .keySet()
                .removeIf(name -> name.owner().equals(owner) || name.owner().startsWith(owner + "/"));
    }

    @Override
    public synchronized long sweep(Instant before) {
        Set<String> bound =
                artifacts.values().stream().map(each -> each.content().hash()).collect(Collectors.toSet());
        List<String> unused = contents.entrySet().stream()
                .filter(each ->
                        !bound.contains(each.getKey()) && each.getValue().time().isBefore(before))
                .map(Map.Entry::getKey)
                .toList();
        return unused.stream().mapToLong(hash -> remove(hash)).sum();
    }

    private long remove(String hash) {
        Stored removed = contents.remove(hash);
        return removed == null ? 0 : removed.bytes().length;
    }

    @Override
    public void close() {}

    private Stored stored(Content content) {
        Stored stored = contents.get(content.hash());
        if (stored == null) {
            throw new NotFoundException("content " + content.hash() + " doesn't exist");
        }
        return stored;
    }
}
