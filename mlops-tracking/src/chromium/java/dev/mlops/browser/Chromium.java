package dev.mlops.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine: CHROMIUM says where it is, else it is looked for where Debian puts it. */
public record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

    /** Starts it; without one tests are skipped, and fail in CI. */
    public static Chromium start() {
        Path program = Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
        if (!Files.isExecutable(program)) {
            String reason = "no browser at " + program + " (apt install chromium, or set CHROMIUM)";
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Chromium's sandbox refuses to run as root, as builds in containers do; the pages are our own.
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox")));
        return new Chromium(playwright, browser);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
