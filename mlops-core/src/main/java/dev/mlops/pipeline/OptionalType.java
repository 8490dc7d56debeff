package dev.mlops.pipeline;

import java.util.List;
import java.util.Optional;

/** A value that may be absent: empty where no argument names it, and without a text then. */
record OptionalType<E>(ParamType<E> element) implements ParamType<Optional<E>> {
    @Override
    public Optional<E> parse(String text) {
        return Optional.of(element.parse(text));
    }

    @Override
    public Optional<E> parseAll(List<Args.Value> given) {
        return Optional.of(element.parseAll(given));
    }

    @Override
    public String print(Optional<E> value) {
        return value.map(element::print).orElse("");
    }

    @Override
    public String hint() {
        return element.hint();
    }

    @Override
    public String expected() {
        return element.expected();
    }
}
