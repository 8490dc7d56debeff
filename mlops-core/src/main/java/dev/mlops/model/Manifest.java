package dev.mlops.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code model.json}.
 *
 * @param onnx how fields go into a graph; null where there is none, but a vectoriser and an estimator
 * @param files size and hash of the other files, by name
 */
record Manifest(
        Signature signature,
        Provenance provenance,
        @Nullable OnnxBinding onnx,
        SortedMap<String, Stamp> files) {

    Manifest {
        files = new TreeMap<>(files);
    }

    /**
     * What identifies a file's content.
     *
     * @param bytes its size
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Stamp(long bytes, String sha256) {

        static Stamp of(byte[] content) {
            return new Stamp(content.length, Hashes.sha256(content));
        }
    }

    static SortedMap<String, Stamp> stamps(Map<String, byte[]> contents) {
        SortedMap<String, Stamp> stamps = new TreeMap<>();
        contents.forEach((name, content) -> stamps.put(name, Stamp.of(content)));
        return stamps;
    }
}
