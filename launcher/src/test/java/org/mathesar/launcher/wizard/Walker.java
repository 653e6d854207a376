package org.mathesar.launcher.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;

/**
 * A person in front of the wizard.
 *
 * @param suffix tells the pictures of one walk from those of another
 */
record Walker(WizardServer server, Page page, String suffix) {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    static Walker in(BrowserContext context, WizardServer server) {
        return new Walker(server, context.newPage(), "");
    }

    void open(String name) {
        page.navigate(url(name));
    }

    String url(String name) {
        return server.url("/-/setup/" + name).toString();
    }

    void isAt(String name) {
        assertThat(page).hasURL(url(name));
    }

    void sees(String heading) {
        assertThat(page.locator("h1")).hasText(heading);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    void click(String name) {
        button(name).click();
    }

    void fill(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    }

    void claim() {
        open("claim?code=" + FakeClaimGate.CODE);
        click("Claim this server");
        isAt("address");
    }

    void giveAdministrator() {
        fill("Username", "ada");
        fill("Password", "correct horse");
        fill("Repeat the password", "correct horse");
        page.getByRole(AriaRole.BUTTON).click();
    }

    void walkToProgress() {
        claim();
        click("Continue");
        click("Continue");
        giveAdministrator();
        isAt("progress");
    }

    /** Presses Tab until the element with this id has the focus. */
    void tabTo(String id) {
        tabUntil("id", id);
    }

    void tabToButton() {
        tabUntil("type", "submit");
    }

    private void tabUntil(String property, String value) {
        for (int i = 0; i < 30; i++) {
            if (value.equals(page.evaluate("name => document.activeElement[name]", property))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + value);
    }

    /** Takes a picture, and insists that nothing is wider than the screen. */
    void photograph(String name) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
                .setPath(SCREENSHOTS.resolve(name + suffix + ".png")));
        assertEquals(true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                name + " scrolls sideways at " + suffix);
    }
}
