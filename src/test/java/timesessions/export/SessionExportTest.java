package timesessions.export;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import timesessions.account.Readers;
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

/** Exports as they are downloaded, read by other code than what writes them, against the sessions in plain Java. */
class SessionExportTest {
    private static final Instant NOW = Instant.parse("2026-04-10T12:00:00Z");
    private static final TestClock CLOCK = new TestClock(NOW.toString());
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final List<TimeSession> SESSIONS = new ArrayList<>();
    private static final long COMPANY = TestDatabase.company("Pacific Time (US & Canada)");
    private static final Readers READERS = new Readers(SERVER, CLOCK, COMPANY);
    private static final WebClient PAYROLL = READERS.payroll();

    @BeforeAll
    static void writeSessions() {
        var random = new RandomSessions(31);
        // More than are read at once, many of them on one day.
        LongStream.rangeClosed(1, 800).mapToObj(random::withId).forEach(SESSIONS::add);
        LongStream.rangeClosed(1_001, 1_700)
                .mapToObj(id -> session(id).at("2026-05-04T17:00:00Z").build())
                .forEach(SESSIONS::add);
        new SessionWriter(TestDatabase.shared()).write(COMPANY, Source.JETBUILT, SESSIONS);
        SESSIONS.replaceAll(session -> session.asStored().at(NOW));
        SESSIONS.sort(Comparator.comparing(TimeSession::localDate)
                .thenComparing(TimeSession::startAt)
                .thenComparingLong(TimeSession::id));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void holdWhatTheFilterShowsInTheOrderOfDays() throws IOException {
        var filters = new RandomFilters(32);
        for (int i = 0; i < 25; i++) {
            SessionFilter filter = filters.next();
            List<TimeSession> expected = SESSIONS.stream()
                    .filter(session -> RandomFilters.matches(session, filter))
                    .toList();

            List<CSVRecord> rows = csv(PAYROLL.download(address(filter, ".csv", "")));

            assertThat(rows)
                    .as(filter.toString())
                    .extracting(row -> Long.parseLong(row.get("session_id")))
                    .containsExactlyElementsOf(
                            expected.stream().map(TimeSession::id).toList());
            assertThat(sum(rows, "work_seconds"))
                    .isEqualTo(expected.stream()
                            .mapToLong(TimeSession::workDuration)
                            .sum());
            assertThat(sum(rows, "total_seconds")).isEqualTo(secondsOf(expected));
        }
    }

    @Test
    void rowsOfEntriesAddUpToTheirSessions() throws IOException {
        Map<Long, Long> expected = SESSIONS.stream()
                .collect(Collectors.toMap(
                        TimeSession::id, session -> (long) session.workDuration() + session.breakDuration()));

        List<CSVRecord> rows = csv(PAYROLL.download(address(SessionFilter.ALL, ".csv", "&rows=entries")));

        Map<Long, Long> found = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> Long.parseLong(row.get("session_id")),
                        Collectors.summingLong(row -> Long.parseLong(row.get("time_seconds")))));
        expected.values().removeIf(seconds -> seconds == 0);
        found.values().removeIf(seconds -> seconds == 0);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aManagerGetsTheirPeopleOnly() throws IOException {
        WebClient manager = READERS.managerOf("West", 2L, 3L);

        List<CSVRecord> rows = csv(manager.download(address(SessionFilter.ALL, ".csv", "")));

        assertThat(rows).extracting(row -> row.get("person_id")).containsOnly("2", "3");
        assertThat(sum(rows, "total_seconds"))
                .isEqualTo(secondsOf(SESSIONS.stream()
                        .filter(session ->
                                session.user().id() == 2 || session.user().id() == 3)
                        .toList()));
    }

