package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Numeric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A value of a field. */
sealed interface Value {
    /** A text, which may read as a number. */
    record Text(String text) implements Value {}

    /** A number, or a time in milliseconds. */
    record Decimal(double number) implements Value {}

    /** What it is as a number; absent if it isn't one. */
    default OptionalDouble asNumber() {
        if (this instanceof Decimal number) {
            return OptionalDouble.of(number.number());
        }
        return Numeric.of(((Text) this).text());
    }

    static List<Value> none() {
        return List.of();
    }

    /** One text, or none where it is null or empty. */
    static List<Value> text(@Nullable String text) {
        return text == null || text.isEmpty() ? none() : List.of(new Text(text));
    }

    /** One text, also where it is empty; none where it is null. */
    static List<Value> anyText(@Nullable String text) {
        return text == null ? none() : List.of(new Text(text));
    }

    static List<Value> number(double number) {
        return List.of(new Decimal(number));
    }

    static List<Value> time(Instant time) {
        return number((double) time.toEpochMilli());
    }

    static List<Value> time(Optional<Instant> time) {
        return time.map(Value::time).orElse(none());
    }
}
