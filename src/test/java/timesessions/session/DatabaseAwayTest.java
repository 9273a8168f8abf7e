package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import timesessions.database.Database;
import timesessions.testing.Relay;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

class DatabaseAwayTest {
    @Test
    void theApiSays503WhileTheDatabaseIsAwayAndGoesOnWhenItIsBack() throws IOException {
        String url = TestDatabase.url();
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        long company = TestDatabase.company("London");
        var clock = new TestClock("2026-04-10T12:00:00Z");
        try (var relay = Relay.to(port);
                var database = Database.open(url.replace(":" + port, ":" + relay.port()), "root", null, 2);
                var server = TestServer.on(database, clock)) {
            String key = server.newKey(company);
            assertThat(server.get("/api/time_sessions", key).statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz", key).statusCode()).isEqualTo(200);

            relay.cut();
            HttpResponse<String> away = server.get("/api/time_sessions", key);
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("Retry-After")).contains("5");
            assertThat(away.body()).contains("\"code\":\"service_unavailable\"").doesNotContain("mariadb");
            assertThat(server.get("/readyz", key).statusCode()).isEqualTo(503);
            assertThat(server.get("/healthz", key).statusCode()).isEqualTo(200);

            relay.mend();
            assertThat(server.get("/api/time_sessions", key).statusCode()).isEqualTo(200);
        }
    }
}
