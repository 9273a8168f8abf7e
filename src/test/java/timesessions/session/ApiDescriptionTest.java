package timesessions.session;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The OpenAPI document against what the routes answer. */
class ApiDescriptionTest {
    private static final String DOCUMENT = "classpath:openapi.json#/components/schemas/";
    private static final TestClock CLOCK = new TestClock("2026-04-10T12:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static String key = "";

    @BeforeAll
    static void writeSessions() {
        long company = TestDatabase.company("Pacific Time (US & Canada)");
        var random = new RandomSessions(8);
        new SessionWriter(TestDatabase.shared())
                .write(
                        company,
                        Source.JETBUILT,
                        LongStream.rangeClosed(1, 100).mapToObj(random::withId).toList());
        key = SERVER.newKey(company);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everySessionIsAsDescribed() {
        for (long id = 1; id <= 100; id++) {
            assertThat(violations(
                            "TimeSession",
                            SERVER.get("/api/time_sessions/" + id, key).body()))
                    .isEmpty();
        }
    }

    @Test
    void everyErrorIsAsDescribed() {
        var answers = new ArrayList<HttpResponse<String>>();
        answers.add(SERVER.get("/api/time_sessions?page=0", key));
        answers.add(SERVER.get("/api/time_sessions", "none"));
        answers.add(SERVER.get("/api/time_sessions/999", key));
        answers.add(SERVER.send(SERVER.request("/api/time_sessions")
                .header("Authorization", "Bearer " + key)
                .method("PUT", noBody())));
        answers.add(SERVER.send(SERVER.request("/api/time_sessions")
                .header("Authorization", "Bearer " + key)
                .header("Accept", "text/html")));
        try (var limited = TestServer.start(CLOCK, Map.of("RATE_LIMIT", "1"))) {
            limited.get("/api/time_sessions", "none");
            answers.add(limited.get("/api/time_sessions", "none"));
        }

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(400, 401, 404, 405, 406, 429);
        for (HttpResponse<String> answer : answers) {
            assertThat(violations("Error", answer.body())).isEmpty();
        }
    }

    @Test
    void whatIsNotAsDescribedIsNoticed() {
        assertThat(violations("TimeSession", "{\"id\": 1}")).isNotEmpty();
    }

    private static List<String> violations(String schema, String json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(DOCUMENT + schema))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
