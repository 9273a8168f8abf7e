package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.sync.StandInUpstream.KEY;
import static timesessions.sync.StandInUpstream.status;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.account.AccountCreation;
import timesessions.account.Role;
import timesessions.session.RandomSessions;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

@Timeout(60)
class SyncPagesTest {
    private static final String PAGE = "/settings/sync";
    private static final String PASSWORD = "correct horse battery";

    private final Rig rig = new Rig();
    private final StandInUpstream upstream = new StandInUpstream();
    private final TestServer server =
            TestServer.start(rig.clock, Map.of("SECRET_KEY", "for tests, and of enough characters"));
    private final RandomSessions random = new RandomSessions(2);
    private WebClient browser = new WebClient(server);

    @BeforeEach
    void signIn() {
        for (int id = 1; id <= 30; id++) {
            upstream.put(random.withId(id));
        }
        browser = admin(server);
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private WebClient admin(TestServer of) {
        String email = "sync-%d-%d@example.com".formatted(rig.company, System.nanoTime());
        new AccountCreation(TestDatabase.shared(), rig.clock)
                .create(rig.company, email, "Ada", Role.ADMIN, Optional.empty(), PASSWORD);
        var client = new WebClient(of);
        client.post("/sign-in", "/sign-in", "email", email, "password", PASSWORD);
        return client;
    }

    private WebClient.Page save(String url, String key) {
        return browser.post(PAGE, PAGE, "url", url, "key", key, "every", "900");
    }

    @Test
    void aSyncIsSetUpAndBringsTheSessions() {
        WebClient.Page saved = save(upstream.url(), KEY);

        assertThat(browser.follow(saved).html().text()).contains("The sync is set up", "Waiting for its turn");
        rig.goodTurn();
        WebClient.Page page = browser.get(PAGE);
        assertThat(page.html().select("#sync-state").text()).contains("Up to date", "30");
        assertThat(page.html().select("tbody tr").eachText())
                .singleElement()
                .asString()
                .contains("Done", "30");
        assertThat(page.body()).doesNotContain(KEY);
        assertThat(page.value("url")).isEqualTo(upstream.url());
        assertThat(page.html().select("#every option[selected]").val()).isEqualTo("900");
        assertThat(rig.state().every(Rig.EVERY)).isEqualTo(Duration.ofMinutes(15));
        rig.assertEqualTo(upstream);
    }

    @Test
    void theKeyIsNotInTheDatabaseAsItIs() {
        save(upstream.url(), KEY);

        assertThat(rig.queries.key(rig.company)).isNotNull().doesNotContain(KEY);
        assertThat(rig.sync.key(rig.company)).contains(KEY);
    }

    @Test
    void whatIsWrongIsSaidBesideItsFieldAndWhatWasTypedIsKept() {
        WebClient.Page again = save("ftp://upstream.example", "two words");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.problemOf("url")).contains("https://");
        assertThat(again.value("url")).isEqualTo("ftp://upstream.example");
        assertThat(save(upstream.url(), "two words").problemOf("key")).contains("blanks");
        assertThat(save(upstream.url(), "").problemOf("key")).contains("Enter the key");
        assertThat(rig.queries.find(rig.company)).isEmpty();
    }

    @Test
    void theTestSaysWhatTheUpstreamAnswers() {
        WebClient.Page good = browser.post(PAGE, PAGE + "/test", "url", upstream.url(), "key", KEY, "every", "");
        assertThat(good.html().select(".sync-answer").text()).contains("answers as it should", "30 sessions");
        assertThat(good.value("url")).isEqualTo(upstream.url());

        WebClient.Page wrongKey =
                browser.post(PAGE, PAGE + "/test", "url", upstream.url(), "key", "other", "every", "");
        assertThat(wrongKey.problemOf("url")).contains("does not accept the key");

        upstream.next(status(503));
        assertThat(browser.post(PAGE, PAGE + "/test", "url", upstream.url(), "key", KEY, "every", "")
                        .problemOf("url"))
                .contains("503", "On purpose");
        assertThat(rig.queries.find(rig.company)).isEmpty();
    }

    @Test
    void theKeptKeyIsNotSentToAnotherServer() {
        save(upstream.url(), KEY);
        try (var other = new StandInUpstream()) {
            assertThat(browser.post(PAGE, PAGE + "/test", "url", other.url(), "key", "", "every", "")
                            .problemOf("key"))
                    .contains("another");
            assertThat(save(other.url(), "").problemOf("key")).contains("another");
            assertThat(other.requestCount()).isZero();
        }
        assertThat(rig.state().url()).isEqualTo(upstream.url());
    }

