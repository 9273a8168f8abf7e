package timesessions.session;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.directory.Named;
import timesessions.ingest.Importer;
import timesessions.ingest.JetbuiltSource;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.time.RailsTimeZone;

/** The contract of the JSON API, row by row. */
class SessionApiTest {
    private static final String SESSIONS = "/api/time_sessions";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"([a-z]+)\"");
    private static final TestClock CLOCK = new TestClock("2026-04-10T12:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final SessionWriter WRITER = new SessionWriter(TestDatabase.shared());

    /** Of a company with sixty sessions of every shape. */
    private static String key = "";

    @BeforeAll
    static void writeSessions() {
        long company = newCompany();
        var random = new RandomSessions(5);
        write(company, LongStream.rangeClosed(1, 60).mapToObj(random::withId).toList());
        key = SERVER.newKey(company);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    // The object

    @Test
    void theExampleOfTheDocumentationComesBackFieldByField() throws IOException {
        long company = newCompany();
        String example = Files.readString(Path.of("src/test/resources/time_sessions.example.json"));
        importAll(company, example);

        String answer = SERVER.get(SESSIONS, SERVER.newKey(company)).body();

        String trimmed = example.replace("\"Installation \"", "\"Installation\"");
        assertThat(answer).isEqualTo(JSON.writeValueAsString(JSON.readTree(trimmed)));
    }

    @Test
    void oneSessionIsTheSameObjectAsInTheList() {
        String list = SERVER.get(SESSIONS + "?per_page=1", key).body();

        assertThat("[" + SERVER.get(SESSIONS + "/1", key).body() + "]").isEqualTo(list);
    }

    @Test
    void everyRailsZoneIsGivenBackByItsNameAndWithItsOffsetOnBothSidesOfAChange() throws IOException {
        long company = newCompany();
        var sessions = new ArrayList<TimeSession>();
        for (RailsTimeZone zone : RailsTimeZone.all()) {
            for (Instant start : List.of(
                    Instant.parse("2026-01-15T12:00:00Z"),
                    Instant.parse("2026-07-15T12:00:00Z"),
                    nextChange(zone).minusMillis(1),
                    nextChange(zone))) {
                sessions.add(session(sessions.size() + 1, start, zone.name()));
            }
        }
        write(company, sessions);
        String companyKey = SERVER.newKey(company);

        for (int page = 1; page <= Math.ceilDiv(sessions.size(), 100); page++) {
            for (JsonNode row : JSON.readTree(SERVER.get(SESSIONS + "?per_page=100&page=" + page, companyKey)
                    .body())) {
                TimeSession sent = sessions.get(row.get("id").asInt() - 1);
                RailsTimeZone zone = RailsTimeZone.of(sent.timeZone());
                assertThat(row.get("time_zone").asText()).isEqualTo(sent.timeZone());
                assertThat(row.get("start_at").asText())
                        .isEqualTo(printed(sent.startAt(), zone))
                        .satisfies(text -> assertThat(OffsetDateTime.parse(text).toInstant())
                                .isEqualTo(sent.startAt()));
            }
        }
    }

    @Test
    void utcEndsInZAndLondonInWinterInItsOffset() throws IOException {
        long company = newCompany();
        Instant winter = Instant.parse("2026-01-15T12:00:00.5Z");
        write(
                company,
                List.of(session(1, winter, "UTC"), session(2, winter, "London"), session(3, winter, "Chatham Is.")));

        JsonNode rows =
                JSON.readTree(SERVER.get(SESSIONS, SERVER.newKey(company)).body());

        assertThat(rows.findValuesAsText("start_at"))
                .containsExactly(
                        "2026-01-15T12:00:00.500Z", "2026-01-15T12:00:00.500+00:00", "2026-01-16T01:45:00.500+13:45");
    }

    @Test
    void createdAndUpdatedAreInTheZoneOfTheCompany() throws IOException {
        long company = newCompany();
        write(company, List.of(session(1, Instant.parse("2026-01-15T12:00:00Z"), "Tokyo")));

        JsonNode row = JSON.readTree(
                SERVER.get(SESSIONS + "/1", SERVER.newKey(company)).body());

        assertThat(row.get("start_at").asText()).isEqualTo("2026-01-15T21:00:00.000+09:00");
        assertThat(row.get("created_at").asText()).isEqualTo("2026-01-15T04:00:00.000-08:00");
    }

    @Test
    void aRunningSessionCountsUpToTheMomentOfTheAnswer() throws IOException {
        long company = newCompany();
        Instant start = CLOCK.instant().minusSeconds(3_600);
        var ended = entry(1, start, start.plusSeconds(1_000), EntryType.WORK);
        var running = entry(2, start.plusSeconds(1_000), null, EntryType.BREAK);
        write(company, List.of(running(1, start, List.of(ended, running))));
        String companyKey = SERVER.newKey(company);

        JsonNode before = JSON.readTree(SERVER.get(SESSIONS + "/1", companyKey).body());
        CLOCK.advance(Duration.ofSeconds(5));
        JsonNode after = JSON.readTree(SERVER.get(SESSIONS + "/1", companyKey).body());

        assertThat(before.get("end_at").isNull()).isTrue();
        assertThat(before.get("duration").asInt()).isEqualTo(3_600);
        assertThat(before.get("work_duration").asInt()).isEqualTo(1_000);
        assertThat(after.get("break_duration").asInt()).isEqualTo(2_605);
        assertThat(after.get("time_entries").get(1).get("duration").asInt()).isEqualTo(2_605);
    }

    @Test
    void bytesAreUtf8WithoutHtmlEscapes() {
        long company = newCompany();
        write(company, List.of(described(1, "Résumé <b>A/V</b> & \"racks\" 日本 😀\u2028")));

        HttpResponse<String> answer = SERVER.get(SESSIONS + "/1", SERVER.newKey(company));

        assertThat(header(answer, "Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.body()).contains("\"Résumé <b>A/V</b> & \\\"racks\\\" 日本 😀\u2028\"");
    }

    // Paging

    @Test
    void pagesHoldTwentyFiveAndSayWhereTheOthersAre() {
        HttpResponse<String> first = SERVER.get(SESSIONS, key);
        HttpResponse<String> middle = SERVER.get(SESSIONS + "?page=2&per_page=25", key);
        HttpResponse<String> last = SERVER.get(SESSIONS + "?page=3", key);

        assertThat(ids(first)).hasSize(25).startsWith(1L).endsWith(25L);
        assertThat(header(first, "X-Total-Count")).isEqualTo("60");
        assertThat(relations(first)).containsExactly("last", "next");
        assertThat(relations(middle)).containsExactly("first", "prev", "last", "next");
        assertThat(relations(last)).containsExactly("first", "prev");
        assertThat(link(first, "last")).isEqualTo(SERVER.url(SESSIONS + "?page=3"));
        assertThat(link(middle, "first")).isEqualTo(SERVER.url(SESSIONS + "?per_page=25&page=1"));
        assertThat(ids(last)).hasSize(10).endsWith(60L);
    }

    @Test
    void aSinglePageHasNoLinks() {
        assertThat(SERVER.get(SESSIONS + "?per_page=100", key).headers().firstValue("Link"))
                .isEmpty();
    }

    @Test
    void aPagePastTheEndIsEmptyAndLeadsBack() {
        HttpResponse<String> answer = SERVER.get(SESSIONS + "?page=9", key);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
        assertThat(relations(answer)).containsExactly("first", "prev", "last");
        assertThat(link(answer, "prev")).isEqualTo(SERVER.url(SESSIONS + "?page=3"));
        assertThat(SERVER.get(SESSIONS + "?page=99999999999999999999999", key).body())
                .isEqualTo("[]");
    }

    @Test
    void linksKeepEveryOtherParameter() {
        HttpResponse<String> answer =
                SERVER.get(SESSIONS + "?per_page=10&mine=a%20%3E%22b&min_start_at=2026-1-1&page=2", key);

        assertThat(link(answer, "next"))
                .startsWith(SERVER.url(SESSIONS + "?per_page=10&mine=a+%3E%22b&min_start_at=2026-1-1&page=3&cursor="));
    }

    @Test
    void followingTheLinksWalksOverEverySessionOnceAlsoWhileOthersComeIn() {
        long company = newCompany();
        var random = new RandomSessions(6);
        write(
                company,
                LongStream.rangeClosed(1, 40)
                        .mapToObj(i -> random.withId(i * 10))
                        .toList());
        String companyKey = SERVER.newKey(company);

        HttpResponse<String> page = SERVER.get(SESSIONS + "?per_page=7", companyKey);
        var walked = new ArrayList<>(ids(page));
        write(company, List.of(random.withId(1), random.withId(11)));
        while (relations(page).contains("next")) {
            page = follow(page, "next", companyKey);
            walked.addAll(ids(page));
        }

        assertThat(walked)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 40).map(i -> i * 10).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"page=0", "page=-1", "page=x", "page=", "page=1.5", "per_page=0", "per_page=101", "cursor=zzz"})
    void aPageThatIsNoneIsRefusedByName(String query) throws IOException {
        assertRefused(query, query.substring(0, query.indexOf('=')));
    }

    @Test
    void aPageCostsTheSameStatementsWhereverItIs() {
        long first = statementsFor("?per_page=5");
        long middle = statementsFor("?per_page=5&page=6");
        long last = statementsFor("?per_page=5&page=12");

        assertThat(List.of(middle, last)).containsOnly(first);
        assertThat(first).isLessThanOrEqualTo(6);
    }

    // Filters

    @Test
    void datesAndTimesAreReadInTheirOddForms() {
        long company = newCompany();
        write(
                company,
                List.of(
                        session(1, Instant.parse("2023-07-28T22:33:33Z"), "UTC"),
                        session(2, Instant.parse("2023-07-28T22:33:34Z"), "UTC")));
        String companyKey = SERVER.newKey(company);

        for (String form : List.of(
                "2023-7-28 15:33:33 -700",
                "2023-7-28T15:33:33-700",
                "2023-07-28T15:33:33.000-07:00",
                "20230728T223333Z",
                "2023-209T22:33:33Z",
                "2023-7-29 5:33:33  700")) {
            String encoded = URLEncoder.encode(form, StandardCharsets.UTF_8);
            assertThat(ids(SERVER.get(SESSIONS + "?max_start_at=" + encoded, companyKey)))
                    .as(form)
                    .containsExactly(1L);
            assertThat(ids(SERVER.get(SESSIONS + "?min_created_at=" + encoded, companyKey)))
                    .as(form)
                    .containsExactly(1L, 2L);
        }
        assertThat(ids(SERVER.get(SESSIONS + "?min_updated_at=2023-7-29", companyKey)))
                .isEmpty();
        assertThat(ids(SERVER.get(SESSIONS + "?max_updated_at=2023-7-29", companyKey)))
                .containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @CsvSource({
        "min_created_at=yesterday",
        "max_updated_at=2023-02-30",
        "min_start_at=",
        "user_id=x",
        "user_id=none",
        "project_id=-1",
        "category_id=1.5",
        "labor_type_id=",
        "running=yes",
        "sort=name",
        "q=!!!",
        "q=%ff"
    })
    void whatCannotBeReadIsRefusedByName(String query) throws IOException {
        assertRefused(query, query.substring(0, query.indexOf('=')));
    }

    @Test
    void idsMayRepeatAndNoneAsksForThoseWithout() throws IOException {
        JsonNode all = JSON.readTree(SERVER.get(SESSIONS + "?per_page=100", key).body());
        var expected = new ArrayList<Long>();
        for (JsonNode row : all) {
            boolean person = row.get("user").get("id").asLong() <= 2;
            if (person && row.get("project").isNull()) {
                expected.add(row.get("id").asLong());
            }
        }

        assertThat(ids(SERVER.get(SESSIONS + "?user_id=1&user_id=2&project_id=none&per_page=100", key)))
                .isEqualTo(expected)
                .isNotEmpty();
    }

    @Test
    void sortsByEachColumnInBothDirections() throws IOException {
        for (String column : List.of("id", "start_at", "updated_at")) {
            var ascending = ids(SERVER.get(SESSIONS + "?per_page=100&sort=" + column, key));
            var descending = ids(SERVER.get(SESSIONS + "?per_page=100&sort=-" + column, key));

            assertThat(ascending).hasSize(60).isEqualTo(descending.reversed());
        }
    }

    @Test
    void unknownParametersAreIgnored() {
        assertThat(SERVER.get(SESSIONS + "?whatever=1", key).body())
                .isEqualTo(SERVER.get(SESSIONS, key).body());
    }

    // Authentication, versions, limits, errors

    @Test
    void aKeyIsTakenInEachOfItsForms() {
        for (String form : List.of(
                "Token token=" + key,
                "Token token=\"" + key + "\"",
                "token token=\"" + key + "\", nonce=\"x\"",
                "Bearer " + key,
                "bearer " + key)) {
            assertThat(SERVER.send(SERVER.request(SESSIONS).header("Authorization", form))
                            .statusCode())
                    .as(form)
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutAGoodKeyEverythingIsTheSame401() {
        HttpResponse<String> none = SERVER.send(SERVER.request(SESSIONS));

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(header(none, "WWW-Authenticate")).isEqualTo("Token realm=\"Application\"");
        for (String form : List.of(
                "Token token=ts_nope", "Basic abc", "Token token=" + key.replaceAll(".$", "-"), "Token", "Bearer ")) {
            HttpResponse<String> answer =
                    SERVER.send(SERVER.request(SESSIONS + "/1").header("Authorization", form));
            assertThat(answer.statusCode()).as(form).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(none.body());
        }
    }

    @Test
    void aSessionOfAnotherCompanyIsLikeOneThatNeverWas() {
        String stranger = SERVER.newKey(newCompany());

        HttpResponse<String> foreign = SERVER.get(SESSIONS + "/1", stranger);
        assertThat(foreign.statusCode()).isEqualTo(404);
        for (String id : List.of("999999999", "0", "abc", "99999999999999999999", "-1", "1.5")) {
            HttpResponse<String> never = SERVER.get(SESSIONS + "/" + id, stranger);
            assertThat(never.statusCode()).isEqualTo(404);
            assertThat(never.body()).isEqualTo(foreign.body());
        }
        assertThat(SERVER.get(SESSIONS, stranger).body()).isEqualTo("[]");
        assertThat(SERVER.get(SESSIONS + "?user_id=1", stranger).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.jetbuilt.v1 | 200",
                "application/vnd.jetbuilt.v1+json | 200",
                "application/json | 200",
                "*/* | 200",
                "text/html, */*;q=0.1 | 200",
                "APPLICATION/JSON; charset=utf-8 | 200",
                "application/vnd.jetbuilt.v2 | 406",
                "text/html | 406",
                "application/json;q=0 | 406",
                "nonsense | 406"
            })
    void onlyVersionOneAsJsonIsServed(String accept, int status) {
        HttpResponse<String> answer = SERVER.send(SERVER.request(SESSIONS)
                .header("Authorization", "Token token=" + key)
                .header("Accept", accept));

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"})
    void otherMethodsAreRefusedWithThoseAllowed(String method) {
        for (String path : List.of(SESSIONS, SESSIONS + "/1")) {
            HttpResponse<String> answer = SERVER.send(SERVER.request(path)
                    .header("Authorization", "Token token=" + key)
                    .method(method, noBody()));
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void unknownPathsAre404InJson() throws IOException {
        HttpResponse<String> answer = SERVER.get("/api/nothing", key);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).get("error").get("code").asText())
                .isEqualTo("not_found");
    }

    @Test
    void addressesThatTheServerCannotReadAreToldInJsonToo() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
            socket.getOutputStream()
                    .write("GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"code\":\"bad_request\"")
                    .doesNotContain("jetty");
        }
    }

    @Test
    void fiftyRequestsInTenSecondsAndThenAPauseUntilTheWindowMovesOn() {
        var clock = new TestClock("2026-04-10T12:00:00Z");
        try (var limited = TestServer.start(clock, Map.of("RATE_LIMIT", "50", "TRUSTED_PROXIES", "127.0.0.1"))) {
            for (int i = 0; i < 50; i++) {
                assertThat(from(limited, "198.51.100.7").statusCode()).isEqualTo(401);
            }
            clock.advance(Duration.ofMillis(2_500));
            HttpResponse<String> refused = from(limited, "198.51.100.7");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Retry-After")).isEqualTo("8");
            assertThat(from(limited, "198.51.100.8").statusCode()).isEqualTo(401);

            clock.advance(Duration.ofSeconds(8));
            assertThat(from(limited, "198.51.100.7").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whatProxiesSayIsBelievedOnlyOfThoseThatAreTrusted() {
        assertThat(link(forwarded(SERVER), "next")).startsWith("http://127.0.0.1:");
        try (var behind = TestServer.start(CLOCK, Map.of("TRUSTED_PROXIES", "127.0.0.0/8"))) {
            assertThat(link(forwarded(behind), "next")).startsWith("https://hours.example.com/api/time_sessions?");
        }
        try (var configured = TestServer.start(CLOCK, Map.of("BASE_URL", "https://time.example.org/x/"))) {
            assertThat(link(forwarded(configured), "next")).startsWith("https://time.example.org/x/api/time_sessions?");
        }
    }

    // Beyond the contract

    @Test
    void whoHasTheAnswerAlreadyGets304() {
        HttpResponse<String> first = SERVER.get(SESSIONS, key);
        HttpResponse<String> again = SERVER.send(SERVER.request(SESSIONS)
                .header("Authorization", "Token token=" + key)
                .header("If-None-Match", "\"other\", " + header(first, "ETag")));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
        assertThat(header(again, "Cache-Control")).isEqualTo(header(first, "Cache-Control"));
        assertThat(header(again, "Vary")).isEqualTo(header(first, "Vary"));
    }

    @Test
    void compressesForThoseWhoTakeIt() throws IOException {
        HttpResponse<byte[]> zipped = SERVER.sendForBytes(SERVER.request(SESSIONS)
                .header("Authorization", "Token token=" + key)
                .header("Accept-Encoding", "gzip"));

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.headers().firstValue("Vary").orElse("")).contains("Accept-Encoding");
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SERVER.get(SESSIONS, key).body());
        }
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        HttpResponse<String> get = SERVER.get(SESSIONS, key);
        HttpResponse<String> head = SERVER.send(SERVER.request(SESSIONS)
                .header("Authorization", "Token token=" + key)
                .method("HEAD", noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Length", "X-Total-Count", "Link", "ETag")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
        }
    }

    private static long newCompany() {
        return TestDatabase.company("Pacific Time (US & Canada)");
    }

    private static void write(long company, List<TimeSession> sessions) {
        WRITER.write(company, Source.JETBUILT, sessions);
    }

    private static void importAll(long company, String json) {
        new Importer(batch -> WRITER.write(company, Source.JETBUILT, batch), sessions -> {})
                .run(new JetbuiltSource(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
    }

    private static Instant nextChange(RailsTimeZone zone) {
        var transition = zone.zone().getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
        return transition == null ? Instant.parse("2026-03-08T10:00:00Z") : transition.getInstant();
    }

    private static String printed(Instant instant, RailsTimeZone zone) {
        String pattern = zone.name().equals("UTC") ? "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'" : "uuuu-MM-dd'T'HH:mm:ss.SSSxxx";
        return DateTimeFormatter.ofPattern(pattern).format(instant.atZone(zone.zone()));
    }

    private static TimeSession session(long id, Instant start, String zone) {
        return new TimeSession(
                id,
                start,
                start.plusSeconds(60),
                zone,
                60,
                60,
                0,
                0,
                null,
                start,
                start,
                false,
                new Named(1, "Joe"),
                null,
                null,
                List.of());
    }

    private static TimeSession described(long id, String description) {
        Instant start = Instant.parse("2026-01-15T12:00:00Z");
        return new TimeSession(
                id,
                start,
                start,
                "UTC",
                0,
                0,
                0,
                0,
                description,
                start,
                start,
                false,
                new Named(1, "Joe"),
                null,
                null,
                List.of());
    }

    private static TimeSession running(long id, Instant start, List<TimeEntry> entries) {
        return new TimeSession(
                id, start, null, "UTC", 0, 0, 0, 0, null, start, start, true, new Named(1, "Joe"), null, null, entries);
    }

    private static TimeEntry entry(long id, Instant start, @Nullable Instant end, EntryType type) {
        int seconds = end == null ? 0 : (int) Duration.between(start, end).toSeconds();
        return new TimeEntry(id, start, end, "UTC", seconds, start, start, type, end == null, null);
    }

    private static HttpResponse<String> from(TestServer server, String address) {
        return server.send(server.request(SESSIONS).header("X-Forwarded-For", address));
    }

    private static HttpResponse<String> forwarded(TestServer server) {
        return server.send(server.request(SESSIONS)
                .header("Authorization", "Token token=" + key)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "hours.example.com"));
    }

    private static void assertRefused(String query, String parameter) throws IOException {
        HttpResponse<String> answer = SERVER.get(SESSIONS + "?" + query, key);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body()).get("error");
        assertThat(error.get("status").asInt()).isEqualTo(400);
        assertThat(error.get("code").asText()).isEqualTo("bad_request");
        assertThat(error.get("parameter").asText()).isEqualTo(parameter);
        assertThat(error.get("message").asText()).startsWith(parameter + " ");
    }

    private static long statementsFor(String query) {
        SERVER.get(SESSIONS + query, key);
        long before = selects();
        SERVER.get(SESSIONS + query, key);
        return selects() - before;
    }

    private static long selects() {
        return TestDatabase.shared()
                .read(db ->
                        db.fetchSingle("SHOW GLOBAL STATUS LIKE 'Com_select'").get(1, Long.class));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("(none)");
    }

    private static List<Long> ids(HttpResponse<String> answer) {
        try {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var ids = new ArrayList<Long>();
            JSON.readTree(answer.body()).forEach(row -> ids.add(row.get("id").asLong()));
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> relations(HttpResponse<?> answer) {
        return LINK.matcher(header(answer, "Link"))
                .results()
                .map(found -> found.group(2))
                .toList();
    }

    private static String link(HttpResponse<?> answer, String relation) {
        return LINK.matcher(header(answer, "Link"))
                .results()
                .filter(found -> found.group(2).equals(relation))
                .map(found -> Objects.requireNonNull(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> follow(HttpResponse<?> answer, String relation, String key) {
        URI next = URI.create(link(answer, relation));
        return SERVER.get(next.getRawPath() + "?" + next.getRawQuery(), key);
    }
}
