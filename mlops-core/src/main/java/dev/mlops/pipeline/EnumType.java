package dev.mlops.pipeline;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Constants of an enum by name or by {@code toString()}, in any case, with {@code -} for {@code _}; printed as
 * {@code toString()} says where the enum has its own, else in lower case with dashes. Where two constants would have one
 * such text, both go by their exact names only.
 */
final class EnumType<T extends Enum<T>> implements ParamType<T> {
    private final Map<String, T> byName = new LinkedHashMap<>();
    private final Map<String, T> byText = new LinkedHashMap<>();

    private EnumType(Class<T> type) {
        Set<String> shared = new LinkedHashSet<>();
        for (T constant : type.getEnumConstants()) {
            byName.put(constant.name(), constant);
            for (String text : new LinkedHashSet<>(List.of(text(constant.name()), text(constant.toString())))) {
                if (byText.put(text, constant) != null) {
                    shared.add(text);
                }
            }
        }
        byText.keySet().removeAll(shared);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // T is the class's own type
    static ParamType<?> of(Class<? extends Enum> type) {
        return new EnumType(type);
    }

    private static String text(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public T parse(String text) {
        String word = text.strip();
        T exact = byName.get(word);
        T constant = exact == null ? byText.get(text(word)) : exact;
        if (constant == null) {
            throw refuse(text);
        }
        return constant;
    }

    @Override
    public String print(T value) {
        String own = value.toString();
        if (!byText.containsKey(text(own))) {
            return value.name();
        }
        return own.equals(value.name()) ? text(own) : own;
    }

    private List<String> texts() {
        return byName.values().stream().map(this::print).toList();
    }

    @Override
    public String hint() {
        return String.join("|", texts());
    }

    @Override
    public String expected() {
        return "one of " + String.join(", ", texts());
    }
}
