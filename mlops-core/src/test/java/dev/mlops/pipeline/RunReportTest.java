package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RunReportTest {
    private static final String HOSTILE = "</title></svg><script>alert(1)</script>\"'&";

    @TempDir
    Path folder;

    private static <R> PipelineRun<R> run(Pipeline<R> pipeline, String... args) throws InterruptedException {
        return Runner.builder().build().start(pipeline, Args.parse(args)).await();
    }

    private String page(PipelineRun<?> run) throws IOException {
        Path file = folder.resolve("reports/run.html");
        run.toHtml(file);
        return Files.readString(file);
    }

    private static Pipeline<Integer> failing(String name) {
        Pipeline.Builder p = Pipeline.named(name + " pipeline");
        Param<String> text = p.param("text", String.class, name);
        Step<Integer> load = p.step(name, text, String::length);
        Step<Integer> train = p.step("train", load, (Integer size) -> {
            throw new IllegalStateException("no rows in " + name, new IOException("cause " + name));
        });
        p.step("other", load, size -> size);
        p.lastly("clean-up", outcome -> {});
        return p.build(p.step("evaluate", train, x -> x));
    }

    @Test
    void showsEachStepWithItsStateAndTheFailureWithItsCause() throws Exception {
        PipelineRun<Integer> run = run(failing("load"));
        String page = page(run);
        assertThat(page)
                .contains("<h1>load pipeline</h1>", run.id())
                .contains("Step train failed", "java.lang.IllegalStateException: no rows in load")
                .contains("java.io.IOException: cause load", "at dev.mlops.pipeline.RunReportTest")
                .contains("train: failed", "load: succeeded", "evaluate: skipped", "clean-up: succeeded")
                .contains("<td>text</td><td>load</td>");
    }

    @Test
    void hostileNamesAreText() throws Exception {
        String page = page(run(failing(HOSTILE)));
        assertThat(page).doesNotContain("<script", "</title></svg>").contains("&lt;script&gt;alert(1)");
        assertThat(page).doesNotContain(HOSTILE);
    }

    @Test
    void needsNothingFromOutside() throws Exception {
        assertThat(page(run(failing("load"))))
                .doesNotContain("src=", "href=", "@import", "http://", "https://", "url(h");
    }

    @Test
    void theGraphIsWellFormedWithABoxForEachStepAndALineForEachEdge() throws Exception {
        String page = page(run(failing("load")));
        String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>\n  </div>") + 6);
        NodeList paths = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("path");
        assertThat(paths.getLength()).isEqualTo(1 + 3);
        assertThat(svg.split("<rect class=\"box\"", -1)).hasSize(1 + 5);
    }

    @Test
    void aRunThatHasNotEndedHasAReportToo() throws Exception {
        Pipeline.Builder p = Pipeline.named("waits");
        java.util.concurrent.CountDownLatch started = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        Step<Integer> wait = p.step("wait", () -> {
            started.countDown();
            release.await();
            return 1;
        });
        Pipeline<Integer> pipeline = p.build(p.step("next", wait, x -> x));
        PipelineExecution<Integer> execution = Runner.builder().build().start(pipeline, Args.none());
        started.await();
        assertThat(page(execution.progress())).contains("wait: running", "next: waiting", "running for");
        release.countDown();
        assertThat(page(execution.await())).contains("next: succeeded");
    }

    @Test
    void manyStepsAreListedButNotDrawn() throws Exception {
        Pipeline.Builder p = Pipeline.named("many");
        Step<Integer> step = p.step("step-0", () -> 0);
        for (int i = 1; i <= 200; i++) {
            step = p.step("step-" + i, step, x -> x + 1);
        }
        assertThat(page(run(p.build(step))))
                .contains("201 steps, too many to draw", "step-200")
                .doesNotContain("<rect");
    }

    @Test
    void aFolderThatCannotBeWrittenIsReported() throws Exception {
        Path page = Files.createFile(folder.resolve("file")).resolve("run.html");
        PipelineRun<Integer> run = run(failing("load"));
        assertThatThrownBy(() -> run.toHtml(page))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("page '" + page + "' can't be written, expected a writable folder");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.000000850S, 0.85 µs",
        "PT0.0009999S, 1.00 ms",
        "PT0.01234S, 12.3 ms",
        "PT0.9999S, 1.00 s",
        "PT59.94S, 59.9 s",
        "PT59.96S, 1 min 00 s",
        "PT1M59.6S, 2 min 00 s",
        "PT59M59.6S, 1 h 00 min",
        "PT50H3M, 50 h 03 min"
    })
    void timesReadWell(Duration duration, String text) {
        assertThat(HumanTime.of(duration)).isEqualTo(text);
    }
}
