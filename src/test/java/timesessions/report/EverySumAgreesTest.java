package timesessions.report;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timesessions.account.Readers;
import timesessions.directory.Dimension;
import timesessions.session.GroupBy;
import timesessions.session.RandomFilters;
import timesessions.session.RandomSessions;
import timesessions.session.SessionFilter;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Source;
import timesessions.session.TimeSession;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;
import timesessions.time.DateRange;
import timesessions.time.Hours;

/**
 * The list, the reports, the export and the API add the same sessions up to the same seconds, which are those of the
 * sessions in plain Java. The clock stands still, so that those that run agree as well.
 */
class EverySumAgreesTest {
    private static final Instant NOW = Instant.parse("2026-11-03T20:00:30Z");
    private static final TestClock CLOCK = new TestClock(NOW.toString());
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final long COMPANY = TestDatabase.company("Pacific Time (US & Canada)");
    private static final Readers READERS = new Readers(SERVER, CLOCK, COMPANY);
    private static final WebClient PAYROLL = READERS.payroll();
    /** Whom the manager sees. */
    private static final Set<Long> TEAM = Set.of(2L, 3L);

    private static final String KEY = SERVER.newKey(COMPANY);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
    private static final List<TimeSession> SESSIONS = new ArrayList<>();

    /** What sessions come to, in seconds. */
    private record Sum(long sessions, long work, long breaks) {
        static final Sum NONE = new Sum(0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(sessions + other.sessions, work + other.work, breaks + other.breaks);
        }
    }

