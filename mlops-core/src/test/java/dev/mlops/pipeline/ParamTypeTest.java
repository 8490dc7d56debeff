package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamTypeTest {
    enum Solver {
        LINEAR,
        ELASTIC_NET,
        RIDGE {
            @Override
            public String toString() {
                return "l2_Penalty+";
            }
        }
    }

    @SuppressWarnings("UnicodeInCode") // letters whose lower case is unlike that of ASCII
    enum Clash {
        A_B,
        a_b,
        C,
        Ä_Ö,
        İ
    }

    private static <T> void holds(ParamType<T> type, T value) {
        String text = type.print(value);
        assertThat(type.parse(text)).isEqualTo(value);
        assertThat(type.print(type.parse(text))).isEqualTo(text);
    }

    @Property
    void stringsPrintBack(@ForAll String value) {
        holds(ParamType.of(String.class), value);
    }

    @Property
    void integersPrintBack(@ForAll int value) {
        holds(ParamType.of(Integer.class), value);
    }

    @Property
    void longsPrintBack(@ForAll long value) {
        holds(ParamType.of(Long.class), value);
    }

    @Property
    void doublesPrintBackWhateverTheirBits(@ForAll long bits) {
        holds(ParamType.of(Double.class), Double.longBitsToDouble(bits));
    }

    @Property
    void decimalsPrintBack(@ForAll double value) {
        holds(ParamType.of(Double.class), value);
    }

    @Property
    void booleansPrintBack(@ForAll boolean value) {
        holds(ParamType.of(Boolean.class), value);
    }

    @Property
    void pathsPrintBack(@ForAll("paths") Path value) {
        holds(ParamType.of(Path.class), value);
    }

    @Property
    void durationsPrintBack(@ForAll("durations") Duration value) {
        holds(ParamType.of(Duration.class), value);
    }

    @Property
    void instantsPrintBack(@ForAll("instants") Instant value) {
        holds(ParamType.of(Instant.class), value);
    }

    @Property
    void enumsPrintBack(@ForAll Solver value) {
        holds(ParamType.of(Solver.class), value);
    }

    @Property
    void enumsThatDifferInCaseAlonePrintBack(@ForAll Clash value) {
        holds(ParamType.of(Clash.class), value);
    }

    @Property
    void presentOptionalsPrintBack(@ForAll String value) {
        holds(ParamType.optionalOf(String.class), Optional.of(value));
    }

    @Property
    void listsOfHostileStringsPrintBack(@ForAll("awkwardLists") List<String> value) {
        holds(ParamType.listOf(String.class), value);
    }

    @Property
    void listsOfAnyStringsPrintBack(@ForAll List<String> value) {
        holds(ParamType.listOf(String.class), value);
    }

    @Property
    void listsOfDoublesAndDurationsPrintBack(
            @ForAll List<Double> numbers, @ForAll("durationLists") List<Duration> durations) {
        holds(ParamType.listOf(Double.class), numbers);
        holds(ParamType.listOf(Duration.class), durations);
    }

    @Property
    void listsSurviveACommandLine(@ForAll("awkwardLists") List<String> value) {
        ParamType<List<String>> type = ParamType.listOf(String.class);
        Args args = Args.parse("--names=" + type.print(value));
        assertThat(type.parseAll(args.values().getOrDefault("names", List.of())))
                .isEqualTo(value);
    }

    @Provide
    Arbitrary<List<String>> awkwardLists() {
        return Arbitraries.strings().withChars(",\\ a\"'").ofMaxLength(4).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<Path> paths() {
        return Arbitraries.strings()
                .excludeChars('\0')
                .filter(text -> !text.chars().anyMatch(c -> Character.isSurrogate((char) c)))
                .map(Path::of);
    }

    @Provide
    Arbitrary<Duration> durations() {
        Arbitrary<Long> seconds = Arbitraries.longs();
        Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999_999);
        return Combinators.combine(seconds, nanos).as(Duration::ofSeconds);
    }

    @Provide
    Arbitrary<List<Duration>> durationLists() {
        return durations().list();
    }

    @Provide
    Arbitrary<Instant> instants() {
        Arbitrary<Long> seconds =
                Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999_999);
        return Combinators.combine(seconds, nanos).as(Instant::ofEpochSecond);
    }

    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S, 1m30s",
        "5m, PT5M, 5m",
        "PT5M, PT5M, 5m",
        "pt-5m, PT-5M, PT-5M",
        "1d12h, PT36H, 1d12h",
        "1.5s, PT1.5S, 1s500ms",
        "250ms, PT0.25S, 250ms",
        "10us, PT0.00001S, 10us",
        "90M, PT1H30M, 1h30m",
        "0s, PT0S, 0s"
    })
    void durationsReadManyFormsAndPrintOne(String text, Duration expected, String printed) {
        ParamType<Duration> type = ParamType.of(Duration.class);
        assertThat(type.parse(text)).isEqualTo(expected);
        assertThat(type.print(expected)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "m", "s5", "5m5h", "99999999999999999999d", "9999999999999999999h", "1.5m"})
    void textThatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> ParamType.of(Duration.class).parse(text))
                .isInstanceOf(InvalidException.class)
                .hasMessage("is '" + text + "', expected a duration such as 90s, 1h30m or PT5M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1d", "0x1p3", "1,5", "1e999", "--1", "inf", "1_000", "٣"})
    void textThatIsNoDecimalNumberIsRefused(String text) {
        assertThatThrownBy(() -> ParamType.of(Double.class).parse(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("expected a finite decimal number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2147483648", "-2147483649", "1.0", "٣", "1e3", "99999999999999999999999999"})
    void textThatIsNoIntegerIsRefused(String text) {
        assertThatThrownBy(() -> ParamType.of(Integer.class).parse(text))
                .isInstanceOf(InvalidException.class)
                .hasMessage("is '" + text + "', expected a whole number from -2147483648 to 2147483647");
    }

    @Test
    void enumsAreReadInAnyCaseAndWithDashes() {
        ParamType<Solver> type = ParamType.of(Solver.class);
        assertThat(List.of("elastic-net", "ELASTIC_NET", "Elastic-Net", " elastic_net"))
                .allSatisfy(text -> assertThat(type.parse(text)).isEqualTo(Solver.ELASTIC_NET));
        assertThat(type.print(Solver.ELASTIC_NET)).isEqualTo("elastic-net");
        assertThatThrownBy(() -> type.parse("lasso"))
                .hasMessage("is 'lasso', expected one of linear, elastic-net, l2_Penalty+");
    }

    @Test
    void anEnumThatSpellsItselfIsPrintedSoAndReadByEitherSpelling() {
        ParamType<Solver> type = ParamType.of(Solver.class);
        assertThat(type.print(Solver.RIDGE)).isEqualTo("l2_Penalty+");
        assertThat(List.of("l2_Penalty+", "L2-penalty+", "ridge", "RIDGE"))
                .allSatisfy(text -> assertThat(type.parse(text)).isEqualTo(Solver.RIDGE));
    }

    @Test
    void enumsThatDifferInCaseAloneNeedTheirExactName() {
        ParamType<Clash> type = ParamType.of(Clash.class);
        assertThat(type.parse("A_B")).isEqualTo(Clash.A_B);
        assertThat(type.parse("c")).isEqualTo(Clash.C);
        assertThatThrownBy(() -> type.parse("a-B")).isInstanceOf(InvalidException.class);
    }

    @Test
    void momentsMayHaveAnOffset() {
        assertThat(ParamType.of(Instant.class).parse("2021-01-31T10:00:00+01:00"))
                .isEqualTo(Instant.parse("2021-01-31T09:00:00Z"));
        assertThatThrownBy(() -> ParamType.of(Instant.class).parse("2021-01-31"))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void pathsAndBooleansRefuseWhatTheyAreNot() {
        assertThatThrownBy(() -> ParamType.of(Path.class).parse("a\0b")).hasMessage("is 'a\\u0000b', expected a path");
        assertThatThrownBy(() -> ParamType.of(boolean.class).parse("yes"))
                .hasMessage("is 'yes', expected true or false");
    }

    @Test
    void otherClassesAreNoParameterTypes() {
        assertThatThrownBy(() -> ParamType.of(TimeUnit.class.getSuperclass()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Enum");
        assertThatThrownBy(() -> ParamType.of(Object.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {"`` ; 0", ", ; 1", ",, ; 2", "a ; 1", "a, ; 1", "a,b ; 2", "a\\,b ; 1", "a\\\\,b ; 2"})
    void listsAreSplitAtCommas(String text, int size) {
        assertThat(ParamType.listOf(String.class).parse(text)).hasSize(size);
    }
}
