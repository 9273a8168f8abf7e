package timesessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.directory.Named;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The object of the contract in its odd states: nothing known, everything at its limit, the clock still running. */
class SessionApiObjectTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestServer SERVER = TestServer.start(new TestClock("2026-04-10T12:00:00Z"));
    private static final long LARGEST_ID = (1L << 53) - 1;

    private long company;
    private String key = "";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("UTC");
        key = SERVER.newKey(company);
    }

    @Test
    void everyFieldIsThereInOrderAlsoWhereNothingIsKnown() throws IOException {
        SessionBuilder.write(company, session(1).running().entry(2, "2026-03-02T17:00:00Z", null));

        JsonNode row = one(1);

        assertThat(row.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "start_at",
                        "end_at",
                        "time_zone",
                        "duration",
                        "work_duration",
                        "break_duration",
                        "num_breaks",
                        "description",
                        "created_at",
                        "updated_at",
                        "running",
                        "user",
                        "project",
                        "category",
                        "time_entries");
        assertThat(row.get("time_entries").get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "start_at",
                        "end_at",
                        "time_zone",
                        "duration",
                        "created_at",
                        "updated_at",
                        "type",
                        "running",
                        "labor_type");
        for (String field : List.of("end_at", "description", "project", "category")) {
            assertThat(row.get(field).isNull()).as(field).isTrue();
        }
        assertThat(row.at("/time_entries/0/labor_type").isNull()).isTrue();
    }

    @Test
    void aSessionHasAProjectOrACategory() throws IOException {
        SessionBuilder.write(company, session(1).on(7), session(2).of(8));

        assertThat(one(1).get("project").toString()).isEqualTo("{\"id\":7,\"full_name\":\"Project 7\"}");
        assertThat(one(1).get("category").isNull()).isTrue();
        assertThat(one(2).get("category").toString()).isEqualTo("{\"id\":8,\"name\":\"Category 8\"}");
        assertThat(one(2).get("project").isNull()).isTrue();
    }

    @Test
    void idsReachAsFarAsADoubleCountsExactly() throws IOException {
        SessionBuilder.write(
                company,
                session(LARGEST_ID)
                        .by(LARGEST_ID)
                        .on(LARGEST_ID)
                        .entry(LARGEST_ID, "2026-03-02T17:00:00Z", LARGEST_ID));

        JsonNode row = one(LARGEST_ID);

        assertThat(row.get("id").asLong()).isEqualTo(LARGEST_ID);
        assertThat(row.at("/user/id").asLong()).isEqualTo(LARGEST_ID);
        assertThat(row.at("/time_entries/0/labor_type/id").asLong()).isEqualTo(LARGEST_ID);
    }

    @Test
    void entriesAreOrderedByStartAndThenId() throws IOException {
        SessionBuilder.write(
                company,
                session(1)
                        .entry(30, "2026-03-02T17:20:00Z", null)
                        .entry(12, "2026-03-02T17:00:00Z", null)
                        .entry(11, "2026-03-02T17:00:00Z", null)
                        .entry(10, "2026-03-02T17:10:00Z", null));

        assertThat(one(1).get("time_entries").findValuesAsText("id")).containsExactly("11", "12", "10", "30");
    }

    @Test
    void durationsAreKeptAsTheyWereSent() throws IOException {
        SessionBuilder.write(company, session(1).on(1));
        TimeSession odd = session(2).build();
        new SessionWriter(TestDatabase.shared())
                .write(company, SessionWriter.Source.JETBUILT, List.of(withDurations(odd, 100, 30, 20)));

        JsonNode row = one(2);

        assertThat(row.get("duration").asInt()).isEqualTo(100);
        assertThat(row.get("work_duration").asInt()).isEqualTo(30);
        assertThat(row.get("break_duration").asInt()).isEqualTo(20);
    }

    @Test
    void anIanaNameIsGivenBackAsItCame() throws IOException {
        SessionBuilder.write(
                company,
                session(1).in("America/Los_Angeles"),
                session(2).in("Pacific Time (US & Canada)"),
                session(3).in("Etc/UTC"));

        assertThat(one(1).get("time_zone").asText()).isEqualTo("America/Los_Angeles");
        assertThat(one(1).get("start_at")).isEqualTo(one(2).get("start_at"));
        assertThat(one(3).get("start_at").asText()).isEqualTo("2026-03-02T17:00:00.000Z");
    }

    @Test
    void aSessionThatWentOverAChangeOfClocksHasTwoOffsets() throws IOException {
        SessionBuilder.write(company, session(1).at("2026-03-08T09:30:00Z"));

        assertThat(one(1).get("start_at").asText()).isEqualTo("2026-03-08T01:30:00.000-08:00");
        assertThat(one(1).get("end_at").asText()).isEqualTo("2026-03-08T03:30:00.000-07:00");
    }

    @Test
    void millisecondsAreThereAlsoWhenTheyAreWhole() throws IOException {
        SessionBuilder.write(
                company, session(1).in("UTC").at("2026-03-02T17:00:00.007Z").created("2026-03-02T18:00:00Z"));

        assertThat(one(1).get("start_at").asText()).isEqualTo("2026-03-02T17:00:00.007Z");
        assertThat(one(1).get("created_at").asText()).isEqualTo("2026-03-02T18:00:00.000Z");
    }

    @Test
    void namesAndDescriptionsMayHoldAnything() throws IOException {
        String odd = "<script>&\"\\/\t\n\u0001\u2028 'Ünïcode' 日本語 👷🏽‍♀️";
        SessionBuilder.write(company, session(1).description(odd));

        assertThat(one(1).get("description").asText()).isEqualTo(odd);
    }

    private JsonNode one(long id) throws IOException {
        return JSON.readTree(SERVER.get("/api/time_sessions/" + id, key).body());
    }

    private static TimeSession withDurations(TimeSession one, int all, int work, int breaks) {
        return new TimeSession(
                one.id(),
                one.startAt(),
                one.endAt(),
                one.timeZone(),
                all,
                work,
                breaks,
                one.numBreaks(),
                one.description(),
                one.createdAt(),
                one.updatedAt(),
                one.running(),
                new Named(1, "Ada Lovelace"),
                one.project(),
                one.category(),
                one.entries());
    }
}
