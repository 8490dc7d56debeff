package dev.mlops.tracking;

import dev.mlops.storage.spi.Numeric;
import java.util.Set;

/** Text for a cell of CSV. */
final class CsvText {
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";
    private static final Set<String> NUMBERS = Set.of("-Infinity");

    private CsvText() {}

    /**
     * The text with an apostrophe in front where a spreadsheet would run it as a formula (OWASP, CSV injection). Numbers
     * stay as they are: a minus is all that is odd about them.
     */
    static String guarded(String text) {
        boolean formula = !text.isEmpty()
                && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0
                && !NUMBERS.contains(text)
                && Numeric.of(text).isEmpty();
        return formula ? "'" + text : text;
    }
}
