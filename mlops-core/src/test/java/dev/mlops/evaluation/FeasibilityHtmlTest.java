package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import dev.mlops.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeasibilityHtmlTest {
    private final Dataset<Ride> training = Dataset.of("training", Ride.class, Rides.some(3_000, 1));
    private final Dataset<Ride> heldOut = Dataset.of("held out", Ride.class, Rides.some(2_000, 2));

    private Feasibility.Builder builder() {
        Map<String, Double> means = training.rows().stream()
                .collect(Collectors.groupingBy(Ride::zone, Collectors.averagingDouble(Ride::minutes)));
        return Feasibility.builder()
                .bootstrap(new Bootstrap(1_000, 1))
                .baseline("overall mean", Evaluation.regression(heldOut, "minutes", ride -> 16.5))
                .baseline(
                        "mean of zone",
                        Evaluation.regression(heldOut, "minutes", ride -> means.getOrDefault(ride.zone(), 16.5)))
                .candidate("too simple", Evaluation.regression(heldOut, "minutes", ride -> 8 + 1.5 * ride.miles()))
                .candidate("3 min < 1 mile & more", Evaluation.regression(heldOut, "minutes", ride -> 3 * ride.miles()))
                .candidate("constant", Evaluation.regression(heldOut, "minutes", ride -> 17))
                .clock(() -> Instant.parse("2021-02-03T04:05:06Z"))
                .groupedBy("zone")
                .trainedOn(training);
    }

    @Test
    void the_page_shows_the_answer_and_needs_no_network(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("new").resolve("answer.html");
        Feasibility answer = builder().assess();

        answer.toHtml(page);

        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Is machine learning the right tool here? Yes</title>")
                .contains("prefers-color-scheme: dark")
                .contains("3 min &lt; 1 mile &amp; more")
                .contains(Text.number(answer.best().value().estimate()))
                .contains("The rows that it rests on, by zone", "<dd>held out</dd>", "Assessed 2021-02-03 04:05 UTC")
                .doesNotContain("http", "NaN");
        assertThat(html.split("class=\"dot\"", -1))
                .hasSize(1 + answer.contenders().size());
    }

    @Test
    void a_page_of_an_exact_baseline_draws_what_can_be_drawn(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("answer.html");

        builder()
                .baseline("truth", Evaluation.regression(heldOut, "minutes", Ride::minutes))
                .assess()
                .toHtml(page);

        assertThat(Files.readString(page))
                .contains("? No</title>", "already exact")
                .doesNotContain("Infinity", "NaN");
    }

    @Test
    void a_page_replaces_the_one_before(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("answer.html");
        Files.writeString(page, "the page before");

        builder().assess().toHtml(page);

        assertThat(Files.readString(page)).doesNotContain("the page before").endsWith("</html>\n");
    }

    @Test
    void a_page_that_cannot_be_written_is_named(@TempDir Path folder) throws IOException {
        Path page = Files.createFile(folder.resolve("file")).resolve("answer.html");
        Feasibility answer = builder().assess();

        assertThatThrownBy(() -> answer.toHtml(page))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("page '" + page + "' can't be written, expected a writable folder");
    }
}
