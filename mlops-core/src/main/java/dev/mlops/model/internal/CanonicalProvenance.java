package dev.mlops.model.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.ListProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.MapProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.ObjectProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Tribuo provenance whose bytes depend on what it says and not on the order of a hash map, which differs from one process
 * to the next. It is a graph written as a list of numbered nodes; here the nodes are numbered anew as a walk from the root, 0,
 * meets them that takes maps by ascending key.
 */
final class CanonicalProvenance {
    private static final int ROOT = 0;

    private final RootProvenanceProto root;
    private final Map<Integer, Collection<Integer>> children = new TreeMap<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();

    private CanonicalProvenance(RootProvenanceProto root) {
        this.root = root;
        root.getSmpList().forEach(node -> children.put(node.getIndex(), List.of()));
        root.getLmpList().forEach(node -> children.put(node.getIndex(), node.getValuesList()));
        root.getMmpList().forEach(node -> children.put(node.getIndex(), sorted(node.getValuesMap())));
        root.getOmpList().forEach(node -> children.put(node.getIndex(), sorted(node.getValuesMap())));
    }

    static ByteString of(ByteString bytes) throws IOException {
        CanonicalProvenance provenance = new CanonicalProvenance(RootProvenanceProto.parseFrom(bytes));
        provenance.number(ROOT);
        provenance.children.keySet().forEach(provenance::number); // what nothing leads to
        return bytes(provenance.renumbered());
    }

    private static Collection<Integer> sorted(Map<String, Integer> values) {
        return new TreeMap<>(values).values();
    }

    private void number(int node) {
        if (numbers.putIfAbsent(node, numbers.size()) == null) {
            children.getOrDefault(node, List.of()).forEach(this::number);
        }
    }

    private RootProvenanceProto renumbered() {
        RootProvenanceProto.Builder canonical =
                root.toBuilder().clearSmp().clearLmp().clearMmp().clearOmp();
        root.getSmpList().stream()
                .map(node -> node.toBuilder().setIndex(now(node.getIndex())).build())
                .sorted(Comparator.comparing(SimpleProvenanceProto::getIndex))
                .forEach(canonical::addSmp);
        root.getLmpList().stream()
                .map(node -> node.toBuilder()
                        .setIndex(now(node.getIndex()))
                        .clearValues()
                        .addAllValues(
                                node.getValuesList().stream().map(this::now).toList())
                        .build())
                .sorted(Comparator.comparing(ListProvenanceProto::getIndex))
                .forEach(canonical::addLmp);
        root.getMmpList().stream()
                .map(node -> node.toBuilder()
                        .setIndex(now(node.getIndex()))
                        .putAllValues(now(node.getValuesMap()))
                        .build())
                .sorted(Comparator.comparing(MapProvenanceProto::getIndex))
                .forEach(canonical::addMmp);
        root.getOmpList().stream()
                .map(node -> node.toBuilder()
                        .setIndex(now(node.getIndex()))
                        .putAllValues(now(node.getValuesMap()))
                        .build())
                .sorted(Comparator.comparing(ObjectProvenanceProto::getIndex))
                .forEach(canonical::addOmp);
        return canonical.build();
    }

    private int now(int node) {
        return numbers.getOrDefault(node, node);
    }

    private Map<String, Integer> now(Map<String, Integer> values) {
        Map<String, Integer> renumbered = new HashMap<>();
        values.forEach((key, node) -> renumbered.put(key, now(node)));
        return renumbered;
    }

    private static ByteString bytes(Message message) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        out.useDeterministicSerialization();
        message.writeTo(out);
        out.flush();
        return ByteString.copyFrom(buffer.toByteArray());
    }
}
