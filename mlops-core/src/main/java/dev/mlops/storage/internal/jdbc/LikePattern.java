package dev.mlops.storage.internal.jdbc;

/** Patterns of LIKE in the forms that databases take. */
final class LikePattern {
    private LikePattern() {}

    /** The same pattern without a backslash at its end that stands before nothing: some databases refuse it. */
    static String withoutOpenEscape(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '\\') {
            end--;
        }
        boolean open = (pattern.length() - end) % 2 == 1;
        return open ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    /** The same pattern for GLOB. */
    static String glob(String pattern) {
        StringBuilder glob = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
                continue;
            }
            glob.append(escaped ? literal(c) : part(c));
            escaped = false;
        }
        return glob.toString();
    }

    private static String part(char c) {
        return switch (c) {
            case '%' -> "*";
            case '_' -> "?";
            default -> literal(c);
        };
    }

    private static String literal(char c) {
        return c == '*' || c == '?' || c == '[' ? "[" + c + "]" : String.valueOf(c);
    }
}
