package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** Who a request is from, and under which address it came: behind proxies, and in spite of liars. */
class SessionApiProxyTest {
    private static final String SESSIONS = "/api/time_sessions";
    private static final TestClock CLOCK = new TestClock("2026-04-10T12:00:00Z");

    private static long company;

    @BeforeAll
    static void writeTwoPages() {
        company = TestDatabase.company("UTC");
        SessionBuilder.write(company, session(1), session(2));
    }

    @Test
    void aStrangerCannotPassForOthersToEscapeTheLimit() {
        try (var server = limitedToOne("")) {
            assertThat(from(server, "198.51.100.1")).isEqualTo(401);
            assertThat(from(server, "198.51.100.2")).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What a client wrote itself stands first.
                "203.0.113.1, 198.51.100.7 | 203.0.113.2, 198.51.100.7",
                // Proxies of ours stand last.
                "198.51.100.7 | 198.51.100.7, 10.1.2.3",
                "198.51.100.7:4711 | 198.51.100.7:4712",
                "198.51.100.7 | ::ffff:198.51.100.7",
                "2001:db8:1:2::3 | [2001:db8:1:2:ffff::9]:443",
                // Nobody knows who a name is, so it counts as the proxy.
                "unknown | face",
                "10.0.0.5 | 10.0.0.5"
            })
    void theseAreTheSameClient(String first, String second) {
        try (var server = limitedToOne("127.0.0.0/8, 10.0.0.0/8")) {
            assertThat(from(server, first)).isEqualTo(401);
            assertThat(from(server, second)).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7 | 198.51.100.8",
                "198.51.100.7, 203.0.113.1 | 198.51.100.7, 203.0.113.2",
                "2001:db8:1:2::3 | 2001:db8:1:3::3"
            })
    void theseAreDifferentClients(String first, String second) {
        try (var server = limitedToOne("127.0.0.0/8, 10.0.0.0/8")) {
            assertThat(from(server, first)).isEqualTo(401);
            assertThat(from(server, second)).isEqualTo(401);
        }
    }

    @Test
    void withALimitOfZeroNobodyIsRefused() {
        try (var server = TestServer.start(CLOCK, Map.of("RATE_LIMIT", "0"))) {
            for (int i = 0; i < 120; i++) {
                assertThat(server.send(server.request("/api/nothing")).statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void theLimitCountsWhateverIsAskedOfTheApiAndNothingElse() {
        try (var server = limitedToOne("")) {
            assertThat(server.send(server.request("/healthz")).statusCode()).isEqualTo(200);
            assertThat(server.send(server.request("/healthz")).statusCode()).isEqualTo(200);
            assertThat(server.send(server.request("/api/nothing")).statusCode()).isEqualTo(404);
            assertThat(server.send(server.request("/api/openapi.json")).statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void theLastProxyHasTheLastWordOnHostAndScheme() {
        try (var server = TestServer.start(CLOCK, Map.of("TRUSTED_PROXIES", "127.0.0.1"))) {
            HttpResponse<String> answer = server.send(server.request(SESSIONS + "?per_page=1")
                    .header("Authorization", "Token token=" + server.newKey(company))
                    .header("X-Forwarded-Proto", "http, https")
                    .header("X-Forwarded-Host", "evil.example")
                    .header("X-Forwarded-Host", "hours.example.com"));

            assertThat(answer.headers().firstValue("Link").orElse(""))
                    .startsWith("<https://hours.example.com/api/time_sessions?")
                    .doesNotContain("evil");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example/path",
                "user@evil.example",
                "evil.example\"><script>",
                "evil example",
                "evil.example:http",
                "evil.example,good.example",
                "[evil]",
                ""
            })
    void aHostThatIsNoneIsRefusedAndNotRepeated(String host) {
        try (var server = TestServer.start(CLOCK)) {
            String answer = server.raw(
                    "GET %s?per_page=1 HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(SESSIONS, host, server.newKey(company)));

            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"code\":\"bad_request\"")
                    .doesNotContain("evil")
                    .doesNotContain("Link:");
        }
    }

    @Test
    void withABaseUrlNobodyElseDecidesWhereLinksLead() {
        try (var server = TestServer.start(
                CLOCK, Map.of("BASE_URL", "https://time.example.org", "TRUSTED_PROXIES", "127.0.0.1"))) {
            String answer = server.raw(
                    "GET %s?per_page=1 HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(SESSIONS, server.newKey(company)));

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Link: <https://time.example.org/api/time_sessions?")
                    .doesNotContain("evil");
        }
    }

    private static TestServer limitedToOne(String trustedProxies) {
        return TestServer.start(CLOCK, Map.of("RATE_LIMIT", "1", "TRUSTED_PROXIES", trustedProxies));
    }

    private static int from(TestServer server, String forwardedFor) {
        return server.send(server.request(SESSIONS).header("X-Forwarded-For", forwardedFor))
                .statusCode();
    }
}
