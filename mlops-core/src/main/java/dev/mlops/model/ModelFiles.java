package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.GraphCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A saved model as a few files, wherever they lie: what {@link ModelDirectory} and {@link ModelCodec} share. */
final class ModelFiles {
    static final String MANIFEST = "model.json";
    static final String VECTORIZER = "vectorizer.json";
    static final String ESTIMATOR = "estimator.pb";
    static final String GRAPH = "estimator.onnx";

    /** The largest size of each file; a larger one is refused before it is read. */
    static final Map<String, Integer> LIMITS =
            Map.of(MANIFEST, 16 << 20, VECTORIZER, 512 << 20, ESTIMATOR, 1 << 30, GRAPH, 1 << 30);

    private ModelFiles() {}

    /** Where a saved model's files are read from. */
    interface Source {
        /**
         * The file's content.
         *
         * @throws dev.mlops.NotFoundException if there is no such file
         * @throws InvalidException if it is larger than {@code limit} bytes
         */
        FileContent read(String name, int limit);

        /** Names the file for an error message. */
        String describe(String name);

        /** What streams read. */
        static Source of(ModelSource source) {
            return new Streamed(source);
        }
    }

    private record Streamed(ModelSource source) implements Source {
        @Override
        public FileContent read(String name, int limit) {
            try (InputStream in = source.open(name)) {
                return FileContent.read(in, describe(name), limit);
            } catch (IOException e) {
                throw new InvalidException("%s can't be read: %s".formatted(describe(name), e.getMessage()), e);
            }
        }

        @Override
        public String describe(String name) {
            return "'" + name + "' of " + source;
        }
    }

    /** The files, the manifest last, so that a reader that finds it finds all. */
    static Map<String, byte[]> of(Model model) {
        Map<String, byte[]> files = new LinkedHashMap<>(model.predictor().files());
        files.put(MANIFEST, ManifestJson.write(model.predictor().manifest(model.signature(), model.provenance())));
        return files;
    }

    /** The model; nothing is parsed whose hash isn't right. */
    static Model read(Source source, Set<String> trusted) {
        byte[] json = source.read(MANIFEST, limit(MANIFEST)).bytes();
        Manifest manifest = explained(source, MANIFEST, () -> ManifestJson.read(json));
        return manifest.onnx() == null
                ? readEstimator(source, manifest, trusted)
                : readGraph(source, manifest, manifest.onnx());
    }

    private static Model readGraph(Source source, Manifest manifest, OnnxBinding binding) {
        byte[] graph = verified(source, GRAPH, manifest);
        return explained(source, GRAPH, () -> {
            GraphCheck.parse(graph);
            Signature signature = manifest.signature();
            return new Model(signature, manifest.provenance(), new OnnxPredictor(signature, binding, graph));
        });
    }

    private static Model readEstimator(Source source, Manifest manifest, Set<String> trusted) {
        byte[] vectorizerJson = verified(source, VECTORIZER, manifest);
        byte[] estimatorBytes = verified(source, ESTIMATOR, manifest);
        Vectorizer vectorizer = explained(
                source, VECTORIZER, () -> Vectorizer.fromJson(new String(vectorizerJson, StandardCharsets.UTF_8)));
        if (!vectorizer.inputs().equals(manifest.signature().inputs())) {
            throw new InvalidException("%s reads %s, but the signature in %s says %s"
                    .formatted(
                            source.describe(VECTORIZER),
                            vectorizer.inputs(),
                            MANIFEST,
                            manifest.signature().inputs()));
        }
        return explained(
                source,
                ESTIMATOR,
                () -> new Model(
                        manifest.signature(),
                        vectorizer,
                        manifest.provenance(),
                        Estimator.read(estimatorBytes, trusted)));
    }

    /** See {@link Model#contentHash}. */
    static String contentHash(int version, Signature signature, String content, byte[] estimator) {
        MessageDigest digest = Hashes.digest();
        String head = "mlops-model/%d\n%s\n%s\n".formatted(version, ManifestJson.write(signature), content);
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        return "sha256:" + Hashes.hex(digest, estimator);
    }

    private static byte[] verified(Source source, String name, Manifest manifest) {
        Manifest.@Nullable Stamp expected = manifest.files().get(name);
        if (expected == null) {
            throw new InvalidException("%s doesn't list '%s'".formatted(source.describe(MANIFEST), name));
        }
        if (expected.bytes() < 0 || expected.bytes() > limit(name)) {
            throw new InvalidException("%s says that '%s' has %d bytes, at most %d are read: it was changed"
                    .formatted(source.describe(MANIFEST), name, expected.bytes(), limit(name)));
        }
        FileContent content = source.read(name, (int) expected.bytes() + 1);
        if (content.bytes().length != expected.bytes()) {
            throw new InvalidException("%s has %d bytes, %s says %d: it was truncated or changed"
                    .formatted(source.describe(name), content.bytes().length, MANIFEST, expected.bytes()));
        }
        if (!content.sha256().equals(expected.sha256())) {
            throw new InvalidException("%s has SHA-256 %s, %s says %s: it was changed"
                    .formatted(source.describe(name), content.sha256(), MANIFEST, expected.sha256()));
        }
        return content.bytes();
    }

    private static <T> T explained(Source source, String name, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidException e) {
            throw new InvalidException("%s can't be read: %s".formatted(source.describe(name), e.getMessage()), e);
        }
    }

    static int limit(String name) {
        return LIMITS.getOrDefault(name, 0);
    }
}
