package dev.mlops.model;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Tribuo's nested provenance as flat text by name. */
final class TribuoProvenance {
    private static final Set<String> NOISE = Set.of("host-short-name", "class-name", "is-sequence", "tribuo-version");

    private final SortedMap<String, String> flat = new TreeMap<>();

    private TribuoProvenance() {}

    /** Every value of {@code provenance}; those of nested objects as {@code a.b}. */
    static SortedMap<String, String> flatten(
            Iterable<? extends Pair<String, ? extends com.oracle.labs.mlrg.olcut.provenance.Provenance>> provenance) {
        TribuoProvenance result = new TribuoProvenance();
        provenance.forEach(entry -> {
            if (!NOISE.contains(entry.getA())) {
                result.add(entry.getA(), entry.getB());
            }
        });
        return result.flat;
    }

    private void add(String name, com.oracle.labs.mlrg.olcut.provenance.Provenance value) {
        if (value instanceof PrimitiveProvenance<?> primitive) {
            flat.put(name, String.valueOf(primitive.getValue()));
        } else if (value instanceof ListProvenance<?> list) {
            StringJoiner joined = new StringJoiner(", ", "[", "]");
            list.getList().forEach(item -> joined.add(item.toString()));
            flat.put(name, joined.toString());
        } else if (value instanceof MapProvenance<?> map) {
            map.getMap().forEach((key, item) -> add(name + "." + key, item));
        } else if (value instanceof ObjectProvenance object) {
            flat.put(name, object.getClassName());
            flatten(object).forEach((key, item) -> flat.put(name + "." + key, item));
        } else {
            flat.put(name, value.toString());
        }
    }
}
