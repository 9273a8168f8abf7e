package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timesessions.bench.Counters;
import timesessions.session.SessionWriter;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;
import timesessions.time.RailsTimeZone;

/** What is asked for again costs next to nothing, and is never what was. Two nodes stand beside each other throughout. */
class RepeatedRequestsTest {
    /** A Tuesday morning in Los Angeles. */
    private static final TestClock CLOCK = new TestClock("2026-03-10T18:00:00Z");

    private static final String PUBLIC_URL = "http://hours.example.com";
    private static final TestServer ONE = TestServer.start(CLOCK, Map.of("BASE_URL", PUBLIC_URL));
    private static final TestServer OTHER = TestServer.start(CLOCK, Map.of("BASE_URL", PUBLIC_URL));
    private static final TestServer WITHOUT_MEMORY =
            TestServer.start(CLOCK, Map.of("BASE_URL", PUBLIC_URL, "RESPONSE_CACHE", "0"));
    private static final List<TestServer> NODES = List.of(ONE, OTHER, WITHOUT_MEMORY);

    private static final String API = "/api/time_sessions";
    private static final String LIST = "/sessions?range=all";
    private static final List<String> PAGES = List.of(LIST, "/reports?range=all", "/sessions/1");

    private final Accounts accounts = new Accounts(CLOCK);
    private final long company = TestDatabase.company("Pacific Time (US & Canada)");
    private final Actor actor = Actor.commandLine(company);
    private final String key = ONE.newKey(company);
    private final SessionWriter writer = new SessionWriter(TestDatabase.shared());

    RepeatedRequestsTest() {
        SessionBuilder.write(company, session(1).description("rack"), session(2).by(2));
    }

    @AfterAll
    static void stop() {
        NODES.forEach(TestServer::close);
    }

    // What it costs

    @Test
    void whoHasTheAnswerIsToldSoForOneStatementOnAnyNode() throws Exception {
        String tag = tag(ONE.get(API, key));
        for (TestServer node : NODES) {
            assertThat(asking(node, API, tag).statusCode()).isEqualTo(304);
            assertThat(statements(() -> asking(node, API, tag))).isEqualTo(1);
        }
        String ofOne = tag(ONE.get(API + "/1", key));
        assertThat(statements(() -> asking(OTHER, API + "/1", ofOne))).isEqualTo(1);
    }

    @Test
    void theSameAnswerIsGivenAgainForOneStatement() throws Exception {
        HttpResponse<String> first = ONE.get(API + "?per_page=1", key);

        assertThat(statements(() -> {
                    HttpResponse<String> again = ONE.get(API + "?per_page=1", key);
                    assertThat(again.body()).isEqualTo(first.body());
                    assertThat(again.headers().map()).isEqualTo(first.headers().map());
                }))
                .isEqualTo(1);
        assertThat(statements(() -> WITHOUT_MEMORY.get(API + "?per_page=1", key)))
                .isGreaterThan(1);
    }

