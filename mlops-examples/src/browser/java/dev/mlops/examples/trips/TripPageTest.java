package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.mlops.browser.Chromium;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asks for a trip in Chromium, as a person would. */
final class TripPageTest {
    private static final int PHONE = 360;

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static TripService service;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        TripGenerator generator = new TripGenerator(5);
        Path january = generator.write(folder.resolve("jan.csv.gz"), YearMonth.of(2021, 1), 3_000);
        Path zones = generator.writeZones(folder.resolve("zones.csv"));
        service = TripService.start(new TripService.Options(
                folder.resolve("mlops"), 0, Optional.of(january), Optional.empty(), Optional.of(zones)));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    /** The page, with all that it complained of and asked other hosts for. */
    private static final class Opened implements AutoCloseable {
        final List<String> complaints = new ArrayList<>();
        private final BrowserContext context;
        final Page page;

        Opened(ColorScheme scheme, int width, boolean scripts) {
            context = chromium.browser()
                    .newContext(new Browser.NewContextOptions()
                            .setColorScheme(scheme)
                            .setJavaScriptEnabled(scripts)
                            .setViewportSize(width, 800));
            page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(service.uri().toString())
                        && !request.url().startsWith("data:")) {
                    complaints.add("asks " + request.url());
                }
            });
            page.navigate(service.uri().toString());
        }

        Locator choice(String name) {
            return page.getByRole(
                    AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
        }

        void send() {
            page.getByRole(AriaRole.BUTTON).click();
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
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void two_zones_picked_by_name_give_the_minutes(ColorScheme scheme) {
        try (Opened opened = new Opened(scheme, 1000, true)) {
            opened.choice("From").selectOption("Old Market");
            opened.choice("To").selectOption("Green Harbour");
            opened.page.getByLabel("When").fill("2021-04-01T08:30");
            opened.send();

            assertThat(opened.page.getByRole(AriaRole.STATUS).innerText())
                    .containsPattern("about \\d+ minutes")
                    .contains("from Old Market, Southeast to Green Harbour, Northeast", "the usual distance")
                    .contains("Thursday 1 April 2021, 08:30", "model version 1");
            assertThat(opened.page.title()).containsPattern("About \\d+ minutes");
            assertThat(opened.choice("From").locator("option:checked").innerText())
                    .isEqualTo("Old Market");
            opened.picture("trip-" + scheme);
        }
    }

    @Test
    void a_phone_without_scripts_shows_all_of_it_in_its_width() {
        try (Opened opened = new Opened(ColorScheme.LIGHT, PHONE, false)) {
            opened.choice("From").selectOption("Upper Market");
            opened.choice("To").selectOption("Little Market");
            opened.page.getByLabel("When").fill("2021-04-01T08:30");
            opened.page.getByLabel("Miles").fill("5");
            opened.send();
            opened.picture("trip-phone");

            assertThat(opened.page.getByRole(AriaRole.STATUS).innerText()).contains("minutes", "5.0 miles");
            for (Locator control :
                    opened.page.locator("select, input, button, .answer").all()) {
                assertThat(control.boundingBox().x + control.boundingBox().width)
                        .isLessThanOrEqualTo(PHONE);
                assertThat(control.boundingBox().height).isGreaterThanOrEqualTo(44); // wide enough for a thumb
            }
        }
    }

    @Test
    void a_form_that_isnt_complete_isnt_sent() {
        try (Opened opened = new Opened(ColorScheme.LIGHT, 1000, true)) {
            opened.choice("From").selectOption("Upper Market");
            opened.send();

            assertThat(opened.page.url()).isEqualTo(service.uri().toString());
            assertThat(opened.choice("To").evaluate("element => element.matches(':invalid')"))
                    .isEqualTo(true);
        }
    }

    @Test
    void a_mistake_is_told_at_its_field_to_those_who_see_and_those_who_hear() {
        try (Opened opened = new Opened(ColorScheme.LIGHT, 1000, true)) {
            opened.choice("From").selectOption("Upper Market");
            opened.choice("To").selectOption("Little Market");
            opened.page.getByLabel("Miles").fill("far");
            opened.send();

            Locator miles = opened.page.getByLabel("Miles");
            assertThat(miles.getAttribute("aria-invalid")).isEqualTo("true");
            assertThat(miles.getAttribute("aria-describedby")).contains("miles-mistake");
            assertThat(opened.page.locator("#miles-mistake").innerText()).contains("number of miles above 0");
            assertThat(opened.page.getByRole(AriaRole.ALERT).innerText()).contains("marked below");
            opened.picture("trip-mistake");
        }
    }
}
