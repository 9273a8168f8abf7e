package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.database.Database;
import timesessions.testing.Relay;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** A database that is away is no reason to restart anything: it is said, and it ends when the database is back. */
class DatabaseAwayTest {
    private static final String SESSIONS = "/api/time_sessions";
    private static final Duration MAY_TAKE = Duration.ofSeconds(30);

    private final Relay relay = Relay.to(port(TestDatabase.url()));
    private final Database database = Database.open(
            TestDatabase.url().replaceFirst(":\\d+/", ":" + relay.port() + "/"), "root", null, /* poolSize= */ 3);
    private final TestServer server = TestServer.on(database, new TestClock("2026-04-10T12:00:00Z"));
    private String key = "";

    @BeforeEach
    void writeASession() {
        long company = TestDatabase.company("UTC");
        SessionBuilder.write(company, session(1));
        key = server.newKey(company);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        database.close();
        relay.close();
    }

    @Test
    void theApiSaysSoWhileTheDatabaseIsAwayAndServesAgainWhenItIsBack() {
        assertThat(server.get(SESSIONS + "/1", key).statusCode()).isEqualTo(200);

        relay.cut();
        HttpResponse<String> away = server.get(SESSIONS + "/1", key);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]*");
        assertThat(away.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(away.body())
                .startsWith("{\"error\":{\"status\":503,\"code\":\"service_unavailable\",")
                .doesNotContainIgnoringCase("mariadb")
                .doesNotContain(String.valueOf(relay.port()));

        relay.mend();
        assertThat(firstAnswerOtherThan503(SESSIONS + "/1").statusCode()).isEqualTo(200);
    }

    @Test
    void theProcessLivesWhileTheDatabaseIsAwayButIsNotReady() {
        assertThat(status("GET", "/readyz")).isEqualTo(200);

        relay.cut();
        assertThat(status("GET", "/healthz")).isEqualTo(200);
        assertThat(status("GET", "/readyz")).isEqualTo(503);
        assertThat(status("HEAD", "/readyz")).isEqualTo(503);

        relay.mend();
        assertThat(firstAnswerOtherThan503("/readyz").statusCode()).isEqualTo(200);
    }

    private int status(String method, String path) {
        return server.send(server.request(path).method(method, java.net.http.HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    /** Each request waits for a connection, so this asks only some times. */
    private HttpResponse<String> firstAnswerOtherThan503(String path) {
        Instant deadline = Instant.now().plus(MAY_TAKE);
        HttpResponse<String> answer = server.get(path, key);
        while (answer.statusCode() == 503 && Instant.now().isBefore(deadline)) {
            answer = server.get(path, key);
        }
        return answer;
    }

    private static int port(String url) {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }
}