    private static List<String> pages() {
        return PAGES;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePageIsGivenAgainForOneStatement(String page) throws Exception {
        Team team = accounts.team(company, "Team", 1L);
        for (WebClient reader : List.of(
                browser(ONE, accounts.create(company, Role.PAYROLL)),
                browser(ONE, accounts.create(company, Role.MANAGER, team.id())))) {
            WebClient.Page first = reader.get(page);
            assertThat(first.status()).isEqualTo(200);

            assertThat(statements(() -> {
                        WebClient.Page again = reader.get(page);
                        assertThat(again.body()).isEqualTo(first.body());
                        assertThat(again.response().headers().map())
                                .isEqualTo(first.response().headers().map());
                    }))
                    .isEqualTo(1);
            assertThat(first.header("Cache-Control")).isEqualTo("private, no-store");
            assertThat(first.header("ETag")).isEmpty();
        }
    }

    // That it is right

    @Test
    void whateverIsWrittenIsInTheNextAnswerOfEveryNode() {
        WebClient[] browsers = NODES.stream()
                .map(node -> browser(node, accounts.create(company, Role.ADMIN)))
                .toArray(WebClient[]::new);
        String before = tag(ONE.get(API, key));
        assertThat(sessionsSeen(browsers)).containsOnly("2");

        SessionBuilder.write(company, session(3));
        assertThat(sessionsSeen(browsers)).containsOnly("3");
        NODES.forEach(node -> assertThat(asking(node, API, before).statusCode()).isEqualTo(200));

        writer.remove(company, List.of(3L));
        assertThat(sessionsSeen(browsers)).containsOnly("2");

        SessionBuilder.write(company, session(1).by(5).description("switch").updated("2026-03-09T18:00:00Z"));
        for (int i = 0; i < browsers.length; i++) {
            assertThat(NODES.get(i).get(API + "/1", key).body()).contains("switch", "Person 5");
            assertThat(browsers[i].get("/sessions/1").body()).contains("switch", "Person 5");
            assertThat(browsers[i].get(LIST).body()).contains("Person 5").doesNotContain("Ada Lovelace");
        }
    }

    @Test
    void whatIsTheSameAfterAWriteIsNotSentAgainAndKnownByItsNewState() throws Exception {
        String before = tag(ONE.get(API + "/1", key));
        ONE.get(API + "/1", key);
        SessionBuilder.write(company, session(3));

        for (TestServer node : List.of(OTHER, ONE, ONE)) {
            HttpResponse<String> after = asking(node, API + "/1", before);
            assertThat(after.statusCode()).isEqualTo(304);
            assertThat(tag(after)).isNotEqualTo(before);
            assertThat(statements(() -> asking(WITHOUT_MEMORY, API + "/1", tag(after))))
                    .isEqualTo(1);
        }
    }

    @Test
    void aBatchThatChangesNothingLeavesEveryAnswerGood() throws Exception {
        String before = tag(ONE.get(API, key));
        SessionBuilder.write(company, session(1).description("rack"));

        assertThat(statements(() -> asking(ONE, API, before))).isEqualTo(1);
    }

    @Test
    void timesAreGivenInTheZoneThatTheCompanyHasNow() {
        assertThat(OTHER.get(API, key).body()).contains("\"created_at\":\"2026-03-02T10:00:00.000-08:00\"");
        Company before = accounts.companies.find(company).orElseThrow();

        accounts.companies.save(
                actor,
                new Company(
                        company, before.name(), RailsTimeZone.of("UTC"), before.firstDayOfWeek(), before.payPeriod()));

        assertThat(OTHER.get(API, key).body()).contains("\"created_at\":\"2026-03-02T18:00:00.000Z\"");
    }

    @Test
    void aManagerSeesThePeopleOfTheTeamsAsTheyAreNow() {
        Team team = accounts.team(company, "Team", 1L);
        Account manager = accounts.create(company, Role.MANAGER, team.id());
        WebClient browser = browser(OTHER, manager);
        assertThat(people(browser)).containsExactly("Ada Lovelace");

        accounts.teams.add(actor, company, team.id(), Set.of(2L));
        assertThat(people(browser)).containsExactly("Ada Lovelace", "Person 2");
        accounts.teams.remove(actor, company, team.id(), Set.of(1L));
        assertThat(people(browser)).containsExactly("Person 2");
        accounts.teams.setManagers(actor, company, team.id(), Set.of());
        assertThat(people(browser)).isEmpty();
        accounts.teams.setManagers(actor, company, team.id(), Set.of(manager.id()));
        assertThat(people(browser)).containsExactly("Person 2");
        accounts.teams.delete(actor, company, team.id());
        assertThat(people(browser)).isEmpty();
    }

    @Test
    void anotherRoleSeesWhatItMaySeeAtOnce() {
        Account account = accounts.create(company, Role.PAYROLL);
        WebClient browser = browser(ONE, account);
        assertThat(people(browser)).hasSize(2);
        Email email = new Email(account.email());

        accounts.accounts.change(
                actor, company, account.id(), new AccountQueries.Details(email, "Renamed", Role.MANAGER, Set.of()));
        assertThat(people(browser)).isEmpty();
        assertThat(browser.get(LIST).html().text()).contains("Renamed");

        accounts.accounts.disable(actor, company, account.id());
        assertThat(browser.get(LIST).status()).isEqualTo(303);
    }

    @Test
    void aRevokedKeyAndABrowserSignedOutGetNothing() {
        HttpResponse<String> first = ONE.get(API, key);
        ApiTokenQueries keys = new ApiTokenQueries(TestDatabase.shared(), CLOCK);
        keys.revoke(actor, company, keys.list(company).getFirst().id());
        assertThat(ONE.get(API, key).statusCode()).isEqualTo(401);
        assertThat(asking(ONE, API, tag(first)).statusCode()).isEqualTo(401);

        Account account = accounts.create(company, Role.ADMIN);
        String login = accounts.signIn(account).text();
        WebClient browser = browser(ONE, login);
        assertThat(browser.get(LIST).status()).isEqualTo(200);
        browser.post(LIST, "/sign-out");
        assertThat(browser(ONE, login).get(LIST).status()).isEqualTo(303);
    }

    @Test
    void runningClocksTick() throws Exception {
        SessionBuilder.write(company, session(3).at("2026-03-10T17:00:00Z").running());
        WebClient browser = browser(ONE, accounts.create(company, Role.ADMIN));
        HttpResponse<String> first = ONE.get(API + "/3", key);
        assertThat(first.body()).contains("\"duration\":3600");
        assertThat(statements(() -> asking(OTHER, API + "/3", tag(first)))).isEqualTo(1);
        String work = browser.get("/sessions/3").body();
        String sums = browser.get("/reports?range=all").body();
        assertThat(browser.get("/sessions/3").body()).isEqualTo(work);
        String ofOthers = tag(ONE.get(API + "/1", key));

        CLOCK.advance(Duration.ofSeconds(60));

        assertThat(asking(OTHER, API + "/3", tag(first)).statusCode()).isEqualTo(200);
        assertThat(ONE.get(API + "/3", key).body()).contains("\"duration\":3660");
        assertThat(ONE.get(API + "?per_page=10", key).body()).contains("\"duration\":3660");
        assertThat(browser.get("/sessions/3").body()).isNotEqualTo(work);
        assertThat(browser.get("/reports?range=all").body()).isNotEqualTo(sums);
        assertThat(statements(() -> asking(ONE, API + "/1", ofOthers))).isEqualTo(1);
    }

    @Test
    void todayIsAnotherDayAfterMidnight() {
        var clock = new TestClock("2026-03-11T06:59:59Z");
        try (var server = TestServer.start(clock)) {
            SessionBuilder.write(company, session(3).at("2026-03-10T17:00:00Z"));
            WebClient browser =
                    new WebClient(server).withCookie("time_sessions_login", SignedInClient.adminToken(clock, company));
            assertThat(browser.get("/sessions?range=today").body()).contains("row");
            assertThat(count(browser.get("/sessions?range=today"))).isEqualTo("1");

            clock.advance(Duration.ofSeconds(1));

            assertThat(count(browser.get("/sessions?range=today"))).isEqualTo("0");
        }
    }

    @Test
    void aPageIsOfItsBrowserAndOfWhatItsReaderHasChosen() {
        Account account = accounts.create(company, Role.ADMIN);
        WebClient browser = browser(ONE, account);
        WebClient second = browser(ONE, account);
        String page = browser.get(LIST).body();
        assertThat(second.get(LIST).body()).isNotEqualTo(page);
        assertThat(browser.get(LIST, "HX-Request", "true", "HX-Target", "results")
                        .body())
                .isNotEqualTo(page);

        browser.withCookie("theme", "dark");
        assertThat(browser.get(LIST).body()).contains("data-bs-theme=\"dark\"");
        assertThat(browser.get(LIST).html().select(".tile-value").text()).startsWith("2:00");
        browser.post(LIST, "/sessions/columns", "hours", "decimal", "next", LIST);
        assertThat(browser.get(LIST).html().select(".tile-value").text()).startsWith("2.00");
    }

    @Test
    void theFormsOfAPageThatIsGivenAgainAreGood() {
        WebClient browser = browser(ONE, accounts.create(company, Role.ADMIN));
        browser.get(LIST);
        assertThat(browser.post(LIST, "/views", "name", "Mine", "address", LIST).status())
                .isEqualTo(303);
        assertThat(browser.get(LIST).html().select(".views-items").text()).contains("Mine");
    }

    @Test
    void whatWasDoneIsSaidOnce() {
        WebClient browser = browser(ONE, accounts.create(company, Role.ADMIN));
        browser.get(LIST);
        browser.withCookie("time_sessions_notice", "TEAM_CREATED.1");

        assertThat(browser.get(LIST).html().select(".notice").text()).contains("team is created");
        assertThat(browser.get(LIST).html().select(".notice")).isEmpty();
    }

    @Test
    void whoTakesItCompressedIsGivenTheSame() throws IOException {
        SessionBuilder.write(
                company,
                LongStream.range(10, 30).mapToObj(SessionBuilder::session).toArray(SessionBuilder[]::new));
        String plain = ONE.get(API, key).body();
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> zipped = ONE.sendForBytes(ONE.request(API)
                    .header("Authorization", "Token token=" + key)
                    .header("Accept-Encoding", "gzip"));
            assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
            try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain);
            }
            HttpResponse<String> again = ONE.get(API, key);
            assertThat(again.body()).isEqualTo(plain);
            assertThat(again.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void whatIsRefusedIsRefusedAgain() {
        assertThat(ONE.get(API, key).statusCode()).isEqualTo(200);
        HttpResponse<String> asPage = ONE.send(
                ONE.request(API).header("Authorization", "Token token=" + key).header("Accept", "text/html"));
        assertThat(asPage.statusCode()).isEqualTo(406);
        assertThat(ONE.get(API + "/9", key).statusCode()).isEqualTo(404);
        SessionBuilder.write(company, session(9));
        assertThat(ONE.get(API + "/9", key).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherCompanyWithTheSameSessionsIsAnotherState() {
        long second = TestDatabase.company("Pacific Time (US & Canada)");
        SessionBuilder.write(second, session(1).description("router"));
        HttpResponse<String> theirs = ONE.get(API + "/1", ONE.newKey(second));

        assertThat(theirs.body()).contains("router");
        assertThat(ONE.get(API + "/1", key).body()).contains("rack");
        assertThat(asking(ONE, API + "/1", tag(theirs)).statusCode()).isEqualTo(200);
    }

    // Help

    /** As many as it mostly took: what else uses the database has something to do now and then. */
    private static long statements(Counters.Work work) throws Exception {
        var counts = new ArrayList<Long>();
        try (var counters = new Counters(TestDatabase.url())) {
            for (int i = 0; i < 15; i++) {
                counts.add(counters.of(work).statements());
            }
        }
        Collections.sort(counts);
        return counts.get(counts.size() / 2);
    }

    private HttpResponse<String> asking(TestServer node, String path, String tag) {
        return node.send(
                node.request(path).header("Authorization", "Token token=" + key).header("If-None-Match", tag));
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private WebClient browser(TestServer node, Account account) {
        return browser(node, accounts.signIn(account).text());
    }

    private static WebClient browser(TestServer node, String login) {
        return new WebClient(node).withCookie("time_sessions_login", login);
    }

    /** As many as programs and browsers are told of by all nodes, twice each. */
    private Set<String> sessionsSeen(WebClient... browsers) {
        var seen = new TreeSet<String>();
        for (int i = 0; i < 2; i++) {
            for (TestServer node : NODES) {
                seen.add(
                        node.get(API, key).headers().firstValue("X-Total-Count").orElseThrow());
            }
            for (WebClient browser : browsers) {
                seen.add(count(browser.get(LIST)));
            }
        }
        return seen;
    }

    private static String count(WebClient.Page list) {
        return list.html().select(".tile").stream()
                .filter(tile -> tile.select("dt").text().startsWith("session"))
                .map(tile -> tile.select(".tile-value").text())
                .findFirst()
                .orElse("0");
    }

    private static Set<String> people(WebClient browser) {
        browser.get(LIST);
        String text = browser.get(LIST).html().select("#results").text();
        return new TreeSet<>(
                Stream.of("Ada Lovelace", "Person 2").filter(text::contains).toList());
    }
}
