package timesessions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.session.SessionWriter;
import timesessions.sync.SyncQueries;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

@Timeout(60)
class SyncCommandTest {
    private static final String SECRET = "for tests, and of enough characters";

    private final TestServer upstream = TestServer.start(new TestClock("2026-03-02T18:00:00Z"));
    private final long there = TestDatabase.company("Pacific Time (US & Canada)");
    private final String company = Long.toString(TestDatabase.company("Pacific Time (US & Canada)"));
    private final Terminal terminal =
            new Terminal().with("SECRET_KEY", SECRET).with("SYNC_KEY", upstream.newKey(there));

    SyncCommandTest() {
        SessionBuilder.write(
                there,
                session(1).by(1).on(10).at("2026-03-01T08:00:00Z"),
                session(2).by(2).on(10).at("2026-03-02T08:00:00Z"),
                session(3).by(2).on(11).at("2026-03-02T09:00:00Z"));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private String answer(long company) {
        return upstream.get("/api/time_sessions", upstream.newKey(company)).body();
    }

    @Test
    void onceBringsEverythingAndFindsWhatWasDeleted() {
        assertThat(terminal.run("sync", "--company", company, "--url", upstream.url(""), "--once"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err()).contains("3 new");
        assertThat(terminal.out()).isEmpty();
        assertThat(answer(Long.parseLong(company))).isEqualTo(answer(there));

        new SessionWriter(TestDatabase.shared()).remove(there, List.of(2L));
        assertThat(terminal.run("sync", "--company", company, "--once")).isZero();

        assertThat(terminal.err()).contains("1 deleted");
        assertThat(answer(Long.parseLong(company))).isEqualTo(answer(there));
        assertThat(terminal.run("check", "--company", company)).isZero();
    }

    @Test
    void saysWhatTheUpstreamDoesNotLike() {
        terminal.with("SYNC_KEY", "no-such-key");

        assertThat(terminal.run("sync", "--company", company, "--url", upstream.url(""), "--once"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("does not accept the key", "Run the command again");
    }

    @Test
    void needsAnAddressTheFirstTime() {
        assertThat(terminal.run("sync", "--company", company, "--once")).isEqualTo(1);
        assertThat(terminal.err()).contains("give the address");
        assertThat(terminal.run("sync", "--company", company, "--url", "ftp://upstream", "--once"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("https://");
        assertThat(terminal.run("sync", "--company", "999999999", "--url", upstream.url(""), "--once"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("no company 999999999");
    }

    @Test
    void settingsThatCannotBeUsedAreNamedAndSecretsNotRepeated() {
        assertThat(terminal.with("SECRET_KEY", "short").run("sync", "--company", company))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("SECRET_KEY", "32").doesNotContain("short");

        terminal.with("SECRET_KEY", SECRET);
        assertThat(terminal.with("SYNC_KEY", "two words").run("sync", "--company", company))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("SYNC_KEY").doesNotContain("two words");

        terminal.with("SYNC_KEY", "key");
        assertThat(terminal.with("SYNC_EVERY", "0").run("sync", "--company", company))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("SYNC_EVERY", "86400");
    }

    @Test
    void withoutASecretTheKeyIsUsedAndNotKept() {
        assertThat(terminal.with("SECRET_KEY", "")
                        .run("sync", "--company", company, "--url", upstream.url(""), "--once"))
                .isZero();

        assertThat(answer(Long.parseLong(company))).isEqualTo(answer(there));
        assertThat(new SyncQueries(TestDatabase.shared())
                        .staleness(Long.parseLong(company), Instant.now(), Duration.ofMinutes(5))
                        .staleness())
                .isEmpty();
    }
}
