package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.sync.StandInUpstream.KEY;
import static timesessions.sync.StandInUpstream.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.SignedInClient;
import timesessions.session.RandomSessions;
import timesessions.session.SessionWriter;
import timesessions.session.TimeSession;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The settings of a sync in a real browser, in the states that they can be in. */
@Timeout(120)
class SyncPagesIT {
    private static final String PAGE = "/settings/sync";

    private final Rig rig = new Rig();
    private final TestServer server =
            TestServer.start(rig.clock, Map.of("SECRET_KEY", "for tests, and of enough characters"));
    private final RandomSessions random = new RandomSessions(31);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyStateCanBeUsedByEveryone() throws InterruptedException {
        try (var upstream = new StandInUpstream();
                var browser = signedIn(Browser.start())) {
            for (int id = 1; id <= 30; id++) {
                upstream.put(random.withId(id));
            }
            assertGood(browser, PAGE);

            rig.from(upstream.url(), KEY);
            rig.goodTurn();
            upstream.putOdd(500, "{\"id\": 500, \"description\": \"%s\"}".formatted("unbroken".repeat(40)));
            upstream.delete(7);
            upstream.delete(8);
            rig.clock.advance(Duration.ofHours(1));
            rig.goodTurn();
            restore(browser, 8);
            assertThat(browser.open(server.url(PAGE)).find("#sync-state-title").getText())
                    .isEqualTo("Up to date");
            assertThat(browser.find(".sync-counts").getText()).contains("Put aside\n1", "In the trash\n1");
            for (String path : List.of(PAGE, PAGE + "/aside", PAGE + "/trash")) {
                assertGood(browser, path);
            }

            upstream.delete(500);
            upstream.deleteAll();
            rig.readEverything();
            upstream.next(status(401));
            rig.turn();
            assertThat(browser.open(server.url(PAGE)).find("#sync-state-title").getText())
                    .isEqualTo("The last try has failed");
            assertThat(browser.find("form.sync-held").getText()).contains("seem to be deleted upstream");
            assertGood(browser, PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setUpAgainstAnotherServerItBringsItsSessions(boolean scripts) {
        try (var upstream = TestServer.start(rig.clock);
                var browser = signedIn(scripts ? Browser.start() : Browser.withoutJavaScript())) {
            long there = TestDatabase.company("Pacific Time (US & Canada)");
            var sessions = new ArrayList<TimeSession>();
            for (int id = 1; id <= 40; id++) {
                sessions.add(random.withId(id));
            }
            new SessionWriter(TestDatabase.shared()).write(there, SessionWriter.Source.JETBUILT, sessions);
            String key = upstream.newKey(there);

            browser.open(server.url(PAGE));
            browser.type("#url", upstream.url("")).type("#key", "of-somebody-else");
            browser.click("[formaction$='/test']");
            assertThat(browser.find("#url-problem").getText()).contains("does not accept the key");
            browser.type("#key", key).click("[formaction$='/test']");
            assertThat(browser.find(".sync-answer").getText()).contains("answers as it should, and has 40 sessions");
            browser.type("#key", key);
            browser.find("main button", "Save").click();
            browser.find("#sync-state-title", "Waiting for its turn");

            rig.goodTurn();
            if (!scripts) {
                browser.open(server.url(PAGE));
            }
            browser.find("#sync-state-title", "Up to date");
            assertThat(browser.find(".sync-counts").getText()).contains("40");
            browser.open(server.url("/sessions?range=all"));
            browser.find(".pager-summary", "1–25 of 40");

            new SessionWriter(TestDatabase.shared()).remove(there, List.of(7L));
            rig.clock.advance(Duration.ofHours(1));
            rig.goodTurn();
            browser.open(server.url("/sessions?range=all"));
            browser.find(".pager-summary", "1–25 of 39");
            restore(browser, 7);
            assertThat(browser.find("[aria-label='Move session 7 to the trash again']")
                            .isDisplayed())
                    .isTrue();
            browser.open(server.url("/sessions?range=all"));
            browser.find(".pager-summary", "1–25 of 40");
            assertThat(browser.complaints())
                    .filteredOn(one -> !one.contains("422"))
                    .isEmpty();
        }
    }

    private void restore(Browser browser, long id) {
        browser.open(server.url(PAGE + "/trash"));
        browser.click("[aria-label='Restore session %d']".formatted(id));
        browser.find("[aria-label='Move session %d to the trash again']".formatted(id));
    }

    private Browser signedIn(Browser browser) {
        browser.open(server.url("/sign-in"));
        return browser.cookie("time_sessions_login", SignedInClient.adminToken(rig.clock, rig.company));
    }

    private void assertGood(Browser browser, String path) {
        browser.width(1280).open(server.url(path));
        for (Scheme scheme : List.of(Scheme.LIGHT, Scheme.DARK)) {
            browser.system(scheme);
            // Colours pass over into those of the other scheme, and contrast in less on the way.
            browser.until(page -> Long.valueOf(0).equals(browser.evaluate("document.getAnimations().length")));
            for (int width : new int[] {1280, 360}) {
                browser.width(width);
                assertThat(browser.accessibilityFindings())
                        .as("%s at %d, %s", path, width, scheme)
                        .isEmpty();
            }
        }
        browser.system(Scheme.LIGHT).width(320);
        assertThat(browser.overflow()).as("%s at 320", path).isZero();
        assertThat(browser.complaints()).as(path).isEmpty();
    }
}
