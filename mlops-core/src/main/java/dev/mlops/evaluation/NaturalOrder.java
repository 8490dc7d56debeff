package dev.mlops.evaluation;

import java.util.Comparator;

/** Texts as people order them: digits count as numbers, so that S2 comes before S10. Consistent with equals. */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int difference;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                String one = digits(a, i);
                String other = digits(b, j);
                difference = compareNumbers(one, other);
                i += one.length();
                j += other.length();
            } else {
                difference = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (difference != 0) {
                return difference;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest == 0 ? a.compareTo(b) : rest;
    }

    private static int compareNumbers(String a, String b) {
        String one = a.replaceFirst("^0+", "");
        String other = b.replaceFirst("^0+", "");
        int length = Integer.compare(one.length(), other.length());
        return length == 0 ? one.compareTo(other) : length;
    }

    private static String digits(String text, int from) {
        int to = from;
        while (to < text.length() && isDigit(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
