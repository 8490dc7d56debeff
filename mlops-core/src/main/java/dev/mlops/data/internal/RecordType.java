package dev.mlops.data.internal;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.Schema;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record class bound once: its schema, its accessors and its canonical constructor. Immutable and thread-safe.
 *
 * @param <R> the record type
 */
public final class RecordType<R extends Record> {
    private static final ClassValue<RecordType<?>> BOUND = new ClassValue<>() {
        @Override
        protected RecordType<?> computeValue(Class<?> type) {
            return bind(type.asSubclass(Record.class));
        }
    };

    private final Class<R> type;
    private final Schema schema;
    private final List<Accessor<R>> accessors;
    private final BitSet optional;
    private final @Nullable Form[] forms;
    private final boolean plain;
    private final MethodHandle constructor;

    private RecordType(
            Class<R> type,
            Schema schema,
            List<Accessor<R>> accessors,
            BitSet optional,
            @Nullable Form[] forms,
            MethodHandle constructor) {
        this.type = type;
        this.schema = schema;
        this.accessors = accessors;
        this.optional = optional;
        this.forms = forms;
        this.plain = Arrays.stream(forms).allMatch(Objects::isNull);
        this.constructor = constructor;
    }

    /**
     * The bound type; cached as long as the class is loaded.
     *
     * @throws InvalidException if the record is generic, a component has a type that no
     *     {@link dev.mlops.data.FieldType} stands for, two components name one column, or the record's module doesn't
     *     let this one in
     */
    @SuppressWarnings("unchecked") // bind(type) gives what its key says
    public static <R extends Record> RecordType<R> of(Class<R> type) {
        return (RecordType<R>) BOUND.get(type);
    }

    private static <R extends Record> RecordType<R> bind(Class<R> type) {
        List<Component> components = Component.of(type);
        Schema schema = schema(type, components);
        RecordBinder binder = RecordBinder.of(type);
        List<Accessor<R>> accessors = new ArrayList<>();
        BitSet optional = new BitSet();
        for (Component component : components) {
            optional.set(accessors.size(), component.isOptional());
            accessors.add(binder.accessor(component));
        }
        return new RecordType<>(
                type,
                schema,
                List.copyOf(accessors),
                optional,
                components.stream().map(Component::form).toArray(Form[]::new),
                binder.constructor(components));
    }

    private static Schema schema(Class<?> type, List<Component> components) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Component component : components) {
            if (!names.add(component.field().name())) {
                throw new InvalidException("record " + type.getSimpleName() + " has two components for column '"
                        + component.field().name() + "': each column may be named once");
            }
            fields.add(component.field());
        }
        return new Schema(fields);
    }

    /** The record class. */
    public Class<R> type() {
        return type;
    }

    /** One field for each component, in order, under the name of its column. */
    public Schema schema() {
        return schema;
    }

    /** Reads the field at this position of the schema. */
    public Accessor<R> accessor(int field) {
        return accessors.get(field);
    }

    /**
     * Reads the field of this name.
     *
     * @throws InvalidException if there is none
     */
    public Accessor<R> accessor(String name) {
        return accessors.get(schema.fields().indexOf(schema.get(name)));
    }

    /** Whether a file may lack the column of this field: the component is boxed, an Optional or marked Nullable. */
    public boolean isOptional(int field) {
        return optional.get(field);
    }

    /** How the component's values stand for those of this field; null where they are the field's own. */
    public @Nullable Form form(int field) {
        return forms[field];
    }

    /**
     * A new record; whatever its constructor throws is thrown on.
     *
     * @param values one for each field, of exactly the field's boxed type, or null where the field is nullable; an
     *     Optional component takes the value itself, one with a {@link #form} the field's value, which must fit it
     */
    public R create(@Nullable Object[] values) {
        try {
            return type.cast((Object) constructor.invokeExact(plain ? values : restored(values)));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the constructor of record " + type.getName() + " failed", e);
        }
    }

    private @Nullable Object[] restored(@Nullable Object[] values) {
        @Nullable Object[] restored = values.clone();
        for (int i = 0; i < restored.length; i++) {
            Form form = forms[i];
            Object value = values[i];
            restored[i] = form == null || value == null ? value : form.restore(value);
        }
        return restored;
    }
}
