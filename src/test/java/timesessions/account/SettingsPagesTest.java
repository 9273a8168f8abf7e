package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;
import timesessions.time.PayPeriod;

class SettingsPagesTest {
    private static final TestClock CLOCK = new TestClock("2026-03-02T18:00:00Z");
    private static final Accounts ALL = new Accounts(CLOCK);
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final String MARKUP = "<b id=injected>\"'&</b>";

    private long company;
    private Account admin = new Account(0, 0, "", "", Role.ADMIN);
    private WebClient browser = new WebClient(SERVER);

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void signIn() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        admin = ALL.create(company, Role.ADMIN);
        browser = browserOf(admin);
    }

    @Test
    void inviting() {
        Team west = ALL.team(company, "West");
        Email email = Accounts.newEmail("grace");
        var made = browser.post(
                "/settings/accounts/new",
                "/settings/accounts/new",
                "name",
                "Grace Hopper",
                "email",
                email.address(),
                "role",
                "manager",
                "teams",
                Long.toString(west.id()));

        assertThat(made.status()).isEqualTo(200);
        assertThat(made.value("link")).startsWith(SERVER.url("/invitation?token="));
        var list = browser.get("/settings/accounts");
        assertThat(list.html().select("tbody tr").eachText())
                .anyMatch(row -> row.contains("Grace Hopper") && row.contains("Manager") && row.contains("Invited"));
        assertThat(list.body()).doesNotContain("token=");
        assertThat(new WebClient(SERVER)
                        .get(made.value("link").substring(SERVER.url("").length()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anInvitationThatIsWrongKeepsWhatWasTypedAndSaysWhatIsWrongBesideIt() {
        var again = browser.post(
                "/settings/accounts/new",
                "/settings/accounts/new",
                "name",
                MARKUP,
                "email",
                "not an address",
                "role",
                "payroll");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.value("name")).isEqualTo(MARKUP);
        assertThat(again.value("email")).isEqualTo("not an address");
        assertThat(again.problemOf("email")).contains("ada@example.com");
        assertThat(again.html().select("input[name=role][checked]").val()).isEqualTo("payroll");
        assertThat(again.html().select("#email").attr("aria-invalid")).isEqualTo("true");
        assertThat(again.html().select("#email").hasAttr("autofocus")).isTrue();

        var taken = browser.post(
                "/settings/accounts/new",
                "/settings/accounts/new",
                "name",
                "Grace",
                "email",
                admin.email(),
                "role",
                "payroll");
        assertThat(taken.problemOf("email")).contains("already");
    }

    @Test
    void changingAnAccount() {
        Account account = ALL.create(company, Role.PAYROLL);
        String path = "/settings/accounts/" + account.id();
        var changed = browser.post(path, path, "name", "Grace Hopper", "email", account.email(), "role", "manager");

        assertThat(browser.follow(changed).body()).contains("The account is changed.", "Grace Hopper");
        assertThat(ALL.accounts
                        .find(company, account.id())
                        .orElseThrow()
                        .account()
                        .role())
                .isEqualTo(Role.MANAGER);
    }

    @Test
    void theOnlyAdminCannotGoAndIsToldWhy() {
        String path = "/settings/accounts/" + admin.id();
        var demoted = browser.post(path, path, "name", "Ada", "email", admin.email(), "role", "payroll");
        assertThat(demoted.status()).isEqualTo(422);
        assertThat(demoted.problemOf("role")).contains("only admin");

        var disabled = browser.post(path + "/disable", path + "/disable");
        assertThat(disabled.status()).isEqualTo(422);
        assertThat(disabled.html().text()).contains("only admin");
    }

    @Test
    void anAdminWhoBecomesSomethingElseIsKeptOutFromTheNextRequestOn() {
        ALL.create(company, Role.ADMIN);
        String path = "/settings/accounts/" + admin.id();
        var demoted = browser.post(path, path, "name", "Ada", "email", admin.email(), "role", "payroll");

        assertThat(demoted.status()).isEqualTo(303);
        String before = browser.cookie("time_sessions_login");
        assertThat(browser.follow(demoted).status()).isEqualTo(403);
        assertThat(browser.cookie("time_sessions_login")).isNotEqualTo(before);
        assertThat(browser.get("/sessions").status()).isEqualTo(200);
        assertThat(browser.post("/account", "/sign-out").location()).isEqualTo("/sign-in");
    }

    @Test
    void disablingAsksFirst() {
        Account account = ALL.create(company, Role.PAYROLL);
        WebClient theirs = browserOf(account);
        String path = "/settings/accounts/" + account.id();
        assertThat(browser.get(path).html().select("a[href$=/disable]")).hasSize(1);
        assertThat(browser.get(path + "/disable").html().select("form button.btn-danger"))
                .hasSize(1);
        assertThat(theirs.get("/sessions").status()).isEqualTo(200);

        browser.post(path + "/disable", path + "/disable");

        assertThat(theirs.get("/sessions").status()).isEqualTo(303);
        assertThat(browser.get(path).html().text()).contains("Disabled");
    }

    @Test
    void teamsFromTheFirstOn() {
        assertThat(browser.get("/settings/teams").html().text()).contains("There is no team yet");
        var nameless = browser.post("/settings/teams", "/settings/teams", "name", "  ");
        assertThat(nameless.problemOf("name")).isEqualTo("Give the team a name.");

        var created = browser.post("/settings/teams", "/settings/teams", "name", "West");
        assertThat(browser.follow(created).html().text()).contains("The team is created", "Nobody is in this team yet");
        var again = browser.post("/settings/teams", "/settings/teams", "name", "West");
        assertThat(again.problemOf("name")).contains("already");
        assertThat(again.value("name")).isEqualTo("West");
    }

    @Test
    void peopleAreSearchedForAddedAndRemoved() {
        ALL.person(company, 1, "Marta Ruiz");
        ALL.person(company, 2, "Theo Okafor");
        ALL.person(company, 3, MARKUP);
        Team west = ALL.team(company, "West");
        String path = "/settings/teams/" + west.id();

        var found = browser.get(path + "/add?q=okafor");
        assertThat(found.html().select(".people label").eachText()).containsExactly("Theo Okafor");
        var added = browser.post(
                path + "/add",
                path + "/add",
                "which",
                "chosen",
                "people",
                "1",
                "people",
                "2",
                "people",
                "999",
                "q",
                "a");
        assertThat(added.location()).isEqualTo(path + "/add?q=a");
        assertThat(browser.follow(added).html().text()).contains("2 people are added to the team.");
        assertThat(browser.get(path).html().select(".people label").eachText())
                .containsExactly("Marta Ruiz", "Theo Okafor");

        var removed = browser.post(path, path + "/remove", "people", "1");
        assertThat(browser.follow(removed).html().text()).contains("1 person is removed from the team.", "1 person");
        assertThat(browser.follow(browser.post(path, path + "/remove")).html().text())
                .contains("Nobody was chosen.");
        assertThat(browser.get(path + "/add").html().select("#injected")).isEmpty();
    }

    @Test
    void everyoneWhoMatchesIsAddedAtOnce() {
        for (int i = 0; i < 230; i++) {
            ALL.person(company, 100 + i, "Worker " + i);
        }
        Team west = ALL.team(company, "West");
        String path = "/settings/teams/" + west.id();
        var page = browser.get(path + "/add?q=worker&page=2");
        assertThat(page.html().select("nav.pager").text()).contains("101–200 of 230", "Previous", "Next");
        assertThat(page.html().select("a[rel=next]").attr("href")).isEqualTo(path + "/add?q=worker&page=3");
        assertThat(page.html().select("button[value=everyone]").text())
                .isEqualTo("Add all 230 with “worker” in their names");

        var added = browser.post(path + "/add", path + "/add", "which", "everyone", "q", "worker");

        assertThat(browser.follow(added).html().text()).contains("230 people are added to the team.");
    }

    @Test
    void aManagerWithoutATeamIsToldWhyThePageIsEmpty() {
        Account manager = ALL.create(company, Role.MANAGER);
        WebClient theirs = browserOf(manager);
        assertThat(theirs.get("/sessions").html().text()).contains("You manage no team yet");

        Team west = ALL.team(company, "West");
        browser.post(
                "/settings/teams/" + west.id(),
                "/settings/teams/" + west.id() + "/managers",
                "managers",
                Long.toString(manager.id()));
        assertThat(theirs.get("/sessions").html().text()).contains("Nobody is in your teams yet");
    }

    @Test
    void aKeyIsShownOnceAndWorksUntilItIsRevoked() {
        var made = browser.post(
                "/settings/tokens", "/settings/tokens", "label", "Payroll export", "expires", "2026-03-31");
        String key = made.value("key");
        assertThat(key).startsWith("ts_");
        assertThat(api(key)).isEqualTo(200);

        var list = browser.get("/settings/tokens");
        assertThat(list.body()).doesNotContain(key).contains(key.substring(0, 9));
        assertThat(list.html().select("tbody tr").text()).contains("Payroll export", "2 Mar 2026", "1 Apr 2026, 00:00");

        String revoke = list.html().select("a[href$=/revoke]").attr("href");
        assertThat(browser.get(revoke).html().text()).contains("Revoke the key Payroll export?");
        assertThat(browser.follow(browser.post(revoke, revoke)).html().text())
                .contains("The key is revoked", "Revoked 2 Mar 2026");
        assertThat(api(key)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-02", "2020-01-01", "soon", "2026-02-30", "+999999999-12-31", "99999-01-01"})
    void aKeyWithAnOddLastDayIsNotMade(String day) {
        var again = browser.post("/settings/tokens", "/settings/tokens", "label", MARKUP, "expires", day);

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.problemOf("expires")).isNotEmpty();
        assertThat(again.value("label")).isEqualTo(MARKUP);
        assertThat(again.value("expires")).isEqualTo(day);
    }

    @Test
    void theCompanysSettings() {
        var saved = browser.post(
                "/settings/company",
                "/settings/company",
                "name",
                "Northwind AV GmbH",
                "time_zone",
                "Berlin",
                "first_day_of_week",
                "sunday",
                "pay_period",
                "two_weeks",
                "anchor",
                "2026-01-05");

        assertThat(browser.follow(saved).html().text())
                .contains("The settings are saved.", "The pay period now is 2 March 2026 to 15 March 2026.");
        Company company = ALL.companies.find(this.company).orElseThrow();
        assertThat(company.timeZone().name()).isEqualTo("Berlin");
        assertThat(company.firstDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
        assertThat(company.payPeriod()).isEqualTo(new PayPeriod.EveryTwoWeeks(LocalDate.parse("2026-01-05")));
    }

    @Test
    void settingsThatAreWrongAreAllTold() {
        var again = browser.post(
                "/settings/company",
                "/settings/company",
                "name",
                " ",
                "time_zone",
                "Nowhere",
                "first_day_of_week",
                "someday",
                "pay_period",
                "two_weeks",
                "anchor",
                "yesterday");

        assertThat(List.of(
                        again.problemOf("name"),
                        again.problemOf("time_zone"),
                        again.problemOf("first_day_of_week"),
                        again.problemOf("anchor")))
                .noneMatch(String::isEmpty);
        assertThat(again.value("anchor")).isEqualTo("yesterday");
        assertThat(ALL.companies.find(company).orElseThrow().name()).isEqualTo("Northwind AV");
    }

    @Test
    void theTrailIsReadAndFiltered() {
        ALL.team(company, MARKUP);
        browser.post("/settings/teams", "/settings/teams", "name", "West");

        var page = browser.get("/settings/trail");
        assertThat(page.html().select("tbody tr").eachText())
                .anyMatch(row -> row.contains("command line") && row.contains("Created the team"))
                .anyMatch(row -> row.contains(admin.email()) && row.contains("West") && row.contains("127.0.0.1"));
        assertThat(page.html().select("#injected")).isEmpty();
        var filtered = browser.get("/settings/trail?action=team_created&account_id=" + admin.id() + "&from=2026-03-02");
        assertThat(filtered.html().select("tbody tr")).hasSize(1);
        assertThat(browser.get("/settings/trail?from=2030-01-01").html().text())
                .contains("Nothing matches this filter.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/settings/trail?from=%2B999999999-12-31&to=-999999999-01-01&before=1&account_id=x&action=%27--",
                "/settings/trail?to=9999-12-31",
                "/settings/accounts?q=%25%27%22%3Cb%20id=injected%3E&page=99999999999999999999",
                "/settings/accounts?q=%00%ff%f0&page=-1",
                "/settings/accounts/new?x=%25%25",
                "/settings/company?q=%24%7B7*7%7D"
            })
    void oddAddressesBreakNothing(String path) {
        var page = browser.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select("#injected")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1%27", "99999999999999999999", "1/../2", "%00", "${1234*4321}", "1;a=b"})
    void oddIdsAreNotFound(String id) {
        for (String kind : List.of("accounts", "teams")) {
            String answer = new RawRequest(SERVER.port())
                    .get(
                            "/settings/" + kind + "/" + id,
                            "Cookie: time_sessions_login=" + browser.cookie("time_sessions_login"));

            assertThat(answer).as(kind).matches("(?s)HTTP/1.1 (400|404) .*").doesNotContain("5332114");
        }
    }

    @Test
    void nothingInADumpOfTheDatabaseSignsIn() {
        Token login = ALL.signIn(admin);
        Token link = ALL.accounts.newLink(Actor.commandLine(company), company, admin.id());
        String key = browser.post("/settings/tokens", "/settings/tokens", "label", "test")
                .value("key");

        String dump = ALL.database.read(db -> {
            var text = new StringBuilder();
            for (String table : List.of("account", "invitation", "login", "known_browser", "api_token", "trail")) {
                db.fetch("SELECT * FROM " + table)
                        .forEach(row -> text.append(row.formatJSON()).append('\n'));
            }
            return text.toString();
        });

        assertThat(dump).contains(admin.email());
        assertThat(dump)
                .doesNotContain(login.text())
                .doesNotContain(link.text())
                .doesNotContain(key)
                .doesNotContain(key.substring(20))
                .doesNotContain(browser.cookie("time_sessions_login"))
                .doesNotContain(Accounts.PASSWORD);
    }

    private static int api(String key) {
        return SERVER.get("/api/time_sessions", key).statusCode();
    }

    private static WebClient browserOf(Account account) {
        return new WebClient(SERVER)
                .withCookie("time_sessions_login", ALL.signIn(account).text());
    }
}
