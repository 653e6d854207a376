package org.mathesar.launcher.wizard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The system's Chromium, which trusts the test's certificate and calls nobody. */
final class Chromium implements AutoCloseable {
    private final Playwright playwright = Playwright
            .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser;

    Chromium() {
        String program = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
        browser = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(program))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                                "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    BrowserContext context() {
        return context(1280, ColorScheme.LIGHT, true);
    }

    /** A fresh profile without cookies. */
    BrowserContext context(int width, ColorScheme scheme, boolean scripts) {
        return browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true)
                .setJavaScriptEnabled(scripts).setViewportSize(width, 800).setColorScheme(scheme));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
