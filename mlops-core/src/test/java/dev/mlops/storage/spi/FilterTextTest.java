package dev.mlops.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.tck.RandomValues;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterTextTest {

    /** Writes filters in one of the ways in which they may be written. */
    private record Writer(Random random) {
        String write(Filter filter) {
            if (filter instanceof Filter.And and) {
                return join(and.all(), "and");
            } else if (filter instanceof Filter.Or or) {
                return join(or.any(), "or");
            }
            Filter.Test test = (Filter.Test) filter;
            String all = test.literals().stream().map(this::write).collect(Collectors.joining(" ,"));
            String literals =
                    switch (test.operator()) {
                        case IN, NOT_IN -> "(" + all + ")";
                        default -> all;
                    };
            return write(test.field()) + " " + anyCase(test.operator().toString()) + blank() + literals;
        }

        private String join(List<Filter> parts, String word) {
            return parts.stream()
                    .map(part -> "(" + write(part) + ")")
                    .collect(Collectors.joining(blank() + anyCase(word) + blank()));
        }

        private String write(SearchField field) {
            String quote = random.nextBoolean() ? "\"" : "`";
            String key = quote + field.key().replace(quote, quote + quote) + quote;
            return switch (field.scope()) {
                case ATTRIBUTE -> random.nextBoolean() ? field.key() : "attributes." + field.key();
                case DATASET -> "datasets." + field.key();
                case METRIC -> (random.nextBoolean() ? "metrics." : "metric.") + key;
                case PARAM -> (random.nextBoolean() ? "params." : "parameter.") + key;
                case TAG -> (random.nextBoolean() ? "tags." : "TAG.") + key;
            };
        }

        private String write(Literal literal) {
            return literal instanceof Literal.Text text
                    ? "'" + text.value().replace("'", "''") + "'"
                    : String.valueOf(((Literal.Decimal) literal).value());
        }

        private String blank() {
            return " \n\t".substring(random.nextInt(3)).substring(0, 1);
        }

        private String anyCase(String word) {
            return random.nextBoolean() ? word.toLowerCase(Locale.ROOT) : word.toUpperCase(Locale.ROOT);
        }
    }

    @Provide
    Arbitrary<Filter> filters() {
        return RandomValues.filters(Subject.RUNS);
    }

    @Provide
    Arbitrary<Filter> versions() {
        return RandomValues.filters(Subject.VERSIONS);
    }

    /** Words of the grammar and others, in any order. */
    @Provide
    Arbitrary<String> salads() {
        return Arbitraries.of(
                        "metrics.m",
                        "params.",
                        "tags.a",
                        "\"k\"",
                        "'x'",
                        "5",
                        "-1e3",
                        "and",
                        "or",
                        "not",
                        "(",
                        ")",
                        ",",
                        "in",
                        "is",
                        "null",
                        "like",
                        "=",
                        "<",
                        "!=",
                        "start_time",
                        "alias",
                        "'",
                        "\"",
                        "\\",
                        "🚕",
                        "\u0000",
                        "\ud83d",
                        "é",
                        ".",
                        "true")
                .list()
                .ofMaxSize(12)
                .flatMap(words -> Arbitraries.of("", " ").map(gap -> String.join(gap, words)));
    }

    private static Filter opposite(Filter filter) {
        if (filter instanceof Filter.And and) {
            return new Filter.Or(
                    and.all().stream().map(FilterTextTest::opposite).toList());
        } else if (filter instanceof Filter.Or or) {
            return new Filter.And(
                    or.any().stream().map(FilterTextTest::opposite).toList());
        }
        Filter.Test test = (Filter.Test) filter;
        return new Filter.Test(test.field(), test.operator().negated(), test.literals());
    }

    @Property(tries = 500)
    void what_is_written_is_read_back(@ForAll("filters") Filter filter, @ForAll long seed) {
        String text = new Writer(new Random(seed)).write(filter);

        assertThat(Filter.parse(text, Subject.RUNS)).as(text).isEqualTo(filter);
    }

    @Property(tries = 200)
    void what_is_written_of_versions_is_read_back(@ForAll("versions") Filter filter, @ForAll long seed) {
        String text = new Writer(new Random(seed)).write(filter);

        assertThat(Filter.parse(text, Subject.VERSIONS)).as(text).isEqualTo(filter);
    }

    @Property(tries = 200)
    void not_is_read_as_the_opposite(@ForAll("filters") Filter filter, @ForAll long seed) {
        String text = new Writer(new Random(seed)).write(filter);

        assertThat(Filter.parse("not (" + text + ")", Subject.RUNS)).as(text).isEqualTo(opposite(filter));
        assertThat(Filter.parse("NOT(not(" + text + "))", Subject.RUNS))
                .as(text)
                .isEqualTo(filter);
    }

    @Property(tries = 2_000)
    void anything_else_is_an_error_with_its_column(@ForAll("salads") String text) {
        try {
            assertThat(Filter.parse(text, Subject.RUNS)).isNotNull();
        } catch (InvalidException e) {
            assertThat(e.getMessage()).matches("filter '.*', column \\d+: .*");
        }
    }

    @Property(tries = 500)
    void any_characters_are_an_error_or_a_filter(@ForAll String text) {
        try {
            assertThat(Filter.parse(text, Subject.RUNS)).isNotNull();
        } catch (InvalidException e) {
            assertThat(e.getMessage()).matches("filter '.*', column \\d+: .*");
        }
    }
}