    @BeforeAll
    static void writeSessions() {
        var random = new RandomSessions(71);
        LongStream.rangeClosed(1, 600).mapToObj(random::withId).forEach(SESSIONS::add);
        for (SessionBuilder builder : List.of(
                // The night in which 2 o'clock is left out: a shift through it, and sessions beside each midnight.
                session(1_001).by(2).on(1).at("2026-03-08T06:00:00Z").lasting("8:00"),
                session(1_002).by(2).on(1).at("2026-03-08T07:59:59Z").lasting("1:00"),
                session(1_003).by(3).on(1).at("2026-03-08T08:00:00Z").lasting("2:00"),
                session(1_004).by(3).on(2).at("2026-03-08T09:59:59Z").lasting("0:30"),
                session(1_005).by(4).of(1).at("2026-03-08T10:00:00Z").lasting("4:00"),
                session(1_006).by(4).of(1).at("2026-03-09T06:59:59Z").lasting("8:00"),
                session(1_007).by(2).on(1).at("2026-03-09T07:00:00Z").lasting("1:00"),
                // The night in which 1 o'clock comes twice.
                session(1_011).by(2).on(1).at("2026-11-01T06:59:59Z").lasting("8:00"),
                session(1_012).by(2).on(1).at("2026-11-01T07:00:00Z").lasting("1:00"),
                session(1_013).by(3).on(1).at("2026-11-01T08:30:00Z").lasting("0:45"),
                session(1_014).by(3).on(2).at("2026-11-01T09:30:00Z").lasting("0:45"),
                session(1_015).by(4).of(1).at("2026-11-02T07:59:59Z").lasting("9:00"),
                session(1_016).by(4).of(1).at("2026-11-02T08:00:00Z").lasting("1:00"),
                // On the clock: since last night, and on a break.
                session(1_021).by(2).on(1).at("2026-11-03T05:00:00Z").running(),
                session(1_022).by(3).of(1).at("2026-11-03T15:00:00Z").onBreakSince("2026-11-03T19:45:00Z"))) {
            SESSIONS.add(builder.build());
        }
        new SessionWriter(TestDatabase.shared()).write(COMPANY, Source.JETBUILT, SESSIONS);
        SESSIONS.replaceAll(session -> session.asStored().at(NOW));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void underAnyFilter() throws IOException {
        var filters = new RandomFilters(72);
        long found = 0;
        for (int i = 0; i < 30; i++) {
            SessionFilter filter = filters.next();
            found += assertAgree(PAYROLL, filter, plain(filter)).sessions;
        }
        assertThat(found).as("sessions met").isGreaterThan(600);
    }

    @Test
    void ofAllAndOfThoseThatRun() throws IOException {
        SessionFilter running = SessionFilter.ALL.withRunning(true);

        assertThat(assertAgree(PAYROLL, SessionFilter.ALL, plain(SessionFilter.ALL)).sessions)
                .isEqualTo(SESSIONS.size());
        assertAgree(PAYROLL, running, plain(running));
        Sum today = assertAgree(PAYROLL, on("2026-11-03"), plain(on("2026-11-03")));
        assertThat(today).isEqualTo(new Sum(1, 4 * 3_600 + 45 * 60, 15 * 60 + 30));
    }

    @Test
    void ofTheTwoPeopleThatAManagerSees() throws IOException {
        WebClient manager = READERS.managerOf("West", 2L, 3L);
        var filters = new RandomFilters(73);
        for (int i = 0; i < 8; i++) {
            SessionFilter filter = i == 0 ? SessionFilter.ALL : filters.next();
            Sum expected = plain(
                    SESSIONS.stream()
                            .filter(session -> TEAM.contains(session.user().id()))
                            .toList(),
                    filter);

            assertAgree(manager, filter, expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-07, 2, 9:00",
        "2026-03-08, 4, 14:30",
        "2026-03-09, 1, 1:00",
        "2026-10-31, 1, 8:00",
        "2026-11-01, 4, 11:30",
        "2026-11-02, 2, 16:00:30"
    })
    void onDaysOfOtherThan24Hours(String day, long sessions, String hours) throws IOException {
        SessionFilter filter = on(day);
        List<TimeSession> random =
                SESSIONS.stream().filter(session -> session.id() <= 600).toList();
        String[] parts = hours.split(":", -1);
        long seconds = Long.parseLong(parts[0]) * 3_600
                + Long.parseLong(parts[1]) * 60
                + (parts.length > 2 ? Long.parseLong(parts[2]) : 0);

        Sum found = assertAgree(PAYROLL, filter, plain(filter));

        Sum others = plain(random, filter);
        assertThat(found.sessions - others.sessions).isEqualTo(sessions);
        assertThat(found.work - others.work).isEqualTo(seconds);
    }

    private static SessionFilter on(String day) {
        return SessionFilter.ALL.during(DateRange.of(LocalDate.parse(day)));
    }

    private static Sum plain(SessionFilter filter) {
        return plain(SESSIONS, filter);
    }

    private static Sum plain(List<TimeSession> sessions, SessionFilter filter) {
        return sessions.stream()
                .filter(session -> RandomFilters.matches(session, filter))
                .map(session -> new Sum(1, session.workDuration(), session.breakDuration()))
                .reduce(Sum.NONE, Sum::plus);
    }

    private static Sum assertAgree(WebClient reader, SessionFilter filter, Sum expected) throws IOException {
        assertThat(api(filter, reader != PAYROLL)).as("API, %s", filter).isEqualTo(expected);
        assertThat(sum(csv(reader, filter.on("/exports/sessions.csv")), row -> 1L))
                .as("export, %s", filter)
                .isEqualTo(expected);
        for (GroupBy by : GroupBy.values()) {
            String report = filter.on("/exports/reports.csv");
            Sum found = sum(
                    csv(reader, report + (report.contains("?") ? "&" : "?") + "by=" + by.parameter()),
                    row -> Long.parseLong(row.get("sessions")));
            // A session counts once for each of its labor types, its seconds do not.
            assertThat(by == GroupBy.LABOR_TYPE ? new Sum(expected.sessions, found.work, found.breaks) : found)
                    .as("by %s, %s", by.parameter(), filter)
                    .isEqualTo(expected);
            assertThat(found.sessions).isGreaterThanOrEqualTo(expected.sessions);
        }
        assertTiles(reader, filter, expected);
        return expected;
    }

    private static void assertTiles(WebClient reader, SessionFilter filter, Sum expected) {
        var tiles = reader.get(filter.on("/sessions")).html();
        Function<String, String> tile =
                label -> tiles.select(".tile:has(dt:matches(^%s$)) .tile-value".formatted(label))
                        .text();
        if (expected.sessions == 0) {
            assertThat(tiles.select(".empty-title").text())
                    .as("list, %s", filter)
                    .isNotEmpty();
            return;
        }
        assertThat(tile.apply("work")).as("list, %s", filter).isEqualTo(Hours.CLOCK.of(expected.work));
        assertThat(tile.apply("break")).as("list, %s", filter).isEqualTo(Hours.CLOCK.of(expected.breaks));
        assertThat(tile.apply("sessions?")).as("list, %s", filter).isEqualTo("%,d".formatted(expected.sessions));
    }

    private static List<CSVRecord> csv(WebClient reader, String address) throws IOException {
        HttpResponse<byte[]> answer = reader.download(address);
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as("%s: %s", address, text).isEqualTo(200);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text.substring(1)))
                .getRecords();
    }

