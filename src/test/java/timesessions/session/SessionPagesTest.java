package timesessions.session;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.Company;
import timesessions.account.Readers;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;
import timesessions.time.Hours;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;
import timesessions.web.Params;

/** What the list of sessions shows and links to, as a browser without scripts and one with them ask for it. */
class SessionPagesTest {
    /** A Tuesday. */
    private static final TestClock CLOCK = new TestClock("2026-03-10T18:00:00Z");

    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final List<TimeSession> CROWD = new ArrayList<>();
    private static final long CROWDED = TestDatabase.company("Pacific Time (US & Canada)");
    private static final Readers CROWD_READERS = new Readers(SERVER, CLOCK, CROWDED);

    private final long company = TestDatabase.company("Pacific Time (US & Canada)");
    private final Readers readers = new Readers(SERVER, CLOCK, company);

    /** Each filter with what it means in plain Java. */
    private static final Map<String, Predicate<TimeSession>> FILTERS = new LinkedHashMap<>();

    static {
        FILTERS.put("range=all", s -> true);
        FILTERS.put("range=last_month", s -> isBetween(s, "2026-02-01", "2026-02-28"));
        FILTERS.put("from=2026-01-20&to=2026-02-10", s -> isBetween(s, "2026-01-20", "2026-02-10"));
        FILTERS.put("user_id=2&user_id=3", s -> s.user().id() == 2 || s.user().id() == 3);
        FILTERS.put("project_id=1", s -> s.project() != null && s.project().id() == 1);
        FILTERS.put("project_id=none", s -> s.project() == null);
        FILTERS.put(
                "category_id=2&category_id=none",
                s -> s.category() == null || s.category().id() == 2);
        FILTERS.put("labor_type_id=3", s -> s.laborTypeIds().contains(3L));
        FILTERS.put("labor_type_id=none", s -> s.laborTypeIds().contains(0L));
        FILTERS.put("running=true", TimeSession::running);
        FILTERS.put("running=false", s -> !s.running());
        FILTERS.put("q=rack", s -> Words.of(s.description()).contains("rack"));
    }

