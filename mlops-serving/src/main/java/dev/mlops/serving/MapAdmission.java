package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.model.Model;
import dev.mlops.serving.InputHealth.Kind;
import dev.mlops.serving.InputPolicy.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lets in values by field name. */
final class MapAdmission implements Admission<Map<String, ?>> {
    private final Model model;
    private final InputPolicy policy;
    private final InputCounts counts;
    private final List<InputField> fields;
    private final Set<String> names = new HashSet<>();

    MapAdmission(Model model, InputPolicy policy, InputCounts counts) {
        this.model = model;
        this.policy = policy;
        this.counts = counts;
        this.fields = model.signature().inputs().fields().stream()
                .map(field -> new InputField(field, policy, counts))
                .toList();
        fields.forEach(field -> names.add(field.name()));
    }

    @Override
    public Map<String, ?> admit(Map<String, ?> row) {
        Objects.requireNonNull(row, "the row is null");
        counts.row();
        Map<String, ?> good = mended(row);
        for (String feature : model.unseen(good)) {
            counts.of(Kind.UNSEEN, feature).increment();
        }
        return good;
    }

    private Map<String, ?> mended(Map<String, ?> row) {
        int known = 0;
        Map<String, Object> mended = null;
        for (InputField field : fields) {
            Object raw = row.get(field.name());
            boolean present = raw != null || row.containsKey(field.name());
            known += present ? 1 : 0;
            Object good = field.admit(raw);
            if (good != raw || (!present && policy.missing() == Rule.REPLACE)) {
                mended = mended == null ? new HashMap<>(row) : mended;
                mended.put(field.name(), good);
            }
        }
        if (known < row.size()) {
            unknown(row);
        }
        return mended == null ? row : mended;
    }

    private void unknown(Map<String, ?> row) {
        String first = null;
        for (String name : row.keySet()) {
            if (!names.contains(name)) {
                counts.unknown(String.valueOf(name));
                first = first == null ? String.valueOf(name) : first;
            }
        }
        if (first != null && policy.unknown() == Rule.REJECT) {
            throw new InvalidException("the row has an entry '" + shown(first) + "', expected only "
                    + fields.stream().map(InputField::name).toList());
        }
    }

    /** A name that anybody may have thought up, as a message shows it. */
    private static String shown(String name) {
        return name.length() <= 80 ? name : name.substring(0, 77) + "...";
    }
}
