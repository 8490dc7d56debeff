package dev.mlops.pipeline;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Moments in ISO-8601, in UTC ({@code Z}) or with an offset. */
record InstantType() implements ParamType<Instant> {
    @Override
    public Instant parse(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw refuse(text);
        }
    }

    @Override
    public String print(Instant value) {
        return value.toString();
    }

    @Override
    public String hint() {
        return "instant";
    }

    @Override
    public String expected() {
        return "a moment such as 2021-01-31T09:00:00Z";
    }
}
