package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.PageServer;

class PagesIT {
    private static final String LIGHT = "rgb(255, 255, 255)";
    private static final String DARK = "rgb(31, 41, 55)";

    private static PageServer server;
    private static Browser browser;

    public record Row(String name) {}

    @BeforeAll
    static void start() {
        server = new PageServer(PagesIT::addRoutes);
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @AfterEach
    void forget() {
        browser.forget();
        browser.system(Scheme.LIGHT).width(1280);
    }

    private static void addRoutes(RoutesConfig routes) {
        routes.get("/list", PagesIT::list, Access.ANYONE);
        routes.get(
                "/broken",
                ctx -> {
                    throw new Problem(503, "The list is away.", null, Map.of());
                },
                Access.ANYONE);
    }

    private static void list(Context ctx) {
        List<Row> rows =
                ctx.queryParam("q") == null ? List.of(new Row("Ada"), new Row("Grace")) : List.of(new Row("Ada"));
        Views.pageOrFragment(ctx, "test/list", "results", Map.of("rows", rows));
    }

    @ParameterizedTest
    @EnumSource
    void everyoneCanUseThePageAndTheBrowserAllowsAllThatItHolds(Scheme scheme) {
        browser.system(scheme).open(server.url("/list"));

        assertThat(browser.accessibilityFindings()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theThemeIsThatOfTheSystem() {
        browser.open(server.url("/list"));
        assertThat(background(browser)).isEqualTo(LIGHT);

        browser.system(Scheme.DARK);
        assertThat(background(browser)).isEqualTo(DARK);
    }

    @Test
    void theThemeThatWasChosenStaysWhateverTheSystemHas() {
        browser.open(server.url("/list?q=ada")).click(".theme [value=dark]");
        browser.find(".theme [value=dark][aria-pressed=true]");

        assertThat(browser.address()).isEqualTo(server.url("/list?q=ada"));
        assertThat(background(browser)).isEqualTo(DARK);

        browser.system(Scheme.DARK).click(".theme [value=light]");
        browser.find(".theme [value=light][aria-pressed=true]");
        assertThat(background(browser)).isEqualTo(LIGHT);
    }

    @Test
    void thePageWorksWithoutJavaScript() {
        try (var plain = Browser.withoutJavaScript()) {
            plain.open(server.url("/list")).click(".swap");
            plain.until(driver -> plain.address().endsWith("?q=ada"));
            assertThat(plain.page().select("#results p").eachText()).containsExactly("Ada");

            plain.click(".theme [value=dark]");
            plain.find(".theme [value=dark][aria-pressed=true]");
            assertThat(plain.page().select("html").attr("data-bs-theme")).isEqualTo("dark");
        }
    }

    @Test
    void aLinkReplacesAPartOfThePageAndBackBringsTheWholeOfTheOldOne() {
        browser.open(server.url("/list")).click(".swap");
        browser.until(driver -> browser.page().select("#results p").size() == 1);
        assertThat(browser.address()).isEqualTo(server.url("/list?q=ada"));
        assertThat(browser.page().select("#results")).hasSize(1);

        browser.back();
        browser.until(driver -> browser.page().select("#results p").size() == 2);
        assertThat(browser.address()).isEqualTo(server.url("/list"));
        assertThat(browser.page().select("header.top")).hasSize(1);
        assertThat(browser.evaluate("JSON.stringify([sessionStorage, localStorage])"))
                .asString()
                .doesNotContain("Grace");
    }

    @Test
    void aFailureOfAPartIsSaidInPlaceOfTheContent() {
        browser.open(server.url("/list")).click(".fail");
        browser.find("h1", "Not available now");

        assertThat(browser.page().select("main").text()).contains("The list is away.");
        assertThat(browser.page().select("header.top")).hasSize(1);
        assertThat(browser.page().title()).startsWith("Not available now");
    }

    @Test
    void theFirstStopOfTheKeyboardLeadsPastTheTop() {
        browser.open(server.url("/list")).type("body", Keys.TAB);

        browser.find(".skip-link", "Skip to the content");
        browser.press(Keys.ENTER);
        assertThat(browser.address()).endsWith("#content");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 768, 1920})
    void noPageIsWiderThanItsWindow(int width) {
        for (String path : List.of("/list", "/nowhere")) {
            browser.width(width).open(server.url(path));
            assertThat(browser.overflow()).isZero();
        }
    }

    private static Object background(Browser of) {
        return of.find("body").getCssValue("background-color").replaceFirst("rgba\\((.*), 1\\)", "rgb($1)");
    }
}
