package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.RunChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonHtmlTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    Path folder;

    private String page(Recorded runs) throws IOException {
        Path file = folder.resolve("pages/compare.html");
        runs.compare().tags().toHtml(file);
        return Files.readString(file);
    }

    /** What comes before the chart library. */
    private static String markup(String page) {
        return page.substring(0, page.indexOf("<script>"));
    }

    private static JsonNode data(String page) throws IOException {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    @Test
    void thePageHoldsEverythingItNeedsAndMayLoadNothing() throws IOException {
        try (Recorded runs = ExampleRuns.of(3, 10)) {
            String page = page(runs);
            assertThat(page)
                    .contains(
                            "<h1>trip-duration</h1>", "3 runs, started 2026-01-02 03:04:05 to 2026-01-02 05:04:05 UTC")
                    .contains("Licensed to the Apache Software Foundation")
                    .contains("default-src &#39;none&#39;");
            assertThat(markup(page)).doesNotContain("<link", "src=", "@import", "url(");
            assertThat(page.split("<script", -1)).as("data, library, script").hasSize(4);
        }
    }

    @Test
    void valuesThatMostRunsHaveAreNotTinted() throws IOException {
        try (Recorded runs = ExampleRuns.of(12, 2)) {
            assertThat(page(runs))
                    .containsPattern("<td class=\"text differs odd\"[^>]*>false</td>")
                    .doesNotContainPattern("<td class=\"text differs odd\"[^>]*>true</td>");
        }
    }

    @Test
    void hostileTextStaysTextInHtmlAndInData() throws IOException {
        try (Recorded runs = HostileRuns.recorded()) {
            String page = page(runs);
            assertThat(page.split("<script", -1)).as("data, library, script").hasSize(4);
            assertThat(markup(page)).doesNotContain("<img", HostileRuns.SCRIPT, "<!--");
            JsonNode data = data(page);
            assertThat(data.at("/runs/0/name").asText()).isEqualTo(HostileRuns.SCRIPT);
            assertThat(data.at("/columns").findValuesAsText("name"))
                    .contains("metrics." + HostileRuns.SCRIPT, "params." + HostileRuns.IMAGE, "params.__proto__");
            assertThat(data.at("/curves/0/metric").asText()).isEqualTo(HostileRuns.SCRIPT);
        }
    }

    @Test
    void curvesHaveStepsTimesAndValuesAlsoThoseThatAreNoNumbers() throws IOException {
        try (Recorded runs = new Recorded("e").run("a", change -> change.metric(Recorded.point("loss", 1.23456789, 0))
                .metric(Recorded.point("loss", Double.NaN, 1))
                .metric(Recorded.point("loss", Double.NEGATIVE_INFINITY, 2))
                .metric(Recorded.point("loss", 1e-320, 3))
                .metric(Recorded.point("once", 1, 0)))) {
            JsonNode curves = data(page(runs)).get("curves");
            assertThat(curves).hasSize(1);
            assertThat(curves.get(0).get("steps").toString()).isEqualTo("[0,1,2,3]");
            assertThat(curves.get(0).get("times").toString()).isEqualTo("[0,1000,2000,3000]");
            assertThat(curves.get(0).get("values").toString()).isEqualTo("[1.234568,\"NaN\",\"-Infinity\",1.0E-320]");
        }
    }

    @Test
    void aHundredLongRunsStayAFewMegabytesWithTheirExtremes() throws IOException {
        int points = 100_000;
        try (Recorded runs = new Recorded("long")) {
            for (int run = 0; run < 100; run++) {
                int high = 7 * run + 13;
                runs.run("run " + run, change -> points(change, points, high));
            }
            String page = page(runs);
            assertThat(page.length()).isLessThan(5_000_000);
            JsonNode curves = data(page).get("curves");
            assertThat(curves).hasSize(100);
            for (JsonNode curve : curves) {
                assertThat(curve.get("values").size()).isBetween(300, 1_100);
                assertThat(curve.get("values").toString()).contains("-77,", "99.5");
                assertThat(curve.get("drawable").asInt()).isEqualTo(points);
            }
        }
    }

    private static void points(RunChange.Builder change, int count, int high) {
        for (int step = 0; step < count; step++) {
            double value = step == high ? 99.5 : step == 2 * high + 50_000 ? -77 : Math.sin(step / 1000.0);
            change.metric(Recorded.point("loss", value, step));
        }
    }

    @Test
    void aPageThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (Recorded runs = ExampleRuns.of(1, 1)) {
            RunComparison comparison = runs.compare();
            assertThatThrownBy(() -> comparison.toHtml(file.resolve("compare.html")))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("compare.html");
        }
    }
}
