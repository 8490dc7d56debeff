package dev.mlops.pipeline;

/** Shows a value that somebody else wrote within a message: in quotes, on one line, and not at any length. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder("'");
        int end = Math.min(text.length(), LONGEST);
        text.substring(0, end).codePoints().forEach(c -> append(out, c));
        if (end < text.length()) {
            out.append("... (").append(text.length()).append(" characters)");
        }
        return out.append('\'').toString();
    }

    private static void append(StringBuilder out, int c) {
        if (Character.isISOControl(c) || !Character.isDefined(c) || isInvisible(c)) {
            out.append(String.format("\\u%04x", c));
        } else {
            out.appendCodePoint(c);
        }
    }

    /** Line separators, surrogates alone, and the marks that turn the direction of what follows. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
