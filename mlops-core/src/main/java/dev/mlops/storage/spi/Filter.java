package dev.mlops.storage.spi;

import dev.mlops.InvalidException;
import java.util.List;

/**
 * A condition on what is searched, as a tree that backends compile: to SQL with parameters, or to a predicate.
 *
 * <p>A {@link Test} on a field that the subject doesn't have never holds, but for IS NULL; nor does one on a text that
 * should be compared as a number and isn't one. A positive operator holds if some value of the field satisfies it; a
 * negative one (!=, NOT IN, NOT LIKE, NOT ILIKE) if there is a value and none satisfies the positive one. NaN satisfies
 * no positive operator. There is no NOT in the tree: {@link #parse} turns it into the opposite operators, so that what is
 * missing doesn't match under NOT either.
 */
public sealed interface Filter {
    /** Holds always. */
    Filter ALL = new And(List.of());

    /**
     * All of these hold; always true when empty.
     *
     * @param all the conditions
     */
    record And(List<Filter> all) implements Filter {
        /** Copies the list. */
        public And {
            all = List.copyOf(all);
        }
    }

    /**
     * At least one of these holds.
     *
     * @param any the conditions, two or more
     */
    record Or(List<Filter> any) implements Filter {
        /** Copies the list. */
        public Or {
            any = List.copyOf(any);
        }
    }

    /**
     * A comparison of a field. Every literal is a {@link Literal.Text} or a {@link Literal.Decimal}: only numbers for a
     * NUMBER or a TIME (in milliseconds since 1970), only texts for a TEXT, all of one kind for a TEXT_OR_NUMBER.
     *
     * @param field what is compared
     * @param operator how
     * @param literals none for IS NULL and IS NOT NULL, one or more for IN and NOT IN, one for the others
     */
    record Test(SearchField field, Operator operator, List<Literal> literals) implements Filter {
        /** Copies the list. */
        public Test {
            literals = List.copyOf(literals);
        }
    }

    /** How a field is compared. */
    enum Operator {
        /** Equal. */
        EQ("="),
        /** Not equal. */
        NE("!="),
        /** Less. */
        LT("<"),
        /** At most. */
        LE("<="),
        /** Greater. */
        GT(">"),
        /** At least. */
        GE(">="),
        /** Matches a pattern: % stands for any text, _ for one character (code point), a backslash before either for itself. */
        LIKE("LIKE"),
        /** Doesn't match it. */
        NOT_LIKE("NOT LIKE"),
        /** Matches a pattern, where the case of the letters A to Z doesn't matter. */
        ILIKE("ILIKE"),
        /** Doesn't match it. */
        NOT_ILIKE("NOT ILIKE"),
        /** Equals one of several. */
        IN("IN"),
        /** Equals none of several. */
        NOT_IN("NOT IN"),
        /** The subject has no such field. */
        IS_NULL("IS NULL"),
        /** The subject has it. */
        IS_NOT_NULL("IS NOT NULL");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** The operator that holds where this one doesn't, for a subject that has the field. */
        public Operator negated() {
            return switch (this) {
                case EQ -> NE;
                case NE -> EQ;
                case LT -> GE;
                case LE -> GT;
                case GT -> LE;
                case GE -> LT;
                case LIKE -> NOT_LIKE;
                case NOT_LIKE -> LIKE;
                case ILIKE -> NOT_ILIKE;
                case NOT_ILIKE -> ILIKE;
                case IN -> NOT_IN;
                case NOT_IN -> IN;
                case IS_NULL -> IS_NOT_NULL;
                case IS_NOT_NULL -> IS_NULL;
            };
        }

        /** Whether it is !=, NOT IN, NOT LIKE or NOT ILIKE. */
        public boolean isNegative() {
            return this == NE || this == NOT_IN || this == NOT_LIKE || this == NOT_ILIKE;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What a field is compared with. */
    sealed interface Literal {
        /**
         * A text.
         *
         * @param value the text
         */
        record Text(String value) implements Literal {}

        /**
         * A number.
         *
         * @param value a finite number
         */
        record Decimal(double value) implements Literal {}
    }

    /**
     * Reads a condition.
     *
     * <pre>
     * metrics.rmse &lt; 12 and (params.alpha = '0.01' or tags.team = 'eta') and not tags."reviewed by" IS NULL
     * </pre>
     *
     * <p>A field is {@code metrics.KEY}, {@code params.KEY}, {@code tags.KEY}, {@code datasets.name}, {@code .digest} or
     * {@code .context}, or an attribute of the subject with or without {@code attributes.} before it; a key that isn't
     * made of letters, digits, {@code _ - . /} stands in double quotes or backticks, doubled where the key holds one.
     * Singular {@code metric.}, {@code param.} and so on is fine. The operators are those of {@link Operator}; keywords in
     * any case of letters; {@code not} binds tighter than {@code and}, {@code and} tighter than {@code or}. A text stands
     * in single quotes, doubled where the text holds one; a number as Java writes decimals. Times are texts in ISO-8601,
     * such as {@code '2026-01-31T10:00:00Z'}, or milliseconds since 1970. Metrics are compared with numbers; datasets and
     * aliases only with =, !=, IN, LIKE and their opposites; a status only with one that there is, in any case of letters. An empty text is the condition that always holds.
     *
     * @throws InvalidException if it can't be read; the message has the text, the column from 1, and what was expected
     */
    static Filter parse(String text, Subject subject) {
        return FilterParser.parse(text, subject);
    }
}