    @Test
    void aSpreadsheetSaysTheSameAndWhatItIs() throws IOException {
        HttpResponse<byte[]> answer = PAYROLL.download("/exports/sessions.xlsx?range=all&user_id=2&q=rack");
        List<TimeSession> expected = SESSIONS.stream()
                .filter(session -> session.user().id() == 2)
                .filter(session -> session.description() != null
                        && List.of(session.description().split("[ ,]+")).contains("rack"))
                .toList();

        try (var book = new ReadableWorkbook(new ByteArrayInputStream(answer.body()))) {
            List<Row> rows = book.getFirstSheet().read();
            List<String> head =
                    rows.getFirst().stream().map(cell -> cell.getText()).toList();
            double days = rows.stream()
                    .skip(1)
                    .map(row -> row.getCellAsNumber(head.indexOf("total")).orElseThrow())
                    .mapToDouble(BigDecimal::doubleValue)
                    .sum();
            assertThat(Math.round(days * 86_400)).isEqualTo(secondsOf(expected));
            assertThat(rows).hasSize(expected.size() + 1);
            Map<String, String> about = book.findSheet("About").orElseThrow().read().stream()
                    .collect(Collectors.toMap(row -> row.getCellText(0), row -> row.getCellText(1)));
            assertThat(about)
                    .containsEntry("People", "Person 2")
                    .containsEntry("Words", "rack")
                    .containsEntry("Days", "All")
                    .containsEntry("Time zone", "Pacific Time (US & Canada)")
                    .containsEntry("Sessions", Integer.toString(expected.size()));
        }
    }

    @Test
    void theNameTellsWhoseHoursOfWhichDaysByWhichClocks() {
        String name = PAYROLL.download("/exports/sessions.csv?from=2026-03-02&to=2026-03-08")
                .headers()
                .firstValue("Content-Disposition")
                .orElseThrow();

        assertThat(name).startsWith("attachment; filename=\"northwind-av_sessions_2026-03-02_2026-03-08_pacific.csv\"");
    }

    @Test
    void programsGetTheSameByTheirKey() throws IOException {
        String key = SERVER.newKey(COMPANY);
        var request = SERVER.request("/api/time_sessions.csv?project_id=none&user_id=1&from=2026-02-01&to=2026-02-28")
                .header("Authorization", "Token token=" + key);
        List<TimeSession> expected = SESSIONS.stream()
                .filter(session -> session.project() == null && session.user().id() == 1)
                .filter(session -> session.localDate().toString().startsWith("2026-02"))
                .toList();

        List<CSVRecord> rows = csv(SERVER.sendForBytes(request));

        assertThat(expected).isNotEmpty();
        assertThat(sum(rows, "total_seconds")).isEqualTo(secondsOf(expected));
        assertThat(rows).hasSameSizeAs(expected);
    }

    @Test
    void whatCannotBeReadIsSaidAndNotLeftOut() {
        String key = SERVER.newKey(COMPANY);

        assertThat(PAYROLL.get("/exports/sessions.csv?from=yesterday").status()).isEqualTo(400);
        assertThat(SERVER.get("/api/time_sessions.csv?rows=days", key).body())
                .contains("\"parameter\":\"rows\"")
                .contains("must be sessions or entries");
        assertThat(SERVER.get("/api/time_sessions.csv?from=2026-03-02&to=2026-03-01", key)
                        .statusCode())
                .isEqualTo(400);
        assertThat(SERVER.send(SERVER.request("/api/time_sessions.csv")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void textsWithQuotesLinesAndFormulasArriveAsText() throws IOException {
        long company = TestDatabase.company("London");
        SessionBuilder.write(
                company,
                session(1).description("He said \"no\",\r\nthen left"),
                session(2).description("=HYPERLINK(\"http://example.com\")"));

        List<CSVRecord> rows = csv(new Readers(SERVER, CLOCK, company)
                .admin()
                .download("/exports/sessions.csv?range=all&separator=semicolon"));

        assertThat(rows)
                .extracting(row -> row.get("description"))
                .containsExactly("He said \"no\",\r\nthen left", "'=HYPERLINK(\"http://example.com\")");
        assertThat(rows).extracting(row -> row.get("work_hours")).containsOnly("1,0000");
    }

    private static String address(SessionFilter filter, String format, String more) {
        return filter.on("/exports/sessions" + format) + more;
    }

    private static List<CSVRecord> csv(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF");
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(text.contains("session_id;") ? ';' : ',')
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text.substring(1)))
                .getRecords();
    }

    private static long sum(List<CSVRecord> rows, String column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
    }

    private static long secondsOf(List<TimeSession> sessions) {
        return sessions.stream()
                .mapToLong(session -> (long) session.workDuration() + session.breakDuration())
                .sum();
    }
}
