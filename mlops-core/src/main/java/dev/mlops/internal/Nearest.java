package dev.mlops.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant: of a parameter, or of a column. */
public final class Nearest {
    private Nearest() {}

    /** {@code did you mean 'alpha'} where one name is near, else which names there are. */
    public static String to(String given, Collection<String> names) {
        if (names.isEmpty()) {
            return "there are none";
        }
        return find(given, names)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> "expected one of " + String.join(", ", names));
    }

    /** The nearest of these names, if one is near. */
    public static Optional<String> find(String given, Collection<String> names) {
        int far = Math.min(given.length(), Math.max(1, given.length() / 3) + 1);
        return names.stream()
                .filter(name -> distance(given, name) < far)
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    /** Edits from one to the other, where letters' case and dashes for underscores count for nothing. */
    private static int distance(String a, String b) {
        return damerauLevenshtein(fold(a), fold(b));
    }

    private static String fold(String name) {
        String folded = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return folded.substring(0, Math.min(folded.length(), 250));
    }

    /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
    private static int damerauLevenshtein(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int cheapest(int[][] edits, String a, String b, int i, int j) {
        int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
