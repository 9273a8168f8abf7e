package timesessions.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.PageServer;

class ApiDocsIT {
    private static PageServer server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        server = new PageServer(routes -> new ApiDocs(ctx -> "https://hours.example.com").addTo(routes));
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyoneCanReadThePageAndTheBrowserAllowsAllThatItHolds(Scheme scheme) {
        browser.system(scheme).width(1280).open(server.url("/api/docs"));

        assertThat(browser.accessibilityFindings()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 768, 1280})
    void thePageIsNotWiderThanItsWindow(int width) {
        browser.width(width).open(server.url("/api/docs"));

        assertThat(browser.overflow()).isZero();
    }

    @Test
    void theContentsLeadToTheirPart() {
        browser.width(1280).open(server.url("/api/docs")).click(".contents a[href='#errors']");

        assertThat(browser.address()).endsWith("#errors");
        assertThat(browser.evaluate("Math.abs(document.getElementById('errors').getBoundingClientRect().top) < 100"))
                .isEqualTo(true);
    }
}
