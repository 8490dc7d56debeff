package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunComparisonTest {

    private static Recorded three() {
        return new Recorded("trips")
                .run("lasso", change -> change.param("alpha", "0.01")
                        .param("seed", "42")
                        .metric(Recorded.point("rmse", 7.48082694, 0))
                        .dataset(Recorded.data("january", "training"))
                        .tag("team", "eta"))
                .run("ridge", change -> change.param("alpha", "1")
                        .param("seed", "42")
                        .metric(Recorded.point("rmse", 7.5, 0))
                        .dataset(Recorded.data("january", "training"))
                        .tag("team", "eta"))
                .run("best", change -> change.param("seed", "42")
                        .param("depth", "6")
                        .metric(Recorded.point("rmse", 5, 0))
                        .dataset(Recorded.data("february", "training"))
                        .tag("team", "pricing"));
    }

    @Nested
    class Differences {
        @Test
        void whatDiffersIsToldApartFromWhatIsTheSame() {
            try (Recorded runs = three()) {
                assertThat(runs.compare().differing())
                        .containsExactly("metrics.rmse", "params.alpha", "params.depth", "datasets.training");
                assertThat(runs.compare().same())
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                "params.seed", "42", "experiment", "trips", "user", "ana", "source", "train.Main"));
            }
        }

        @Test
        void tagsAreComparedOnRequest() {
            try (Recorded runs = three()) {
                assertThat(runs.compare().tags().differing()).contains("tags.team");
            }
        }

        @Test
        void aMissingValueDiffersFromAnEmptyOne() {
            try (Recorded runs = new Recorded("e")
                    .run("a", change -> change.param("note", ""))
                    .run("b", change -> {})) {
                assertThat(runs.compare().differing()).containsExactly("params.note");
            }
        }

        @Test
        void notANumberIsTheSameAsItself() {
            try (Recorded runs = new Recorded("e")
                    .run("a", change -> change.metric(Recorded.point("loss", Double.NaN, 0)))
                    .run("b", change -> change.metric(Recorded.point("loss", Double.NaN, 9)))) {
                assertThat(runs.compare().differing()).isEmpty();
                assertThat(runs.compare().same()).containsEntry("metrics.loss", "NaN");
            }
        }

        @Test
        void theStateOfTheCodeIsCompared() {
            try (Recorded runs = new Recorded("e")
                    .run("a", change -> change.commit(new Commit("abc", "main", false)))
                    .run("b", change -> change.commit(new Commit("abc", "main", true)))) {
                assertThat(runs.compare().differing()).containsExactly("dirty");
                assertThat(runs.compare().same()).containsEntry("commit", "abc").containsEntry("branch", "main");
            }
        }

        @Test
        void datasetsWithoutAPurposeGoByTheirName() {
            DatasetInput taxi = Recorded.data("taxi", "");
            try (Recorded runs =
                    new Recorded("e").run("a", change -> change.dataset(taxi)).run("b", change -> {})) {
                assertThat(runs.compare().differing()).containsExactly("datasets.taxi");
            }
        }

        @Test
        void noRunsDifferInNothing() {
            try (Recorded runs = new Recorded("e")) {
                assertThat(runs.compare().differing()).isEmpty();
                assertThat(runs.compare().same()).isEmpty();
                assertThat(runs.compare().toText()).isEqualTo("run  status  start  took  id\n");
            }
        }
    }

    @Nested
    class Texts {
        @Test
        void textIsAlignedWithWhatIsTheSameBelow() {
            try (Recorded runs = three()) {
                assertThat(runs.compare().toText()).isEqualTo("""
                                run    status    start                   took    rmse  alpha  depth  training                 id
                                lasso  FINISHED  2026-01-02 03:04:05   0.50 s  7.4808   0.01         january (abababababab)   00000000000000000000000000000001
                                ridge  FINISHED  2026-01-02 04:04:05  0:01:00  7.5000      1         january (abababababab)   00000000000000000000000000000002
                                best   FINISHED  2026-01-02 05:04:05  0:02:00       5             6  february (abababababab)  00000000000000000000000000000003

                                the same in all 3 runs:
                                  params.seed  42
                                  experiment   trips
                                  user         ana
                                  source       train.Main
                                """);
            }
        }

        @Test
        void numbersInKeysCountAsNumbers() {
            try (Recorded runs = new Recorded("e").run("a", change -> {
                for (String key : List.of("layer/10", "layer/2", "layer", "layer/2/bias", "layer/02", "Layer/3")) {
                    change.param(key, "1");
                }
            })) {
                assertThat(runs.compare().same().keySet())
                        .startsWith(
                                "params.Layer/3",
                                "params.layer",
                                "params.layer/02",
                                "params.layer/2",
                                "params.layer/2/bias",
                                "params.layer/10");
            }
        }

        @Test
        void aKeyThatTwoKindsHaveGoesByItsWholeName() {
            try (Recorded runs = new Recorded("e")
                    .run("a", change -> change.param("size", "1").metric(Recorded.point("size", 2, 0)))
                    .run("b", change -> change.param("size", "3").metric(Recorded.point("size", 4, 0)))) {
                assertThat(runs.compare().toText().lines().findFirst())
                        .get()
                        .asString()
                        .endsWith("metrics.size  params.size  id");
            }
        }

        @Test
        void textCannotSteerATerminalOrBreakALine() {
            try (Recorded runs = new Recorded("e")
                    .run("a\u202Eb", change -> change.param("p", "one\ntwo\u001B[31m" + "x".repeat(100)))
                    .run("b", change -> {})) {
                String text = runs.compare().toText();
                assertThat(text).doesNotContain("\u001B", "\u202E").contains("one two", "…");
                assertThat(text.lines().skip(1).findFirst()).get().asString().startsWith("a\uFFFDb");
            }
        }

        @Test
        void markdownIsATableWhereNothingIsTakenForMarkup() {
            try (Recorded runs = new Recorded("e")
                    .run("a|b", change -> change.param("x_*", "<script>&`"))
                    .run("b", change -> change.param("x_*", "[l](u)\nnext"))) {
                assertThat(runs.compare().toMarkdown()).startsWith("""
                                | run | status | start | took | x\\_\\* | id |
                                | --- | --- | --- | ---: | --- | --- |
                                | a\\|b | FINISHED | 2026-01-02 03:04:05 | 0.50 s | &lt;script&gt;&amp;\\` | 00000000000000000000000000000001 |
                                | b | FINISHED | 2026-01-02 04:04:05 | 0:01:00 | \\[l\\](u) next | 00000000000000000000000000000002 |

                                the same in all 2 runs:

                                - experiment: e
                                """);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "7.48082694, 7.4808", "5, 5", "-0.000123456, -0.00012346", "123456.7, 123457", "1e-9, 1.0000e-09",
            "1.5e300, 1.5000e+300", "NaN, NaN", "-Infinity, -∞", "0, 0", "99999.99, 100000"
        })
        void numbersHaveFiveSignificantDigits(double value, String shown) {
            assertThat(Shown.number(value)).isEqualTo(shown);
        }
    }

    @Nested
    class Csv {
        private static List<CsvRecord> read(String csv) {
            return CsvReader.builder().ofCsvRecord(csv).stream().toList();
        }

        @Test
        void csvHasAllColumnsWithExactValues() {
            try (Recorded runs = three()) {
                String csv = runs.compare().tags().toCsv();
                assertThat(csv.lines().findFirst())
                        .hasValue("id,name,status,start,end,seconds,metrics.rmse,params.alpha,params.depth,params.seed,"
                                + "tags.team,datasets.training,experiment,user,source");
                assertThat(read(csv).get(1).getFields())
                        .containsExactly(
                                "00000000000000000000000000000001",
                                "lasso",
                                "FINISHED",
                                "2026-01-02T03:04:05.678Z",
                                "2026-01-02T03:04:06.178Z",
                                "0.500",
                                "7.48082694",
                                "0.01",
                                "",
                                "42",
                                "eta",
                                "january (sha256:" + "ab".repeat(32) + ")",
                                "trips",
                                "ana",
                                "train.Main");
                assertThat(csv).contains("\r\n").doesNotContain("\r\n\r\n");
            }
        }

        @Test
        void linesQuotesAndCommasSurvive() {
            String odd = "a,\"b\"\r\nc\n";
            try (Recorded runs = new Recorded("e").run("x", change -> change.param("p", odd))) {
                assertThat(read(runs.compare().toCsv()).get(1).getFields()).contains(odd);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1", "＝1"})
        void aFormulaIsMadeAText(String formula) {
            try (Recorded runs = new Recorded("e").run("x", change -> change.param("p", formula))) {
                assertThat(read(runs.compare().toCsv()).get(1).getFields())
                        .contains("'" + formula)
                        .doesNotContain(formula);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"-2.5", "+3", "-1e-5", "a=b", "'=1"})
        void aNumberOrAPlainTextStays(String text) {
            try (Recorded runs = new Recorded("e").run("x", change -> change.param("p", text))) {
                assertThat(read(runs.compare().toCsv()).get(1).getFields()).contains(text);
            }
        }

        @Test
        void negativeMetricsStayNumbers() {
            try (Recorded runs = new Recorded("e")
                    .run("x", change -> change.metric(Recorded.point("a", Double.NEGATIVE_INFINITY, 0))
                            .metric(Recorded.point("b", -1.0e-300, 0)))) {
                assertThat(read(runs.compare().toCsv()).get(1).getFields()).contains("-Infinity", "-1.0E-300");
            }
        }
    }
}