    @Test
    void addressesOfCloudMachinesSecretsAreNotAsked() {
        assertThat(browser.post(PAGE, PAGE + "/test", "url", "http://169.254.169.254", "key", KEY, "every", "")
                        .problemOf("url"))
                .contains("not the address of an upstream");
    }

    @Test
    void withoutASecretThePageSaysWhatToDo() {
        try (var bare = TestServer.start(rig.clock)) {
            browser = admin(bare);

            assertThat(browser.get(PAGE).html().text()).contains("SECRET_KEY", "openssl rand");
            assertThat(save(upstream.url(), KEY).problemOf("key")).contains("SECRET_KEY");
        }
    }

    @Test
    void aFailureIsShownWithItsReasonAndWhenItIsTriedAgain() {
        save(upstream.url(), KEY);
        upstream.next(status(401));
        rig.turn();

        assertThat(browser.get(PAGE).html().select("#sync-state").text())
                .contains("The last try has failed", "does not accept the key", "tried again at");
    }

    @Test
    void theStateIsSentAloneToWhoAsksForItAlone() {
        save(upstream.url(), KEY);

        WebClient.Page page = browser.get(PAGE);
        WebClient.Page part = browser.get(PAGE, "HX-Request", "true", "HX-Target", "sync-state");

        assertThat(part.body()).doesNotContain("<html");
        assertThat(part.html().select("#sync-state").text())
                .isEqualTo(page.html().select("#sync-state").text());
        assertThat(part.html().select("#sync-state").attr("data-hx-trigger")).isEqualTo("every 3s");
    }

    @Test
    void aPausedSyncDoesNothingUntilItIsResumed() {
        save(upstream.url(), KEY);
        browser.post(PAGE, PAGE + "/pause");
        assertThat(rig.turn()).isInstanceOf(Sync.Outcome.NotTaken.class);
        assertThat(browser.get(PAGE).html().select("#sync-state").text()).contains("Paused");

        browser.post(PAGE, PAGE + "/resume");
        rig.goodTurn();
        rig.assertEqualTo(upstream);
    }

    @Test
    void aSessionThatWasPutAsideIsShownWithItsReasonAndTriedAgain() {
        upstream.putOdd(500, "{\"id\": 500, \"description\": \"<script>alert(1)</script>\"}");
        save(upstream.url(), KEY);
        rig.goodTurn();

        WebClient.Page list = browser.get(PAGE + "/aside");
        assertThat(list.html().select("article").text()).contains("Session 500", "are missing");
        assertThat(list.html().select("article pre").text()).contains("<script>alert(1)</script>");

        upstream.delete(500);
        upstream.put(random.withId(500));
        browser.post(PAGE + "/aside", list.html().select("article form").attr("action"));
        rig.goodTurn();

        assertThat(browser.get(PAGE + "/aside").html().text()).contains("Nothing is put aside");
        rig.assertEqualTo(upstream);
    }

    @Test
    void aDeletedSessionIsRestoredFromTheTrashAndPutBack() {
        save(upstream.url(), KEY);
        rig.goodTurn();
        upstream.delete(7);
        rig.clock.advance(Duration.ofHours(1));
        rig.goodTurn();
        assertThat(rig.here(7)).isNull();
        assertThat(browser.get(PAGE + "/trash").html().select("tbody tr").text())
                .contains("7", "Deleted upstream");

        browser.post(PAGE + "/trash", PAGE + "/trash/7/restore");
        assertThat(rig.here(7)).isNotNull();
        assertThat(browser.get(PAGE + "/trash").html().select("tbody tr").text())
                .contains("Restored");

        browser.post(PAGE + "/trash", PAGE + "/trash/7/discard");
        assertThat(rig.here(7)).isNull();
        rig.assertEqualTo(upstream);
    }

    @Test
    void removingKeepsTheSessions() {
        save(upstream.url(), KEY);
        rig.goodTurn();
        assertThat(browser.get(PAGE + "/remove").html().text()).contains("stay");
        browser.post(PAGE + "/remove", PAGE + "/remove");

        assertThat(rig.queries.find(rig.company)).isEmpty();
        assertThat(rig.here()).hasSize(30);
        assertThat(browser.get(PAGE).html().select("#sync-state")).isEmpty();
    }

    @Test
    void hoursThatAreOlderThanTheyShouldBeAreTold() {
        save(upstream.url(), KEY);
        assertThat(staleness()).get().extracting(Staleness::since).isNull();
        rig.goodTurn();
        assertThat(staleness()).isEmpty();
        rig.clock.advance(Duration.ofHours(1));
        assertThat(staleness()).get().extracting(Staleness::reason).asString().contains("does not get through");
    }

    private Optional<Staleness> staleness() {
        return rig.queries
                .staleness(rig.company, rig.clock.instant(), Rig.EVERY)
                .staleness();
    }
}
