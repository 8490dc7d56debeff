package dev.mlops.storage.spi;

import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.FilterTokens.Kind;
import dev.mlops.storage.spi.FilterTokens.Token;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** Reads what a field is compared with, as the field's type wants it. */
final class LiteralReader {
    /** As long as the longest value; SQLite refuses patterns of more than 50,000 bytes. */
    private static final int MAX_PATTERN = Rules.MAX_TAG;

    private final FilterTokens tokens;
    private final Token token;
    private final SearchField field;
    private final List<String> allowed;

    /** With the values that the field may have; none if it may have any. */
    LiteralReader(FilterTokens tokens, Token token, SearchField field, List<String> allowed) {
        this.tokens = tokens;
        this.token = token;
        this.field = field;
        this.allowed = allowed;
    }

    Literal read(Operator operator) {
        boolean pattern = operator != Operator.EQ && operator != Operator.NE && !isListOrRange(operator);
        if (pattern) {
            return pattern();
        }
        return switch (field.type()) {
            case NUMBER -> number();
            case TIME -> time();
            case TEXT -> new Literal.Text(allowed(text()));
            case TEXT_OR_NUMBER -> token.kind() == Kind.NUMBER ? number() : new Literal.Text(text());
        };
    }

    private static boolean isListOrRange(Operator operator) {
        return switch (operator) {
            case IN, NOT_IN, LT, LE, GT, GE -> true;
            default -> false;
        };
    }

    private Literal pattern() {
        String text = text();
        int backslashes = 0;
        for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        if (backslashes % 2 == 1) {
            throw FilterParser.unexpected(tokens, token, field, "a pattern that doesn't end in a lone backslash");
        }
        return new Literal.Text(Rules.text(tokens.place(token) + ": pattern", text, MAX_PATTERN));
    }

    private String text() {
        boolean flag = token.is("TRUE") || token.is("FALSE");
        if (flag) {
            return token.text().toLowerCase(Locale.ROOT);
        } else if (token.kind() != Kind.TEXT && token.kind() != Kind.QUOTED) {
            throw FilterParser.unexpected(tokens, token, field, "a text in single quotes");
        }
        return Rules.text(tokens.place(token) + ": text", token.text(), Integer.MAX_VALUE);
    }

    private Literal number() {
        if (token.kind() != Kind.NUMBER || Double.isInfinite(Double.parseDouble(token.text()))) {
            throw FilterParser.unexpected(tokens, token, field, "a finite number without quotes");
        }
        double value = Double.parseDouble(token.text());
        return new Literal.Decimal(value == 0 ? 0.0 : value);
    }

    private Literal time() {
        if (token.kind() == Kind.NUMBER) {
            return number();
        }
        try {
            Instant moment = moment(text());
            // Not cut to whole milliseconds: what is stored is to be compared with what was said.
            return new Literal.Decimal(moment.getEpochSecond() * 1e3 + moment.getNano() / 1e6);
        } catch (DateTimeParseException e) {
            throw FilterParser.unexpected(
                    tokens, token, field, "a moment such as '2026-01-31T10:00:00Z', a day, or milliseconds since 1970");
        }
    }

    private static Instant moment(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    /** A value that the field may have, such as the status of a run, in any case of letters. */
    private String allowed(String text) {
        if (allowed.isEmpty()) {
            return text;
        }
        return allowed.stream()
                .filter(value -> value.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () -> FilterParser.unexpected(tokens, token, field, "one of " + String.join(", ", allowed)));
    }
}