    @BeforeAll
    static void writeTheCrowd() {
        var random = new RandomSessions(31);
        LongStream.rangeClosed(1, 300).mapToObj(random::withId).forEach(CROWD::add);
        new SessionWriter(TestDatabase.shared()).write(CROWDED, Source.JETBUILT, CROWD);
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    private static Stream<String> filtersAndPairs() {
        List<String> all = List.copyOf(FILTERS.keySet());
        return Stream.concat(
                all.stream().skip(1).map(filter -> filter.contains("20") ? filter : "range=all&" + filter),
                all.stream()
                        .skip(1)
                        .flatMap(one -> all.stream()
                                .skip(all.indexOf(one) + 1L)
                                .filter(other -> !name(one).equals(name(other)) && !(isDays(one) && isDays(other)))
                                .map(other -> (isDays(one) || isDays(other) ? "" : "range=all&") + one + "&" + other)));
    }

    private static String name(String filter) {
        return filter.substring(0, filter.indexOf('='));
    }

    private static boolean isDays(String filter) {
        return filter.startsWith("range=") || filter.startsWith("from=");
    }

    private static Predicate<TimeSession> meaning(String query) {
        return FILTERS.entrySet().stream()
                .filter(filter -> ("&" + query + "&").contains("&" + filter.getKey() + "&"))
                .map(Map.Entry::getValue)
                .reduce(s -> true, Predicate::and);
    }

    @ParameterizedTest
    @MethodSource("filtersAndPairs")
    void everyFilterAndEveryTwoFindWhatTheySay(String query) {
        WebClient admin = CROWD_READERS.admin();
        String address = "/sessions?" + query;
        List<TimeSession> expected = CROWD.stream()
                .filter(meaning(query))
                .map(s -> s.asStored().at(CLOCK.instant()))
                .toList();

        Document page = admin.get(address).html();
        Document fragment = swap(admin, address, "results").html();

        assertThat(results(fragment)).isEqualTo(results(page));
        assertThat(tile(page, expected.size() == 1 ? "session" : "sessions"))
                .isEqualTo(Integer.toString(expected.size()));
        assertThat(page.select("tbody.session")).hasSize(Math.min(25, expected.size()));
        long people = expected.stream().map(TimeSession::user).distinct().count();
        assertThat(tile(page, people == 1 ? "person" : "people")).isEqualTo(Long.toString(people));
        long work = expected.stream().mapToLong(TimeSession::workDuration).sum();
        assertThat(tile(page, "work")).isEqualTo(Hours.CLOCK.of(work));
    }

    @Test
    void everyPageOfTheListIsThereOnceAndInOrder() {
        WebClient admin = CROWD_READERS.admin();
        var seen = new ArrayList<String>();
        String address = "/sessions?range=all&per_page=50";
        while (!address.isEmpty()) {
            Document page = admin.get(address).html();
            page.select("tbody.session").forEach(row -> seen.add(row.id().substring("session-".length())));
            address = page.select(".pager a[rel=next]").attr("href");
        }
        assertThat(seen)
                .containsExactlyElementsOf(CROWD.stream()
                        .sorted(Comparator.comparing(TimeSession::localDate)
                                .thenComparing(TimeSession::startAt)
                                .thenComparingLong(TimeSession::id)
                                .reversed())
                        .map(s -> Long.toString(s.id()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?range=all",
                "?from=2026-01-01&to=2026-01-31",
                "?from=2026-01-01",
                "?range=last_pay_period&user_id=3&user_id=5&project_id=none&project_id=2&category_id=4&labor_type_id=none&running=true&q=rack+%26+caf%C3%A9",
                "?sort=-duration&per_page=50&page=3&open=4&open=9",
                "?columns=time%2Cwork",
                "?columns=none"
            })
    void anAddressSaysEverythingOfTheList(String query) {
        var params = Params.of(query.isEmpty() ? null : query.substring(1));
        var who = new Company(1, "Northwind", RailsTimeZone.of("London"), DayOfWeek.MONDAY, new PayPeriod.Monthly());

        assertThat(ListRequest.of(params, who, LocalDate.parse("2026-03-10")).address())
                .isEqualTo("/sessions" + query);
        assertThat(params.problems()).isEmpty();
    }

    @Test
    void emptyFieldsOfAFormAreLeftOutOfTheAddress() {
        WebClient admin = readers.admin();

        var page = admin.get("/sessions?q=&from=&to=&running=&project_id=none");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).isEqualTo("/sessions?project_id=none");
        assertThat(swap(admin, "/sessions?q=&from=&to=&running=&project_id=none", "results")
                        .header("HX-Push-Url"))
                .isEqualTo("/sessions?project_id=none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-13-01 | From: This must be a date such as 2026-03-31, not '2026-13-01'. It is left out.",
                "from=2026-03-02&to=2026-03-01 | To: This must not be before 2026-03-02. It is left out.",
                "range=fortnight | Days: This must be the name of a range, such as last_week, not 'fortnight'. It is left out.",
                "user_id=none | People: This must be an id, not 'none'. It is left out.",
                "project_id=x | Projects: This must be an id or 'none', not 'x'. It is left out.",
                "running=maybe | State: This must be true or false, not 'maybe'. It is left out.",
                "q=%21%21 | Words: This has no word to look for. It is left out.",
                "sort=colour | “sort” must be day, duration, person, project, with a - before it for descending. It is left out.",
                "per_page=7 | “per_page” must be one of 25, 50, 100. It is left out.",
                "columns=time,colour | “columns” must name columns with commas between, of labor_type,time,day_axis,work,break,description, or be none. It is left out.",
                "page=0 | “page” must be a whole number from 1, not '0'. It is left out."
            })
    void whatCannotBeReadIsSaidAndNothingElseBreaks(String query, String message) {
        write(session(1).at("2026-03-10T16:00:00Z"));

        var page = readers.admin().get("/sessions?" + query);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select(".field-problem, .problem").eachText()).containsExactly(message);
        assertThat(page.html().select("tbody.session")).hasSize(1);
    }

    @Test
    void whatWasTypedStaysInTheField() {
        Document page =
                readers.admin().get("/sessions?from=2026-13-01&q=%21%21").html();

        assertThat(page.select("#from").val()).isEqualTo("2026-13-01");
        assertThat(page.select("#from").attr("type")).isEqualTo("text");
        assertThat(page.select("#q").val()).isEqualTo("!!");
    }

    @Test
    void aRowTellsTimesInItsOwnZoneAndOnLaterDays() {
        write(
                session(1)
                        .at("2026-03-10T05:00:00Z")
                        .in("Eastern Time (US & Canada)")
                        .lasting("9:00"),
                session(2).at("2026-03-10T05:00:00Z").lasting("9:00"));

        Document page = readers.admin().get("/sessions").html();

        Element east = row(page, 1);
        assertThat(east.select(".times").text()).isEqualTo("1:00 – 10:00");
        assertThat(east.select(".zone").text()).isEqualTo("Eastern");
        Element home = row(page, 2);
        assertThat(home.select(".times").text()).isEqualTo("22:00 – 7:00");
        assertThat(home.select("sup").text()).isEqualTo("+1");
        assertThat(home.select(".zone")).isEmpty();
        assertThat(page.select(".day-name > a").eachText())
                .containsExactly("Today · Tuesday 10 March", "Yesterday · Monday 9 March");
    }

    @Test
    void whatASessionSaysIsShownAsItIsAndRunsNothing() {
        String odd = "<script>alert('x')</script> & \"Ünïcode\" 👷🏽‍♀️ and more than fits";
        write(session(1).at("2026-03-10T16:00:00Z").description(odd));

        for (String address : List.of("/sessions", "/sessions?open=1")) {
            Element row = row(readers.admin().get(address).html(), 1);
            assertThat(row.select(".line").text()).isEqualTo(odd);
            assertThat(row.select(".line").attr("title")).isEqualTo(odd);
            assertThat(row.select("script")).isEmpty();
        }
    }

    @Test
    void ofManyPeopleTheFirstHaveChipsAndTheOthersShareOne() {
        write(LongStream.rangeClosed(1, 8)
                .mapToObj(i -> session(i).by(i).at("2026-03-10T16:00:00Z"))
                .toArray(SessionBuilder[]::new));
        String address = "/sessions?range=yesterday"
                + LongStream.rangeClosed(1, 8).mapToObj(i -> "&user_id=" + i).collect(joining());

        WebClient admin = readers.admin();
        for (WebClient.Page page : List.of(admin.get(address), swap(admin, address, "results"))) {
            assertThat(page.html().select(".chip-value").eachText())
                    .containsExactly("Person 1", "Person 2", "Person 3", "Person 4", "Person 5", "3 more");
        }
    }

    @Test
    void whoIsOnTheClockAndWhoIsOnABreakIsSaidAndCounted() {
        write(
                session(1).by(1).at("2026-03-10T17:00:00Z").running(),
                session(2).by(2).at("2026-03-10T16:00:00Z").running().onBreakSince("2026-03-10T17:30:00Z"));

        Document page = readers.admin().get("/sessions?running=true").html();

        assertThat(row(page, 1).select(".running").text()).isEqualTo("on the clock");
        assertThat(row(page, 1).select(".c-total [data-running]").text()).isEqualTo("1:00:00");
        assertThat(row(page, 2).select(".running").text()).isEqualTo("on break");
        assertThat(row(page, 2).select(".c-break [data-running]").attr("data-running"))
                .isEqualTo("1800");
        assertThat(row(page, 2).select(".c-work [data-running]")).isEmpty();
        assertThat(tile(page, "sessions")).isEqualTo("2");
        assertThat(tile(page, "break")).isEqualTo("0:30");
    }

    @Test
    void aDayKeepsItsTotalWhenItGoesOnOverThePage() {
        write(LongStream.rangeClosed(1, 30)
                .mapToObj(i -> session(i).at("2026-03-10T16:00:00Z"))
                .toArray(SessionBuilder[]::new));
        WebClient admin = readers.admin();

        for (String address : List.of("/sessions", "/sessions?page=2")) {
            Document page = admin.get(address).html();
            assertThat(page.select(".day .c-total").text()).isEqualTo("30:00");
            assertThat(page.select(".day-count").text()).isEqualTo("30 sessions");
        }
        assertThat(admin.get("/sessions?page=2").html().select(".pager-summary").text())
                .isEqualTo("26–30 of 30");
        assertThat(admin.get("/sessions?page=99")
                        .html()
                        .select(".pager-summary")
                        .text())
                .isEqualTo("26–30 of 30");
    }

    @Test
    void aPeriodThatIsNotOverIsComparedWithAsManyDaysOfTheOneBefore() {
        write(
                session(1).at("2026-03-10T16:00:00Z"),
                session(2).at("2026-03-09T16:00:00Z"),
                session(3).at("2026-03-03T16:00:00Z"),
                session(4).at("2026-03-06T16:00:00Z"));

        Element work = readers.admin().get("/sessions").html().select(".tile").getFirst();

        assertThat(work.select(".tile-change [title]").text()).isEqualTo("+100.0 %");
        assertThat(work.select(".tile-change").text()).contains("against 1:00 work, 2 – 3 Mar");
    }

    @Test
    void aRowOpensByItselfAndTheAddressRemembersTheOthers() {
        write(
                session(1).at("2026-03-10T16:00:00Z").entry(11, "2026-03-10T16:00:00Z", 7L),
                session(2).at("2026-03-10T17:00:00Z"));
        WebClient admin = readers.admin();

        var opened = admin.get(
                "/sessions?open=1",
                "HX-Request",
                "true",
                "HX-Target",
                "session-1",
                "HX-Current-URL",
                SERVER.url("/sessions?open=2"));

        assertThat(opened.header("HX-Push-Url")).isEqualTo("/sessions?open=1&open=2");
        assertThat(opened.body()).doesNotContain("<html").contains("id=\"session-1\"");
        assertThat(opened.html().select(".entries-table")).hasSize(1);
        Document whole = admin.get("/sessions?open=1&open=2").html();
        assertThat(whole.select("tbody.is-open")).hasSize(2);
        assertThat(row(whole, 1).select(".toggle").attr("href")).isEqualTo("/sessions?open=2");
    }

    @Test
    void oneSessionHasAPageOfItsOwnWithItsNeighbours() {
        write(
                session(1).by(1).at("2026-03-08T16:00:00Z"),
                session(2).by(1).at("2026-03-09T16:00:00Z").description("Hung the projector"),
                session(3).by(2).at("2026-03-09T17:00:00Z"),
                session(4).by(1).at("2026-03-10T16:00:00Z"));
        WebClient admin = readers.admin();

        Document page = admin.get("/sessions/2").html();

        assertThat(page.text()).contains("Hung the projector", "Jetbuilt", "Created");
        assertThat(page.select("a[rel=prev]").attr("href")).isEqualTo("/sessions/1");
        assertThat(page.select("a[rel=next]").attr("href")).isEqualTo("/sessions/4");
        assertThat(admin.get("/sessions/1").html().select("a[rel=prev]")).isEmpty();
        assertThat(admin.get("/sessions/5").status()).isEqualTo(404);
        assertThat(admin.get("/sessions/x").status()).isEqualTo(404);
    }

    @Test
    void aManagerSeesTheirPeopleAndLearnsNoOtherNames() {
        write(
                session(1).by(1).on(5).at("2026-03-10T16:00:00Z"),
                session(2).by(2).on(6).at("2026-03-10T16:00:00Z").entry(21, "2026-03-10T16:00:00Z", 7L));
        WebClient manager = readers.managerOf("West", 1L);

        assertThat(manager.get("/sessions?project_id=5&project_id=6").html().select("tbody.session"))
                .hasSize(1);
        assertThat(readers.admin()
                        .get("/sessions?labor_type_id=7")
                        .html()
                        .select(".chip-value")
                        .text())
                .isEqualTo("Labor 7");
        assertThat(manager.get("/sessions?labor_type_id=7")
                        .html()
                        .select(".chip-value")
                        .text())
                .isEqualTo("Labor type 7");
        assertThat(manager.get("/sessions/choices/project_id")
                        .html()
                        .select(".choice")
                        .eachText())
                .containsExactly("No project 0", "Project 5 1");
        assertThat(manager.get("/sessions/choices/project_id?range=all")
                        .html()
                        .select(".choice")
                        .eachText())
                .containsExactly("No project 0", "Project 5 1");
        assertThat(manager.get("/sessions/choices/user_id").html().select(".choice"))
                .hasSize(1);
        assertThat(manager.get("/sessions/2").status()).isEqualTo(404);
        assertThat(manager.get("/sessions?open=2").html().select(".row-entries"))
                .isEmpty();
    }

    @Test
    void choicesAreFoundByAPartOfTheNameAndKeepWhatIsChosen() {
        write(
                session(1).by(1).at("2026-03-10T16:00:00Z"),
                session(2).by(22).at("2026-03-10T16:00:00Z"),
                session(3).by(33).at("2026-01-10T16:00:00Z"));
        WebClient admin = readers.admin();

        Document found =
                admin.get("/sessions/choices/user_id?find=22&user_id=33&q=x").html();

        assertThat(found.select(".choice").eachText()).containsExactly("Person 33", "Person 22 1");
        assertThat(found.select("input[type=checkbox][checked]").eachAttr("value"))
                .containsExactly("33");
        assertThat(found.select("form[action=/sessions] input[type=hidden]").eachAttr("name"))
                .containsExactly("q");
        assertThat(admin.get("/sessions/choices/colour").status()).isEqualTo(404);
    }

    @Test
    void choicesCountThousandsToo() {
        write(IntStream.rangeClosed(1, 1_001)
                .mapToObj(id -> session(id).on(5).at("2026-03-10T16:00:00Z"))
                .toArray(SessionBuilder[]::new));
        WebClient admin = readers.admin();

        Document found = admin.get("/sessions/choices/project_id").html();

        assertThat(found.select(".choice").eachText()).containsExactly("No project 0", "Project 5 1,001");
        assertThat(found.select(".choice-count").eachAttr("title"))
                .containsExactly("0 sessions, 9 – 15 Mar", "1,001 sessions, 9 – 15 Mar");
    }

    @Test
    void anEmptyListSaysWhereThereAreSome() {
        write(session(1).on(5).at("2026-03-10T16:00:00Z"), session(2).on(6).at("2026-01-10T16:00:00Z"));

        Document page = readers.admin().get("/sessions?project_id=6").html();

        assertThat(page.select(".wider a").eachText())
                .containsExactly(
                        "The same filters over all time: 1 session", "The same days without filters: 1 session");
        assertThat(page.select(".wider a").eachAttr("href"))
                .containsExactly("/sessions?range=all&project_id=6", "/sessions");
    }

    @Test
    void anEmptyListKnowsDaysWithoutSessionsFromACompanyWithoutAny() {
        WebClient admin = readers.admin();

        assertThat(admin.get("/sessions").html().select(".empty-subtitle").text())
                .isEqualTo("Nobody has clocked in yet.");
        write(session(1).at("2026-03-10T16:00:00Z"));
        assertThat(admin.get("/sessions?from=2019-01-01&to=2019-01-07")
                        .html()
                        .select(".empty-subtitle")
                        .text())
                .isEqualTo("Nobody has clocked in on these days.");
    }

    @Test
    void columnsAndTheWayOfWritingHoursAreKept() {
        write(session(1).at("2026-03-10T16:00:00Z"));
        WebClient admin = readers.admin();

        var saved = admin.post(
                "/sessions",
                "/sessions/columns",
                "column",
                "time",
                "hours",
                "decimal",
                "next",
                "/sessions?running=false");

        assertThat(saved.location()).isEqualTo("/sessions?running=false");
        Document page = admin.get("/sessions").html();
        assertThat(page.select("thead th").eachText().stream().collect(joining(",")))
                .isEqualTo("Person,Project or category,Time,Total");
        assertThat(row(page, 1).select(".c-total").text()).isEqualTo("1.00");
    }

    @Test
    void aSavedViewHasTheColumnsThatItWasKeptWith() {
        WebClient admin = readers.admin();
        admin.post(
                "/sessions",
                "/sessions/columns",
                "column",
                "time",
                "column",
                "work",
                "hours",
                "clock",
                "next",
                "/sessions");
        var menu = admin.get("/sessions?q=rack").html().select(".views-form");
        var kept = admin.post(
                "/sessions",
                "/views",
                "name",
                "Racks",
                "address",
                "/sessions?q=rack",
                "columns",
                menu.select("[name=columns]").val());
        assertThat(kept.status()).isEqualTo(303);
        admin.post("/sessions", "/sessions/columns", "column", "description", "hours", "clock", "next", "/sessions");

        String address = admin.get("/sessions")
                .html()
                .select(".views-items > a[href^=/sessions]")
                .attr("href");

        write(session(1).at("2026-03-10T16:00:00Z").description("rack"));
        assertThat(admin.get(address).html().select("thead th").eachText())
                .containsExactly("Person", "Project or category", "Time", "Work", "Total");
        assertThat(admin.get("/sessions").html().select("thead th").eachText())
                .containsExactly("Person", "Project or category", "Total", "Description");
    }

    @Test
    void otherOrdersShowTheDayInTheRow() {
        write(
                session(1).by(2).at("2026-03-10T16:00:00Z").lasting("2:00"),
                session(2).by(1).at("2026-03-09T16:00:00Z").lasting("3:00"));
        WebClient admin = readers.admin();

        assertThat(ids(admin.get("/sessions?sort=duration"))).containsExactly("session-1", "session-2");
        assertThat(ids(admin.get("/sessions?sort=-duration"))).containsExactly("session-2", "session-1");
        assertThat(ids(admin.get("/sessions?sort=-person"))).containsExactly("session-1", "session-2");
        Document page = admin.get("/sessions?sort=person").html();
        assertThat(page.select(".day")).isEmpty();
        assertThat(row(page, 2).select(".row-day").text()).isEqualTo("9 Mar");
        assertThat(page.select("[aria-sort=ascending]").text()).isEqualTo("Person");
    }

    private static List<String> ids(WebClient.Page page) {
        return page.html().select("tbody.session").eachAttr("id");
    }

    private void write(SessionBuilder... sessions) {
        SessionBuilder.write(company, sessions);
    }

    private static boolean isBetween(TimeSession s, String from, String to) {
        return !s.localDate().isBefore(LocalDate.parse(from)) && !s.localDate().isAfter(LocalDate.parse(to));
    }

    private static WebClient.Page swap(WebClient client, String address, String target) {
        return client.get(
                address, "HX-Request", "true", "HX-Target", target, "HX-Current-URL", SERVER.url("/sessions"));
    }

    private static String results(Document page) {
        return page.select("#results").outerHtml();
    }

    private static Element row(Document page, long id) {
        Element row = page.getElementById("session-" + id);
        assertThat(row).as("row of session %d", id).isNotNull();
        return Objects.requireNonNull(row);
    }

    private static String tile(Document page, String label) {
        return page.select(".tile").stream()
                .filter(tile -> tile.select("dt").text().equals(label))
                .map(tile -> tile.select(".tile-value").text())
                .findFirst()
                .orElse("no tile " + label);
    }
}
