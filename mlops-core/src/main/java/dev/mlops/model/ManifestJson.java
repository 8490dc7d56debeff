package dev.mlops.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The manifest as JSON, and back. */
final class ManifestJson {
    /** The newest format that this library reads: with an estimator of a kind that the manifest names. */
    static final int VERSION = 2;

    /** The format without a kind of estimator, which is Tribuo's: what earlier releases read, too. */
    private static final int TRIBUO = 1;

    private static final String FORMAT = "mlops-model";
    private static final String CHECKSUM = "sha256";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .build())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        OnnxBinding onnx = manifest.onnx();
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("version", onnx == null ? TRIBUO : VERSION);
        if (onnx != null) {
            root.set("estimator", write(onnx));
        }
        root.set("signature", write(manifest.signature()));
        root.set("provenance", write(manifest.provenance()));
        ObjectNode files = root.putObject("files");
        manifest.files()
                .forEach((name, stamp) ->
                        files.putObject(name).put("bytes", stamp.bytes()).put("sha256", stamp.sha256()));
        return (sealed(root).toPrettyString().replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Adds the hash over all that is there, in place. Spaces and line ends don't count. */
    static ObjectNode sealed(ObjectNode root) {
        root.remove(CHECKSUM);
        return root.put(CHECKSUM, Hashes.sha256(root.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void checkSeal(JsonNode root) {
        String found = text(root, CHECKSUM);
        if (!(root instanceof ObjectNode object)
                || !text(sealed(object.deepCopy()), CHECKSUM).equals(found)) {
            throw new InvalidException(
                    "its content hasn't the SHA-256 %s that it names: it was changed".formatted(found));
        }
    }

    static ObjectNode write(Signature signature) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode inputs = node.putArray("inputs");
        for (Field field : signature.inputs().fields()) {
            inputs.addObject()
                    .put("name", field.name())
                    .put("type", lower(field.type()))
                    .put("nullable", field.nullable());
        }
        ObjectNode output = node.putObject("output")
                .put("kind", lower(signature.output().kind()))
                .put("name", signature.output().name());
        if (signature.output().kind() == Signature.Kind.CLASSIFICATION) {
            ArrayNode labels = output.putArray("labels");
            signature.output().labels().forEach(labels::add);
        }
        return node;
    }

    static ObjectNode write(OnnxBinding binding) {
        return OnnxBindingJson.write(binding, JSON.createObjectNode().put("kind", OnnxBindingJson.KIND));
    }

    private static ObjectNode write(Provenance provenance) {
        ObjectNode node = JSON.createObjectNode().put("trainer", provenance.trainer());
        write(node.putObject("configuration"), provenance.configuration());
        write(node.putObject("fit"), provenance.fit());
        node.putObject("data")
                .put("name", provenance.data().name())
                .put("digest", provenance.data().digest())
                .put("rows", provenance.data().rows());
        node.putObject("software")
                .put("library", provenance.software().library())
                .put("tribuo", provenance.software().tribuo())
                .put("java", provenance.software().java());
        return node.put("created", provenance.created().toString());
    }

    private static void write(ObjectNode node, Map<String, String> texts) {
        texts.forEach(node::put);
    }

    /** Reads what {@link #write(Manifest)} wrote; throws {@link InvalidException} on anything else. */
    static Manifest read(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException e) {
            throw new InvalidException(
                    "it isn't JSON: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
        if (!root.path("format").asText().equals(FORMAT)) {
            throw new InvalidException("its format is %s, it must be '%s'".formatted(root.path("format"), FORMAT));
        }
        JsonNode version = root.path("version");
        if (!version.canConvertToInt() || version.intValue() < 1) {
            throw new InvalidException(
                    "it has format version %s, expected a number from 1 on: it was changed".formatted(version));
        }
        if (version.intValue() > VERSION) {
            throw new InvalidException(
                    "it has format version %d, this library reads versions up to %d: it was written by a newer one"
                            .formatted(version.intValue(), VERSION));
        }
        checkSeal(root);
        Signature signature = signature(child(root, "signature"));
        return new Manifest(
                signature,
                provenance(child(root, "provenance")),
                binding(root.path("estimator"), signature),
                files(child(root, "files")));
    }

    private static @Nullable OnnxBinding binding(JsonNode node, Signature signature) {
        if (node.isMissingNode()) {
            return null;
        }
        String kind = text(node, "kind");
        if (!kind.equals(OnnxBindingJson.KIND)) {
            throw new InvalidException(
                    "its estimator is of kind '%s', this library reads '%s' and those of Tribuo, which name no kind"
                            .formatted(kind, OnnxBindingJson.KIND));
        }
        return OnnxBindingJson.read(node, signature);
    }

    /** Reads what {@link #write(Signature)} wrote as text. */
    static Signature signature(String json) {
        try {
            return signature(JSON.readTree(json));
        } catch (IOException e) {
            throw new InvalidException("the signature isn't JSON", e);
        }
    }

    private static Signature signature(JsonNode node) {
        List<Field> inputs = new ArrayList<>();
        for (JsonNode input : child(node, "inputs")) {
            inputs.add(new Field(
                    text(input, "name"),
                    constant(FieldType.class, text(input, "type")),
                    child(input, "nullable").booleanValue()));
        }
        JsonNode output = child(node, "output");
        List<String> labels = new ArrayList<>();
        output.path("labels").forEach(label -> labels.add(label.asText()));
        return new Signature(
                new Schema(inputs),
                new Signature.Output(
                        constant(Signature.Kind.class, text(output, "kind")), text(output, "name"), labels));
    }

    private static Provenance provenance(JsonNode node) {
        JsonNode data = child(node, "data");
        JsonNode software = child(node, "software");
        return new Provenance(
                text(node, "trainer"),
                texts(child(node, "configuration")),
                texts(child(node, "fit")),
                new Provenance.Data(text(data, "name"), text(data, "digest"), whole(data, "rows")),
                new Provenance.Software(text(software, "library"), text(software, "tribuo"), text(software, "java")),
                instant(text(node, "created")));
    }

    private static SortedMap<String, Manifest.Stamp> files(JsonNode node) {
        SortedMap<String, Manifest.Stamp> files = new TreeMap<>();
        node.properties()
                .forEach(file -> files.put(
                        file.getKey(),
                        new Manifest.Stamp(whole(file.getValue(), "bytes"), text(file.getValue(), "sha256"))));
        return files;
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        SortedMap<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    static JsonNode child(JsonNode node, String name) {
        JsonNode child = node.get(name);
        if (child == null) {
            throw new InvalidException("it has no '%s'".formatted(name));
        }
        return child;
    }

    static String text(JsonNode node, String name) {
        JsonNode child = child(node, name);
        if (!child.isTextual()) {
            throw new InvalidException("its '%s' is %s, it must be a text".formatted(name, child));
        }
        return child.textValue();
    }

    private static long whole(JsonNode node, String name) {
        JsonNode child = child(node, name);
        if (!child.isIntegralNumber() || !child.canConvertToLong()) {
            throw new InvalidException("its '%s' is %s, it must be a whole number".formatted(name, child));
        }
        return child.longValue();
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(name)) {
                return constant;
            }
        }
        throw new InvalidException("it holds the unknown %s '%s'".formatted(type.getSimpleName(), name));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidException(
                    "its 'created' is '%s', it must be a time such as 2021-01-31T17:05:00Z".formatted(text), e);
        }
    }
}
