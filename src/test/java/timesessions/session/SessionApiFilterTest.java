package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** What each filter lets through, and that the count goes with it. */
class SessionApiFilterTest {
    private static final String SESSIONS = "/api/time_sessions";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestServer SERVER = TestServer.start(new TestClock("2026-04-10T12:00:00Z"));

    private static String key = "";

    @BeforeAll
    static void writeSessions() {
        long company = TestDatabase.company("UTC");
        SessionBuilder.write(
                company,
                session(1)
                        .by(1)
                        .on(10)
                        .at("2026-03-01T08:00:00Z")
                        .created("2026-03-01T09:00:00Z")
                        .updated("2026-03-05T09:00:00Z")
                        .description("Pulled cable to the rack")
                        .entry(101, "2026-03-01T08:00:00Z", 50L),
                session(2)
                        .by(1)
                        .of(20)
                        .at("2026-03-02T08:00:00Z")
                        .created("2026-03-02T09:00:00Z")
                        .updated("2026-03-03T09:00:00Z")
                        .description("Team meeting")
                        .entry(102, "2026-03-02T08:00:00Z", 51L)
                        .entry(103, "2026-03-02T08:10:00Z", 50L),
                session(3)
                        .by(2)
                        .on(11)
                        .at("2026-03-02T08:00:00Z")
                        .created("2026-03-02T09:00:00.001Z")
                        .updated("2026-03-03T09:00:00Z")
                        .description("Racked the RACK"),
                session(4)
                        .by(3)
                        .at("2026-03-04T08:00:00Z")
                        .created("2026-03-04T09:00:00Z")
                        .updated("2026-03-04T09:00:00Z")
                        .running());
        key = SERVER.newKey(company);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_id=1 | 1 2",
                "user_id=1&user_id=3 | 1 2 4",
                "project_id=10 | 1",
                "project_id=none | 2 4",
                "project_id=none&project_id=11 | 2 3 4",
                "category_id=20 | 2",
                "category_id=none | 1 3 4",
                "labor_type_id=50 | 1 2",
                "labor_type_id=51 | 2",
                "labor_type_id=50&labor_type_id=51 | 1 2",
                "running=true | 4",
                "running=false | 1 2 3",
                "q=rack | 1 3",
                "q=RACK+cable | 1",
                "q=meeting%2C+team | 2",
                "q=nowhere | ''",
                "q= | 1 2 3 4",
                "user_id=1&project_id=10&q=cable | 1",
                "user_id=999 | ''",
                // Both ends are inside.
                "min_created_at=2026-03-02T09:00:00Z | 2 3 4",
                "min_created_at=2026-03-02T09:00:00.0005Z | 3 4",
                "max_created_at=2026-03-02T09:00:00Z | 1 2",
                "max_created_at=2026-03-02T09:00:00.0015Z | 1 2 3",
                "min_created_at=2026-03-02T09:00:00Z&max_created_at=2026-03-02T09:00:00Z | 2",
                "min_updated_at=2026-03-04T09:00:00Z | 1 4",
                "max_updated_at=2026-03-03T09:00:00Z | 2 3",
                "min_start_at=2026-03-02T08:00:00Z | 2 3 4",
                "max_start_at=2026-03-01T08:00:00Z | 1",
                "min_start_at=2026-3-5 | ''",
                // Midnight of UTC unless an offset is given.
                "max_start_at=2026-3-2 | 1",
                "min_start_at=2026-3-2 | 2 3 4",
                "max_start_at=2026-3-2+0:00+-800 | 1 2 3",
                // A plus that came as a space.
                "max_start_at=2026-3-2+10:00+0200 | 1 2 3",
                "max_start_at=2026-3-2+9:59++0200 | 1",
                "max_start_at=2026-3-2+9:59+%2B0200 | 1"
            })
    void filtersLetThroughWhatTheyNameAndCountIt(String query, String expected) {
        List<String> ids = expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1));

        HttpResponse<String> answer = get(query);

        assertThat(ids(answer)).isEqualTo(ids);
        assertThat(answer.headers().firstValue("X-Total-Count")).contains(String.valueOf(ids.size()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=updated_at&min_updated_at=2026-03-01T09:15:00Z | 2 3 4",
                "sort=updated_at&min_updated_at=2026-03-01T09:15:00Z&per_page=1&page=2 | 3",
                "sort=updated_at&min_updated_at=2026-03-01T09:15:00Z&per_page=1&page=3 | 4",
                "sort=-updated_at&max_updated_at=2026-03-01T09:30:00Z | 2 1",
                "sort=-updated_at&max_updated_at=2026-03-01T09:30:00Z&per_page=1&page=2 | 1",
                "sort=-start_at&min_start_at=2026-03-01T09:15:00Z&max_start_at=2026-03-01T09:45:00Z | 3 2",
                "sort=start_at&min_start_at=2026-03-01T09:15:00Z&max_start_at=2026-03-01T09:45:00Z | 2 3"
            })
    void aWindowMayBeginAndEndWithinAnHour(String query, String expected) {
        long company = TestDatabase.company("UTC");
        SessionBuilder.write(
                company,
                session(1).at("2026-03-01T09:10:00Z").updated("2026-03-01T09:10:00Z"),
                session(2).at("2026-03-01T09:20:00Z").updated("2026-03-01T09:20:00Z"),
                session(3).at("2026-03-01T09:40:00Z").updated("2026-03-01T09:40:00Z"),
                session(4).at("2026-03-01T10:40:00Z").updated("2026-03-01T10:40:00Z"));

        assertThat(ids(SERVER.get("/api/time_sessions?" + query, SERVER.newKey(company))))
                .containsExactly(expected.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | 1 2 3 4",
                "-id | 4 3 2 1",
                "start_at | 1 2 3 4",
                "-start_at | 4 3 2 1",
                "updated_at | 2 3 4 1",
                "-updated_at | 1 4 3 2"
            })
    void sortsAndBreaksTiesByIdInTheSameDirection(String sort, String expected) {
        assertThat(ids(get("sort=" + sort))).containsExactly(expected.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "-id", "start_at", "-start_at", "updated_at", "-updated_at"})
    void linksWalkForthAndBackInEveryOrder(String sort) {
        List<String> all = ids(get("sort=" + sort));

        HttpResponse<String> page = get("per_page=1&sort=" + sort);
        var forth = new ArrayList<>(ids(page));
        while (link(page, "next") != null) {
            page = follow(page, "next");
            forth.addAll(ids(page));
        }
        var back = new ArrayList<>(ids(page));
        while (link(page, "prev") != null) {
            page = follow(page, "prev");
            back.addAll(ids(page));
        }

        assertThat(forth).isEqualTo(all);
        assertThat(back).isEqualTo(all.reversed());
    }

    @Test
    void ofAParameterThatComesTwiceTheLastCounts() {
        assertThat(ids(get("per_page=1&page=1&page=3"))).containsExactly("3");
    }

    @Test
    void aLongQueryIsRepeatedInEveryLink() {
        String filler = "~".repeat(15_000);

        HttpResponse<String> answer = get("per_page=1&page=2&x=" + filler);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Link").orElse("").split("rel=", -1))
                .hasSize(5);
    }

    @Test
    void aTagChangesWithTheCountAndTheLinksThoughTheBodyDoesNot() {
        assertThat(get("user_id=999&page=1").body()).isEqualTo(get("page=99").body());
        assertThat(tag("user_id=999")).isNotEqualTo(tag("page=99"));
        assertThat(tag("per_page=1")).isEqualTo(tag("per_page=1")).isNotEqualTo(tag("per_page=1&y=2"));
    }

    private static HttpResponse<String> get(String query) {
        return SERVER.get(SESSIONS + "?" + query, key);
    }

    private static String tag(String query) {
        return get(query).headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<String> follow(HttpResponse<String> page, String relation) {
        return SERVER.get(
                String.valueOf(link(page, relation)).substring(SERVER.url("").length()), key);
    }

    private static @org.jspecify.annotations.Nullable String link(HttpResponse<String> page, String relation) {
        for (String link : page.headers().firstValue("Link").orElse("").split(", ", -1)) {
            if (link.endsWith("rel=\"" + relation + "\"")) {
                return link.substring(1, link.indexOf('>'));
            }
        }
        return null;
    }

    private static List<String> ids(HttpResponse<String> answer) {
        try {
            var ids = new ArrayList<String>();
            for (JsonNode row : JSON.readTree(answer.body())) {
                ids.add(row.path("id").asText());
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
