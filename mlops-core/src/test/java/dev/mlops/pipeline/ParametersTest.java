package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ParametersTest {
    enum Solver {
        LINEAR,
        ELASTIC_NET
    }

    private final Param<Path> trainData = Param.required("train_data", Path.class);
    private final Param<Double> alpha = Param.of("alpha", Double.class, 0.01).check("above 0", a -> a > 0);
    private final Param<Boolean> quick = Param.of("quick", Boolean.class, false);
    private final Param<Optional<Path>> testData = Param.optional("test_data", Path.class);
    private final Param<List<Double>> alphas = Param.list("alphas", Double.class, List.of());
    private final Param<Solver> solver = Param.of("solver", Solver.class, Solver.LINEAR);
    private final Parameters parameters =
            Parameters.of("trip-duration", List.of(trainData, alpha, quick, testData, alphas, solver));

    private Resolved resolve(String... commandLine) {
        return parameters.resolve(Args.parse(commandLine));
    }

    @Nested
    class Resolving {
        @Test
        void givesTypedValuesAndDefaults() {
            Resolved resolved = resolve("--train_data", "jan.parquet", "--quick", "--solver=Elastic-Net");
            assertThat(resolved.get(trainData)).isEqualTo(Path.of("jan.parquet"));
            assertThat(resolved.get(alpha)).isEqualTo(0.01);
            assertThat(resolved.get(quick)).isTrue();
            assertThat(resolved.get(testData)).isEmpty();
            assertThat(resolved.get(solver)).isEqualTo(Solver.ELASTIC_NET);
        }

        @Test
        void printsEveryValueThatThereIsInOrderOfDeclaration() {
            assertThat(resolve("--alphas", "1,.5", "--train_data=a", "--alphas=2")
                            .printed())
                    .containsExactly(
                            Map.entry("train_data", "a"),
                            Map.entry("alpha", "0.01"),
                            Map.entry("quick", "false"),
                            Map.entry("alphas", "1.0,0.5,2.0"),
                            Map.entry("solver", "linear"));
        }

        @Test
        void takesValuesInMemoryAsWell() {
            Resolved resolved = parameters.resolve(Args.of(Map.of(
                    "train_data",
                    Path.of("a,b"),
                    "alpha",
                    2,
                    "alphas",
                    List.of(1, "0.5"),
                    "solver",
                    Solver.ELASTIC_NET)));
            assertThat(resolved.get(trainData)).isEqualTo(Path.of("a,b"));
            assertThat(resolved.get(alpha)).isEqualTo(2.0);
            assertThat(resolved.get(alphas)).containsExactly(1.0, 0.5);
            assertThat(resolved.get(solver)).isEqualTo(Solver.ELASTIC_NET);
        }

        @Test
        void takesWhatAnOptionalParameterGaveAStep() {
            assertThat(parameters
                            .resolve(Args.of(Map.of("train_data", "a", "test_data", Optional.of(Path.of("b")))))
                            .get(testData))
                    .contains(Path.of("b"));
            assertThat(parameters
                            .resolve(Args.of(Map.of("train_data", "a", "test_data", Optional.empty())))
                            .get(testData))
                    .isEmpty();
        }

        @Test
        void printedValuesResolveToThemselves() {
            Resolved once = resolve("--train_data", "a", "--test_data=b", "--alphas=1,2");
            Resolved twice = parameters.resolve(Args.of(once.printed()));
            assertThat(twice.printed()).isEqualTo(once.printed());
        }

        @Test
        void knowsOnlyItsOwnParameters() {
            Resolved resolved = resolve("--train_data=a");
            Param<Double> stranger = Param.of("alpha", Double.class, 1.0);
            assertThatThrownBy(() -> resolved.get(stranger)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Violations {
        @Test
        void areAllReportedAtOnce() {
            assertThatThrownBy(() -> resolve(
                            "oops",
                            "--alhpa=1",
                            "--alpha",
                            "-1",
                            "--quick",
                            "--quick",
                            "--test_data",
                            "--alphas",
                            "1,x",
                            "--solver=boosted"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("""
                            pipeline 'trip-duration' has 8 wrong arguments:
                            - parameter 'train_data' is missing, expected a path
                            - parameter 'alpha' is '-1.0', which breaks its rule: above 0
                            - parameter 'quick' is given 2 times, expected once
                            - parameter 'test_data' has no value, expected a path
                            - parameter 'alphas' is 'x', expected a finite decimal number
                            - parameter 'solver' is 'boosted', expected one of linear, elastic-net
                            - parameter 'alhpa' is unknown, did you mean 'alpha'?
                            - argument 'oops' belongs to no parameter, expected --name before a value""");
        }

        @Test
        void standInOneLineWhenThereIsOne() {
            assertThatThrownBy(this::missing)
                    .hasMessage("pipeline 'trip-duration': parameter 'train_data' is missing, expected a path");
        }

        private Resolved missing() {
            return resolve("--help");
        }

        @Test
        void ofAnUnknownNameListTheNamesWhereNoneIsNear() {
            assertThatThrownBy(() -> resolve("--train_data=a", "--wholly-different=1"))
                    .hasMessageEndingWith("'wholly-different' is unknown, expected one of train_data, alpha, quick,"
                            + " test_data, alphas, solver");
        }

        @Test
        void suggestANameDespiteDashesAndCase() {
            assertThatThrownBy(() -> resolve("--Train-Data=a")).hasMessageContaining("did you mean 'train_data'?");
        }

        @Test
        void ofAnEmptyNameAreReported() {
            assertThatThrownBy(() -> Parameters.of("p", List.of()).resolve(Args.parse("--=1")))
                    .hasMessage("pipeline 'p': parameter '' is unknown, there are none");
        }

        @Test
        void showHostileValuesOnOneShortLine() {
            assertThatThrownBy(() -> resolve("--train_data=a", "--alpha=1\n2\u202e" + "x".repeat(500)))
                    .message()
                    .doesNotContain("\n")
                    .contains("'1\\u000a2\\u202exxx")
                    .contains("... (504 characters)'")
                    .doesNotContain("x".repeat(80))
                    .hasSizeLessThan(300);
        }

        @Test
        void includeAChecksOwnFailure() {
            Param<String> text = Param.required("text", String.class).check("a number above 3", t -> t.charAt(3) > '3');
            Parameters failing = Parameters.of("p", List.of(text));
            assertThatThrownBy(() -> failing.resolve(Args.parse("--text=a")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(
                            "'a', which breaks its rule: a number above 3 (its check threw java.lang.Str");
        }
    }

    @Property(tries = 300)
    void aCommandLineEitherResolvesOrIsInvalid(@ForAll String[] commandLine) {
        try {
            parameters.resolve(Args.parse(commandLine));
        } catch (InvalidException e) {
            assertThat(e).hasMessageContaining("trip-duration");
        }
    }

    @Nested
    class Declaring {
        @Test
        void refusesADefaultThatBreaksARule() {
            assertThatThrownBy(() -> Param.of("alpha", Double.class, -1.0).check("above 0", a -> a > 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("default of parameter 'alpha' is '-1.0', which breaks its rule: above 0");
        }

        @Test
        void refusesNamesThatACommandLineCouldNotHold() {
            for (String name : List.of("", "1a", "a b", "a=b", "-a", "help", "a".repeat(251), "ä")) {
                assertThatThrownBy(() -> Param.required(name, String.class))
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatNoException().isThrownBy(() -> Param.required("a".repeat(250), String.class));
        }

        @Test
        void refusesOneNameTwice() {
            Param<String> first = Param.required("a", String.class);
            Param<String> second = Param.required("a", String.class);
            assertThatThrownBy(() -> Parameters.of("p", List.of(first, second)))
                    .hasMessage("parameter 'a' is declared twice");
        }

        @Test
        void endsWhenThePipelineIsBuilt() {
            assertThatThrownBy(() -> alpha.describe("late")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> alpha.check("late", a -> true)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void copiesTheDefaultOfAList() {
            List<Integer> sizes = new java.util.ArrayList<>(List.of(1));
            Param<List<Integer>> param = Param.list("sizes", Integer.class, sizes);
            sizes.add(2);
            assertThat(param.defaultValue()).containsExactly(1);
            assertThat(Param.requiredList("sizes", Integer.class).defaultValue())
                    .isNull();
        }
    }

    @Nested
    class CommandLine {
        @Test
        void valuesMayBeginWithOneDash() {
            Param<Integer> low = Param.required("low", Integer.class);
            Resolved resolved = Parameters.of("p", List.of(low)).resolve(Args.parse("--low", "-5"));
            assertThat(resolved.get(low)).isEqualTo(-5);
        }

        @Test
        void equalsSignsAfterTheFirstBelongToTheValue() {
            Param<String> text = Param.required("text", String.class);
            Parameters one = Parameters.of("p", List.of(text));
            assertThat(one.resolve(Args.parse("--text=--a=b")).get(text)).isEqualTo("--a=b");
            assertThat(one.resolve(Args.parse("--text=")).get(text)).isEmpty();
            assertThat(one.resolve(Args.parse("--text", "")).get(text)).isEmpty();
        }

        @Test
        void whatFollowsTheEndIsTheCallers() {
            Args args = Args.parse("--train_data", "a", "--", "--alpha", "x", "--");
            assertThat(args.rest()).containsExactly("--alpha", "x", "--");
            assertThat(parameters.resolve(args).get(alpha)).isEqualTo(0.01);
            assertThat(Args.parse("--").rest()).isEmpty();
            assertThat(Args.none().rest()).isEmpty();
        }

        @Test
        void asksForHelpInTwoWays() {
            assertThat(Args.parse("--help").wantsHelp()).isTrue();
            assertThat(Args.parse("-h").wantsHelp()).isTrue();
            assertThat(Args.parse("--alpha", "-h").wantsHelp()).isFalse();
        }

        @Test
        void equalArgumentsAreEqualAndKeepTheirValuesToThemselves() {
            Args args = Args.parse("--password=secret", "--", "x");
            assertThat(args)
                    .isEqualTo(Args.parse("--password", "secret", "--", "x"))
                    .hasSameHashCodeAs(Args.parse("--password", "secret", "--", "x"))
                    .isNotEqualTo(Args.none())
                    .hasToString("Args[password]");
        }

        @Test
        void valuesInMemoryAreNeverNull() {
            Map<String, String> values = new HashMap<>();
            values.put("alpha", null);
            assertThatThrownBy(() -> Args.of(values)).hasMessage("argument 'alpha' is null, expected a value");
        }
    }

    @Test
    void helpReadsWellInOneHundredColumns() {
        Parameters documented = Parameters.of(
                "trip-duration",
                List.of(
                        Param.required("train_data", Path.class).describe("Trips of the month to train on"),
                        Param.requiredList("months", Integer.class),
                        Param.of("alpha", Double.class, 0.01)
                                .check("above 0", a -> a > 0)
                                .describe("Strength of the penalty, which shrinks the weights of rare pairs of zones"
                                        + " towards nothing"),
                        Param.of("solver", Solver.class, Solver.ELASTIC_NET).describe("How to fit"),
                        Param.of("a_name_that_is_rather_too_long", Duration.class, Duration.ofMinutes(90))
                                .describe("Stands on its own line"),
                        Param.optional("test_data", Path.class).describe("Trips to test on, none without it"),
                        Param.of("note", String.class, "")));
        assertThat(documented.help("Predicts how long a trip takes.")).isEqualTo("""
                trip-duration
                  Predicts how long a trip takes.

                Required:
                  --train_data <path>            Trips of the month to train on
                  --months <integer,...>

                Optional:
                  --alpha <number>               Strength of the penalty, which shrinks the weights of rare pairs of
                                                 zones towards nothing (above 0; default: 0.01)
                  --solver <linear|elastic-net>  How to fit (default: elastic-net)
                  --a_name_that_is_rather_too_long <duration>
                                                 Stands on its own line (default: 1h30m)
                  --test_data <path>             Trips to test on, none without it
                  --note <text>                  (default: '')
                  --help                         show this text and run nothing
                """);
        assertThat(documented.help("word ".repeat(100)).lines()).allMatch(line -> line.length() <= 100);
    }
}
