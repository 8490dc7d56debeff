package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import java.util.List;

/** {@code true} or {@code false} in any case; a name without a value is true. */
record BooleanType() implements ParamType<Boolean> {
    @Override
    public Boolean parse(String text) {
        String word = text.strip();
        if (word.equalsIgnoreCase("true")) {
            return true;
        } else if (word.equalsIgnoreCase("false")) {
            return false;
        }
        throw refuse(text);
    }

    @Override
    public Boolean parseAll(List<Args.Value> given) {
        if (given.size() > 1) {
            throw new InvalidException("is given " + given.size() + " times, expected once");
        }
        return parse(given.get(0).text());
    }

    @Override
    public String print(Boolean value) {
        return value.toString();
    }

    @Override
    public String hint() {
        return "true|false";
    }

    @Override
    public String expected() {
        return "true or false";
    }
}
