package dev.mlops.registry;

import dev.mlops.registry.internal.CardPage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** How a model card puts what it shows. */
final class CardText {
    static final String NONE = "–";

    private static final MathContext DIGITS = new MathContext(5);
    private static final double LARGEST_WHOLE = 1e15;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Control characters but for line ends, and marks that turn the direction of writing. */
    private static final String STEERING = "[\\p{Cc}&&[^\\n]]|[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]";

    private CardText() {}

    /** Text that can't change how the text around it is read. */
    static String clean(String text) {
        return text.replaceAll("\\R", "\n").replace('\t', ' ').replaceAll(STEERING, "\uFFFD");
    }

    /** Five significant digits; whole numbers and what is huge or tiny in Java's own form. */
    static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < LARGEST_WHOLE) {
            return Long.toString((long) value);
        }
        return Double.isFinite(value) && size >= 1e-4 && size < 1e5
                ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String moment(Instant time) {
        return MOMENT.format(time);
    }

    static CardPage.Fact fact(String name, String value) {
        return new CardPage.Fact(clean(name), value.isBlank() ? NONE : clean(value));
    }

    static CardPage.Facts facts(CardPage.Fact... facts) {
        return new CardPage.Facts(List.of(facts));
    }

    /** A table of cells, whose columns of figures have a name that begins with {@code #}. */
    static CardPage.Table table(String title, List<String> columns, Stream<List<String>> rows) {
        return new CardPage.Table(
                title,
                columns.stream()
                        .map(name -> new CardPage.Column(
                                clean(name.startsWith("#") ? name.substring(1) : name), name.startsWith("#")))
                        .toList(),
                rows.map(cells -> cells.stream().map(CardText::clean).toList()).toList());
    }

    static CardPage.Table table(String title, String name, String value, Map<String, String> entries) {
        return table(
                title,
                List.of(name, value),
                entries.entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())));
    }

    /** Text that the host gave, or that it gave none. */
    static CardPage.Note note(String title, String text, String otherwise) {
        return text.isBlank()
                ? new CardPage.Note(title, otherwise, true)
                : new CardPage.Note(title, clean(text).strip(), false);
    }

    static CardPage.Note nothing(String text) {
        return new CardPage.Note("", text, true);
    }

    static CardPage.Section section(String title, CardPage.Block... blocks) {
        return section(title, Arrays.asList(blocks));
    }

    static CardPage.Section section(String title, List<CardPage.Block> blocks) {
        return new CardPage.Section(title.toLowerCase(Locale.ROOT).replace(' ', '-'), title, List.copyOf(blocks));
    }
}
