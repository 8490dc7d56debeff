package dev.mlops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.model.ModelSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The files of a saved model, in the hands of somebody who can change them and make their hashes fit again. */
record ModelBytes(Map<String, byte[]> files) implements ModelSource {
    static final String MANIFEST = "model.json";
    static final String VECTORIZER = "vectorizer.json";
    static final String ESTIMATOR = "estimator.pb";
    private static final JsonMapper JSON = new JsonMapper();

    static ModelBytes of(Model model) {
        return new ModelBytes(new LinkedHashMap<>(model.files()));
    }

    String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    ModelBytes with(String name, byte[] content) {
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        changed.put(name, content);
        return new ModelBytes(changed);
    }

    ModelBytes with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces the first occurrence, which must be there. */
    ModelBytes edited(String name, String text, String replacement) {
        String content = text(name);
        if (!content.contains(text)) {
            throw new IllegalArgumentException(name + " holds no " + text);
        }
        int at = content.indexOf(text);
        return with(name, content.substring(0, at) + replacement + content.substring(at + text.length()));
    }

    /** With hashes and sizes that fit, where the manifest is one at all. */
    ModelBytes sealed() {
        try {
            JsonNode tree = JSON.readTree(files.get(MANIFEST));
            if (tree instanceof ObjectNode root && root.path("files") instanceof ObjectNode stamps) {
                for (String name : new String[] {ESTIMATOR, VECTORIZER}) {
                    if (stamps.has(name)) {
                        stamps.putObject(name)
                                .put("bytes", content(name).length)
                                .put("sha256", sha256(content(name)));
                    }
                }
                root.remove("sha256");
                root.put("sha256", sha256(root.toString().getBytes(StandardCharsets.UTF_8)));
                return with(MANIFEST, root.toString());
            }
        } catch (IOException e) {
            return this; // no JSON any more: there is nothing to seal
        }
        return this;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The content of a file. */
    byte[] content(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    @Override
    public InputStream open(String file) {
        byte[] content = files.get(file);
        if (content == null) {
            throw new NotFoundException("no file '" + file + "'");
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public String toString() {
        return "hostile model";
    }
}
