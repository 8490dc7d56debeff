package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.mlops.browser.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks at comparison pages in Chromium. */
class ComparisonPageTest {
    private static final List<String> CHARTS = List.of("curve-chart", "scatter-chart", "parallel-chart");

    /** How many different colours a chart shows, and a sum over its pixels that changes with what is drawn. */
    private static final String PIXELS = """
            id => {
              const canvas = document.querySelector('#' + id + ' canvas');
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              const colours = new Set();
              let sum = 0;
              for (let i = 0; i < pixels.length; i += 4) {
                if (pixels[i + 3] > 0) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
                sum = (sum * 31 + pixels[i] + 7 * pixels[i + 1] + 13 * pixels[i + 2] + pixels[i + 3]) % 1000000007;
              }
              return [colours.size, sum];
            }""";

    @TempDir
    Path folder;

    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** A page in the browser, with all that it complained of and asked the network for. */
    private final class Opened implements AutoCloseable {
        final List<String> complaints = new ArrayList<>();
        final List<String> requests = new ArrayList<>();
        private final BrowserContext context;
        final Page page;

        Opened(Recorded runs, ColorScheme scheme, int width) {
            Path file = folder.resolve("compare.html");
            runs.compare().tags().toHtml(file);
            context = chromium.browser()
                    .newContext(new Browser.NewContextOptions()
                            .setColorScheme(scheme)
                            .setViewportSize(width, 900)
                            .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
            page = context.newPage();
            page.onConsoleMessage(message -> {
                boolean ours = message.text().startsWith("Canvas2D:"); // this test reads the pixels
                if (!ours && (message.type().equals("error") || message.type().equals("warning"))) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.onDialog(dialog -> {
                complaints.add("dialog " + dialog.message());
                dialog.dismiss();
            });
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(file.toUri().toString());
            assertThat(requests).as("requests").containsExactly(file.toUri().toString());
        }

        List<String> names() {
            return page.locator("#runs tbody tr:visible th").allInnerTexts();
        }

        Locator header(String name) {
            return page.getByRole(
                    AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
        }

        Locator choice(String name) {
            return page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(name));
        }

        List<Integer> pixels(String chart) {
            List<Integer> pixels = new ArrayList<>();
            ((List<?>) page.evaluate(PIXELS, chart)).forEach(each -> pixels.add(((Number) each).intValue()));
            return pixels;
        }

        int drawing(String chart) {
            return pixels(chart).get(1);
        }

        void picture(String name) {
            String pictures = System.getProperty("mlops.pictures");
            if (pictures != null) {
                page.screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(pictures, name + ".png")));
            }
        }

        @Override
        public void close() {
            context.close();
            assertThat(complaints).as("what the console shows").isEmpty();
            assertThat(requests).as("requests").hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void drawsAllChartsInLightAndInDark(ColorScheme scheme) {
        try (Recorded runs = ExampleRuns.of(12, 200);
                Opened opened = new Opened(runs, scheme, 1280)) {
            CHARTS.forEach(chart -> assertThat(opened.pixels(chart).get(0))
                    .as("colours of " + chart)
                    .isGreaterThan(10));
            Object background = opened.page.evaluate("getComputedStyle(document.body).backgroundColor");
            assertThat(background).isEqualTo(scheme == ColorScheme.LIGHT ? "rgb(246, 247, 249)" : "rgb(16, 20, 26)");
            opened.picture("wide-" + scheme);
        }
    }

    @Test
    void followsTheColoursOfTheSystemWhileItIsOpen() {
        try (Recorded runs = ExampleRuns.of(3, 20);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            int before = opened.drawing("curve-chart");
            opened.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            opened.page.waitForCondition(() -> opened.drawing("curve-chart") != before);
        }
    }

    @Test
    void sortsByAColumnUpAndDownWithMissingValuesLast() {
        try (Recorded runs = ExampleRuns.of(12, 20);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            opened.header("rmse").click();
            assertThat(opened.names()).startsWith("best 7", "ridge 0").endsWith("lasso 5");
            assertThat(opened.page.locator("th[aria-sort=ascending]").allInnerTexts())
                    .containsExactly("rmse");
            opened.header("rmse").press("Enter");
            assertThat(opened.names()).startsWith("boosted 6").endsWith("lasso 5");
            assertThat(opened.page.locator("th[aria-sort=descending]").allInnerTexts())
                    .containsExactly("rmse");
            opened.header("Run").click();
            assertThat(opened.names()).startsWith("best 3", "best 7", "best 11", "boosted 2");
        }
    }

    @Test
    void filtersByTextAndByValueAndDrawsOnlyWhatIsShown() {
        try (Recorded runs = ExampleRuns.of(12, 20);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            int all = opened.drawing("curve-chart");
            Locator filter = opened.page.getByLabel("Filter");
            filter.fill("ridge");
            assertThat(opened.names()).containsExactly("ridge 0", "ridge 4", "ridge 8");
            assertThat(opened.page.locator("#shown").innerText()).isEqualTo("3 of 12 runs shown");
            assertThat(opened.drawing("curve-chart")).isNotEqualTo(all);
            filter.fill("alpha<=0.01 rmse<9 model!=best");
            assertThat(opened.names()).containsExactly("boosted 2", "ridge 8", "lasso 9");
            for (String same : List.of(
                    "alpha <= 0.01 rmse < 9 model != best",
                    "params.alpha <= 0.01 and metrics.rmse <9 and model != 'best'",
                    "alpha<= 0.01 rmse<9 model != \"best\" rmse >=")) {
                filter.fill(same);
                assertThat(opened.names()).as(same).containsExactly("boosted 2", "ridge 8", "lasso 9");
            }
            filter.fill("'ridge 4'");
            assertThat(opened.names()).containsExactly("ridge 4");
            filter.fill("");
            assertThat(opened.names()).hasSize(12);
            assertThat(opened.page.locator("#legend li").count()).isEqualTo(12);
        }
    }

    @Test
    void drawsOnlyRunsThatAreTicked() {
        try (Recorded runs = ExampleRuns.of(4, 20);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            opened.page.getByLabel("Draw lasso 1").uncheck();
            assertThat(opened.page.locator("#legend li").allInnerTexts())
                    .containsExactly("ridge 0", "boosted 2", "best 3");
            opened.page.getByLabel("Draw all runs").uncheck();
            assertThat(opened.page.locator("#legend li").count()).isZero();
        }
    }

    @Test
    void smoothsAndTakesLogarithmsAndOtherAxes() {
        try (Recorded runs = ExampleRuns.of(6, 100);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            List<Integer> drawings = new ArrayList<>(List.of(opened.drawing("curve-chart")));
            opened.page.getByLabel("Smoothing").fill("0.9");
            assertThat(opened.page.locator("#smoothing-value").innerText()).isEqualTo("0.90");
            drawings.add(opened.drawing("curve-chart"));
            opened.page
                    .getByLabel("Log scale", new Page.GetByLabelOptions().setExact(true))
                    .check();
            drawings.add(opened.drawing("curve-chart"));
            opened.choice("Against").selectOption("time");
            drawings.add(opened.drawing("curve-chart"));
            opened.choice("Metric").selectOption("validation/loss");
            drawings.add(opened.drawing("curve-chart"));
            assertThat(drawings).doesNotHaveDuplicates();
            opened.picture("smooth");
        }
    }

    /** TensorBoard's own steps with weight 0.6: 0.4/0.4, (0.24 + 0.8)/0.64, (0.624 + 1.6)/0.784. */
    @Test
    void smoothsAsTensorBoardDoes() {
        try (Recorded runs = ExampleRuns.of(2, 5);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            Object smoothed = opened.page.evaluate("smoothed([1, 2, NaN, 4], 0.6).map(x => x.toFixed(6)).join()");
            assertThat(smoothed).isEqualTo("1.000000,1.625000,NaN,2.836735");
        }
    }

    @Test
    void scatterAndParallelTakeOtherColumns() {
        try (Recorded runs = ExampleRuns.of(12, 20);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            int scatter = opened.drawing("scatter-chart");
            opened.choice("Across").selectOption("param model");
            assertThat(opened.drawing("scatter-chart")).isNotEqualTo(scatter);
            int parallel = opened.drawing("parallel-chart");
            opened.page.getByText("Axes").click();
            opened.page.locator("#parallel-axes").getByLabel("param depth").uncheck();
            assertThat(opened.drawing("parallel-chart")).isNotEqualTo(parallel);
            opened.picture("other-columns");
        }
    }

    @Test
    void drawsWhatIsFiniteBesideWhatIsNot() {
        try (Recorded runs = new Recorded("infinite")) {
            double[] rates = {0.001, 0.1, Double.POSITIVE_INFINITY, 10};
            for (int i = 0; i < rates.length; i++) {
                int number = i;
                runs.run("run " + i, change -> change.param("rate", String.valueOf(rates[number]))
                        .param("depth", String.valueOf(number))
                        .metric(Recorded.point("rmse", number == 3 ? Double.NEGATIVE_INFINITY : number, 0))
                        .metric(Recorded.point("lost", number == 0 ? Double.NaN : Double.POSITIVE_INFINITY, 0)));
            }
            try (Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
                assertThat(opened.pixels("parallel-chart").get(0)).isGreaterThan(10);
                assertThat(opened.choice("Up").locator("option:checked").innerText())
                        .isEqualTo("metric rmse");
                assertThat(opened.page.evaluate("columns.filter(column => column.numeric).length"))
                        .isEqualTo(4);
                Object axes = opened.page.evaluate("""
                        echarts.getInstanceByDom(document.getElementById('parallel-chart')).getModel()
                          .queryComponents({mainType: 'parallelAxis'})
                          .map(a => a.option.name + ' ' + a.axis.scale.getExtent().every(Number.isFinite)).join()""");
                assertThat(axes).isEqualTo("depth true,rate true,rmse true");
                opened.picture("infinite");
            }
        }
    }

    @Test
    void hasRoomForAllOnAPhone() {
        try (Recorded runs = ExampleRuns.of(12, 100);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 375)) {
            Object overflow = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth");
            assertThat(((Number) overflow).intValue())
                    .as("pixels beyond the edge")
                    .isLessThanOrEqualTo(0);
            CHARTS.forEach(chart -> assertThat(opened.pixels(chart).get(0))
                    .as("colours of " + chart)
                    .isGreaterThan(10));
            opened.picture("phone");
        }
    }

    @Test
    void readsNamesAsTextWhateverTheyHold() {
        try (Recorded runs = HostileRuns.recorded();
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            assertThat(opened.names()).containsExactlyElementsOf(HostileRuns.NAMES);
            assertThat(opened.page.evaluate("window.hacked === undefined && document.images.length"))
                    .isEqualTo(0);
            opened.page.locator("#curve-chart").hover();
            opened.page.locator(".tip").first().waitFor();
            assertThat(opened.page.evaluate("document.images.length")).isEqualTo(0);
            opened.page.locator("thead button:visible").all().forEach(Locator::click);
            opened.picture("hostile");
        }
    }

    @Test
    void showsOneRunAndNoRuns() {
        try (Recorded one = ExampleRuns.of(1, 20);
                Recorded none = ExampleRuns.of(0, 0)) {
            try (Opened opened = new Opened(one, ColorScheme.DARK, 1280)) {
                assertThat(opened.pixels("curve-chart").get(0)).isGreaterThan(10);
                assertThat(opened.page.locator("#scatter").isVisible()).isFalse();
                opened.picture("one");
            }
            try (Opened opened = new Opened(none, ColorScheme.DARK, 1280)) {
                assertThat(opened.names()).isEmpty();
            }
        }
    }

    @Test
    void drawsAHundredRuns() {
        try (Recorded runs = ExampleRuns.of(100, 1_000);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            assertThat(opened.page.locator("#legend li").count()).isEqualTo(50);
            opened.picture("hundred");
        }
    }

    @Test
    void eachControlHasANameForScreenReaders() {
        try (Recorded runs = ExampleRuns.of(3, 20);
                Opened opened = new Opened(runs, ColorScheme.LIGHT, 1280)) {
            Object nameless = opened.page.evaluate("""
                    [...document.querySelectorAll('input, select, button')]
                      .filter(e => !(e.labels && [...e.labels].some(l => l.textContent.trim())) && !e.ariaLabel && !e.textContent.trim())
                      .length""");
            assertThat(nameless).isEqualTo(0);
            CHARTS.forEach(chart -> assertThat(opened.page.locator("#" + chart).getAttribute("aria-label"))
                    .contains("table"));
        }
    }
}
