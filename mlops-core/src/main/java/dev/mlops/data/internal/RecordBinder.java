package dev.mlops.data.internal;

import static java.lang.invoke.MethodType.methodType;

import dev.mlops.InvalidException;
import dev.mlops.data.FieldType;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * Accessors are classes that the JVM spins at run time (LambdaMetafactory) in the record's own package, so that reading
 * a component costs an interface call, nothing is boxed, and private and local records work. That takes a package that
 * is open to this module, as each is on the class path. From a module that only exports it, a public record is bound
 * from this side. Where the class can't be spun (class loaders that don't see each other), a proxy does the same,
 * slower.
 */

/** Binds the components of one record class. */
final class RecordBinder {
    private static final MethodHandle WRAP =
            handle(Optional.class, "ofNullable", methodType(Optional.class, Object.class));

    private final Class<?> type;
    private final Lookup lookup;

    RecordBinder(Class<?> type, Lookup lookup) {
        this.type = type;
        this.lookup = lookup;
    }

    static RecordBinder of(Class<? extends Record> type) {
        RecordBinder.class.getModule().addReads(type.getModule());
        Lookup own = MethodHandles.lookup();
        try {
            return new RecordBinder(type, MethodHandles.privateLookupIn(type, own));
        } catch (IllegalAccessException e) {
            return new RecordBinder(type, own);
        }
    }

    <R> Accessor<R> accessor(Component component) {
        MethodHandle getter = find(() -> lookup.findVirtual(type, component.name(), methodType(component.type())));
        FieldType kind = component.field().type();
        if (!component.type().isPrimitive()) {
            return new ReferenceAccessor<>(
                    component.field(), component.isWrapped(), component.form(), toObject(getter));
        }
        if (kind == FieldType.BOOLEAN) {
            return new BooleanAccessor<>(toBoolean(getter));
        }
        if (kind.isInteger()) {
            return new IntegerAccessor<>(toLong(getter), toDouble(getter), toObject(getter));
        }
        return new DecimalAccessor<>(component.field(), toDouble(getter), toObject(getter));
    }

    /** The canonical constructor as a handle from {@code Object[]} to {@code Object}. */
    MethodHandle constructor(List<Component> components) {
        Class<?>[] types = components.stream().map(Component::type).toArray(Class<?>[]::new);
        MethodHandle constructor = find(() -> lookup.findConstructor(type, methodType(void.class, types)));
        for (int i = 0; i < types.length; i++) {
            if (components.get(i).isWrapped()) {
                constructor = MethodHandles.filterArguments(constructor, i, WRAP);
            }
        }
        return constructor.asSpreader(Object[].class, types.length).asType(methodType(Object.class, Object[].class));
    }

    private <R> ToLongFunction<R> toLong(MethodHandle getter) {
        return implement(ToLongFunction.class, "applyAsLong", methodType(long.class, Object.class), getter);
    }

    private <R> ToDoubleFunction<R> toDouble(MethodHandle getter) {
        return implement(ToDoubleFunction.class, "applyAsDouble", methodType(double.class, Object.class), getter);
    }

    private <R> Predicate<R> toBoolean(MethodHandle getter) {
        return implement(Predicate.class, "test", methodType(boolean.class, Object.class), getter);
    }

    private <R> Function<R, @Nullable Object> toObject(MethodHandle getter) {
        return implement(Function.class, "apply", methodType(Object.class, Object.class), getter);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // F is the shape; a class literal has no parameters
    private <F> F implement(Class<?> shape, String method, MethodType erased, MethodHandle getter) {
        try {
            return (F) LambdaMetafactory.metafactory(
                            lookup, method, methodType(shape), erased, getter, erased.changeParameterType(0, type))
                    .getTarget()
                    .invoke();
        } catch (LambdaConversionException | LinkageError e) {
            return (F) MethodHandleProxies.asInterfaceInstance(shape, getter.asType(erased));
        } catch (Throwable e) {
            throw new IllegalStateException("record " + type.getName() + " can't be bound", e);
        }
    }

    private MethodHandle find(Search search) {
        try {
            return search.find();
        } catch (IllegalAccessException e) {
            throw new InvalidException(
                    "record " + type.getName() + " can't be reached: module "
                            + type.getModule().getName()
                            + " must open package " + type.getPackageName() + " to "
                            + RecordBinder.class.getModule().getName(),
                    e);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle(Class<?> owner, String name, MethodType type) {
        try {
            return MethodHandles.publicLookup().findStatic(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Search {
        MethodHandle find() throws IllegalAccessException, NoSuchMethodException;
    }
}
