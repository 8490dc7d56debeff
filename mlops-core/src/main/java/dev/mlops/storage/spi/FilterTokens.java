package dev.mlops.storage.spi;

import dev.mlops.InvalidException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a condition, one ahead. */
final class FilterTokens {
    private static final int MAX_LENGTH = 100_000;

    private static final Pattern BLANK = Pattern.compile("\\s*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_./-]*");
    private static final Pattern SIGN = Pattern.compile("<=|>=|!=|<>|==|=|<|>|\\(|\\)|,");

    private final String what;
    private final String text;
    private int position;
    private Token next;

    /** What a token is. */
    enum Kind {
        WORD,
        /** In double quotes or backticks, without them. */
        QUOTED,
        /** In single quotes, without them. */
        TEXT,
        NUMBER,
        SIGN,
        END
    }

    /**
     * One word.
     *
     * @param column where it begins, from 1
     * @param end the index just behind it
     */
    record Token(Kind kind, String text, int column, int end) {
        boolean is(String keyword) {
            return (kind == Kind.WORD || kind == Kind.SIGN)
                    && text.chars().allMatch(c -> c < 128) // others have A to Z as their upper case too
                    && text.toUpperCase(Locale.ROOT).equals(keyword);
        }

        @Override
        public String toString() {
            return kind == Kind.END ? "the end" : Rules.quoted(text);
        }
    }

    /**
     * Of a text.
     *
     * @param what what the text is, for messages
     */
    FilterTokens(String what, String text) {
        this.what = what;
        this.text = text;
        if (text.length() > MAX_LENGTH) {
            throw new InvalidException(
                    what + " has " + text.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        next = read();
    }

    Token peek() {
        return next;
    }

    Token take() {
        Token taken = next;
        next = read();
        return taken;
    }

    /** Takes the next word if it is this keyword or sign. */
    boolean skip(String keyword) {
        boolean found = next.is(keyword);
        if (found) {
            take();
        }
        return found;
    }

    void expect(String sign) {
        if (!skip(sign)) {
            throw error(next, "expected " + sign);
        }
    }

    InvalidException error(Token at, String expected) {
        return new InvalidException(place(at) + ": found " + at + ", " + expected);
    }

    /** Where a word stands, for a message. */
    String place(Token at) {
        return what + " " + Rules.quoted(text, at.column()) + ", column " + at.column();
    }

    private Token read() {
        position = end(BLANK, position);
        int start = position;
        if (start == text.length()) {
            return new Token(Kind.END, "", start + 1, start);
        }
        char first = text.charAt(start);
        if (first == '\'') {
            return quoted(Kind.TEXT, first);
        } else if (first == '"' || first == '`') {
            return quoted(Kind.QUOTED, first);
        }
        return plain(start);
    }

    private Token plain(int start) {
        Kind kind = Kind.NUMBER;
        int end = end(NUMBER, start);
        if (end < 0) {
            kind = Kind.WORD;
            end = end(WORD, start);
        }
        if (end < 0) {
            kind = Kind.SIGN;
            end = end(SIGN, start);
        }
        if (end < 0) {
            int character = text.codePointAt(start);
            throw error(
                    new Token(Kind.SIGN, Character.toString(character), start + 1, start),
                    "expected a field, an operator, a text in single quotes or a number; in keys this stands in double quotes");
        }
        position = end;
        return new Token(kind, text.substring(start, end), start + 1, end);
    }

    private Token quoted(Kind kind, char quote) {
        int start = position;
        StringBuilder inside = new StringBuilder();
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != quote) {
                inside.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                inside.append(c);
                i++;
            } else {
                position = i + 1;
                return new Token(kind, inside.toString(), start + 1, position);
            }
        }
        throw error(new Token(Kind.SIGN, String.valueOf(quote), start + 1, start), "expected a second one behind it");
    }

    /** Where the match that begins at {@code start} ends, or -1. */
    private int end(Pattern pattern, int start) {
        Matcher matcher = pattern.matcher(text).region(start, text.length());
        return matcher.lookingAt() ? matcher.end() : -1;
    }
}