    private static Sum sum(List<CSVRecord> rows, Function<CSVRecord, Long> sessions) {
        return rows.stream()
                .map(row -> new Sum(
                        sessions.apply(row),
                        Long.parseLong(row.get("work_seconds")),
                        Long.parseLong(row.get("break_seconds"))))
                .reduce(Sum.NONE, Sum::plus);
    }

    /** What a program would add up that walks the API: it has no days there, and no sessions without a labor type. */
    private static Sum api(SessionFilter filter, boolean ofTeam) throws IOException {
        Set<Long> laborTypes = filter.laborTypes();
        SessionFilter asked = filter.during(DateRange.ALL);
        if (laborTypes.contains(0L)) {
            asked = asked.with(Dimension.LABOR_TYPE, Set.of());
        }
        var address = new StringBuilder(asked.on("/api/time_sessions"));
        address.append(address.indexOf("?") < 0 ? '?' : '&').append("per_page=100");
        // No zone is more than 14 hours from UTC.
        if (filter.from() != null) {
            address.append("&min_start_at=").append(filter.from().minusDays(1)).append("T00:00:00Z");
        }
        if (filter.to() != null) {
            address.append("&max_start_at=").append(filter.to().plusDays(2)).append("T00:00:00Z");
        }
        var sum = Sum.NONE;
        String next = address.toString();
        while (!next.isEmpty()) {
            HttpResponse<String> page = SERVER.get(next, KEY);
            assertThat(page.statusCode()).as("%s: %s", next, page.body()).isEqualTo(200);
            for (JsonNode session : JSON.readTree(page.body())) {
                LocalDate day =
                        LocalDate.parse(session.path("start_at").asText().substring(0, "2026-03-08".length()));
                if (filter.days().contains(day)
                        && (!laborTypes.contains(0L) || isOf(laborTypes, session))
                        && (!ofTeam || TEAM.contains(session.at("/user/id").asLong()))) {
                    sum = sum.plus(new Sum(
                            1,
                            session.path("work_duration").asLong(),
                            session.path("break_duration").asLong()));
                }
            }
            var link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
            next = link.find() ? link.group(1).substring(SERVER.url("").length()) : "";
        }
        return sum;
    }

    private static boolean isOf(Set<Long> laborTypes, JsonNode session) {
        JsonNode entries = session.path("time_entries");
        return entries.isEmpty()
                || StreamSupport.stream(entries.spliterator(), /* parallel= */ false)
                        .anyMatch(entry ->
                                laborTypes.contains(entry.at("/labor_type/id").asLong()));
    }
}
