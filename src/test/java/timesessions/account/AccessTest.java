package timesessions.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import timesessions.imports.Import;
import timesessions.imports.ImportWriter;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Source;
import timesessions.sync.SyncSamples;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;
import timesessions.time.RailsTimeZone;
import timesessions.view.SavedViewQueries;
import timesessions.web.Access;
import timesessions.web.Access.Route;

/** Every route of the application, taken from the router, against everyone who may come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final long NEVER_WAS = 4_000_000_000_000_000L;

    /** Who comes. Our company has two teams, of which the two managers have one each. */
    private enum Caller {
        NOBODY,
        MANAGER_OF_ANOTHER_TEAM,
        MANAGER,
        PAYROLL,
        ADMIN,
        ADMIN_OF_ANOTHER_COMPANY,
        KEY,
        KEY_OF_ANOTHER_COMPANY
    }

    private final TestClock clock = new TestClock("2026-03-02T18:00:00Z");
    private final Accounts all = new Accounts(clock);
    private final TestServer server = TestServer.start(clock);
    private final Map<Caller, Account> accounts = new EnumMap<>(Caller.class);
    private final Map<Caller, String> keys = new EnumMap<>(Caller.class);
    private long company;

    @BeforeAll
    void makeCompanies() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        long other = TestDatabase.company("London");
        new SessionWriter(all.database)
                .write(
                        company,
                        Source.JETBUILT,
                        List.of(SessionBuilder.session(1)
                                .by(1)
                                .on(5)
                                .at("2026-03-02T16:00:00Z")
                                .build()));
        Team west = all.team(company, "West", 1L);
        Team east = all.team(company, "East");
        accounts.put(Caller.MANAGER, all.create(company, Role.MANAGER, west.id()));
        accounts.put(Caller.MANAGER_OF_ANOTHER_TEAM, all.create(company, Role.MANAGER, east.id()));
        accounts.put(Caller.PAYROLL, all.create(company, Role.PAYROLL));
        accounts.put(Caller.ADMIN, all.create(company, Role.ADMIN));
        accounts.put(Caller.ADMIN_OF_ANOTHER_COMPANY, all.create(other, Role.ADMIN));
        keys.put(Caller.KEY, server.newKey(company));
        keys.put(Caller.KEY_OF_ANOTHER_COMPANY, server.newKey(other));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @TestFactory
    List<DynamicTest> everyRouteForEveryone() {
        var tests = new ArrayList<DynamicTest>();
        for (Route route : server.routes()) {
            for (Caller caller : Caller.values()) {
                tests.add(DynamicTest.dynamicTest(
                        "%s %s for %s".formatted(route.method(), route.path(), caller),
                        () -> assertThat(outcome(call(route, caller, ownPath(route))))
                                .isIn(expected(route, caller))));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> whatIsAnotherCompanysIsToldLikeWhatNeverWas() {
        var tests = new ArrayList<DynamicTest>();
        for (Route route : server.routes()) {
            if (!route.path().contains("{id}")) {
                continue;
            }
            Caller stranger =
                    route.access() == Access.API_KEY ? Caller.KEY_OF_ANOTHER_COMPANY : Caller.ADMIN_OF_ANOTHER_COMPANY;
            tests.add(DynamicTest.dynamicTest("%s %s".formatted(route.method(), route.path()), () -> {
                var ours = call(route, stranger, ownPath(route));
                var none = call(route, stranger, route.path().replace("{id}", Long.toString(NEVER_WAS)));

                assertThat(ours.status()).isEqualTo(none.status());
                assertThat(ours.location()).isEqualTo(none.location());
                assertThat(withoutTokens(ours)).isEqualTo(withoutTokens(none));
            }));
        }
        return tests;
    }

    @Test
    void everyFormNeedsItsToken() {
        for (Route route : server.routes()) {
            // Which colours pages have is the one thing that anyone may set.
            if (route.path().equals("/theme") || !route.method().equals("POST")) {
                continue;
            }
            assertThat(browser(Caller.ADMIN).postAs("", ownPath(route)).status())
                    .as(route.path())
                    .isEqualTo(403);
        }
    }

    @Test
    void onlyFormsOfOursChangeAnything() {
        assertThat(server.routes())
                .filteredOn(route -> !Set.of("GET", "HEAD").contains(route.method()))
                .allMatch(route -> route.method().equals("POST"));
    }

    private WebClient.Page call(Route route, Caller caller, String path) {
        WebClient client = browser(caller);
        String[] headers = keys.containsKey(caller)
                ? new String[] {"Authorization", "Token token=" + keys.get(caller)}
                : new String[0];
        if (!route.method().equals("POST")) {
            return client.get(path, headers);
        }
        String page = route.access() == Access.VISITOR || !accounts.containsKey(caller) ? "/invitation" : "/account";
        String token = formToken(client, page);
        return client.postWith(headers, token, path);
    }

    private String formToken(WebClient client, String page) {
        if (page.equals("/invitation")) {
            Account invited = all.create(company, Role.PAYROLL);
            Token link = all.accounts.newLink(Actor.commandLine(company), company, invited.id());
            return client.get(SignInPages.invitationPath(link))
                    .html()
                    .select("input[name=csrf_token]")
                    .val();
        }
        return client.get(page).html().select("input[name=csrf_token]").val();
    }

    private WebClient browser(Caller caller) {
        var client = new WebClient(server);
        Account account = accounts.get(caller);
        return account == null
                ? client
                : client.withCookie("time_sessions_login", all.signIn(account).text());
    }

    /** The path with the id of something that our company has, and that no other call has touched. */
    private String ownPath(Route route) {
        Actor actor = Actor.commandLine(company);
        String path = route.path();
        if (!path.contains("{")) {
            return path;
        }
        if (path.startsWith("/settings/accounts/{id}")) {
            return with(path, all.create(company, Role.PAYROLL).id());
        }
        if (path.startsWith("/settings/teams/{id}")) {
            return with(path, all.team(company, "Team " + System.nanoTime()).id());
        }
        if (path.startsWith("/settings/tokens/{id}")) {
            var tokens = new ApiTokenQueries(all.database, clock);
            tokens.create(actor, company, "test", null);
            return with(path, tokens.list(company).getFirst().id());
        }
        if (path.startsWith("/settings/sync/aside/{id}")) {
            return with(path, SyncSamples.putAside(company));
        }
        if (path.startsWith("/settings/sync/trash/{id}")) {
            return with(path, SyncSamples.trashed(company, path.endsWith("/discard")));
        }
        if (path.startsWith("/settings/imports/{id}")) {
            byte[] file = "User,Start date,Start time,Duration\nAda,2026-03-02,09:00,1:00:00\n".getBytes(UTF_8);
            var settings = Import.Settings.of(TrackerFormat.TOGGL, RailsTimeZone.of("London"));
            return with(path, new ImportWriter(all.database, clock).create(company, "a.csv", file, settings, "test"));
        }
        if (path.startsWith("/views/{id}")) {
            var views = new SavedViewQueries(all.database, clock);
            Account admin = Objects.requireNonNull(accounts.get(Caller.ADMIN));
            views.create(admin, "For payroll", Role.PAYROLL, "/reports");
            return with(path, views.changeable(admin).getLast().id());
        }
        if (path.startsWith("/account/browsers/{id}")) {
            return with(
                    path,
                    all.signedIn(all.signIn(all.create(company, Role.PAYROLL))).loginId());
        }
        return switch (path) {
            case "/api/time_sessions/{id}" -> "/api/time_sessions/1";
            case "/sessions/{id}" -> "/sessions/1";
            case "/sessions/choices/{dimension}" -> "/sessions/choices/user_id";
            case "/reports/choices/{dimension}" -> "/reports/choices/user_id";
            case "/people/{id}" -> "/people/1";
            case "/projects/{id}" -> "/projects/5";
            case "/static/{file}" -> "/static/app.css";
            default -> throw new AssertionError("Say here what " + path + " is tried with");
        };
    }

    private static String with(String path, long id) {
        return path.replace("{id}", Long.toString(id));
    }

    private enum Outcome {
        LET_IN,
        NOT_FOUND,
        SENT_TO_SIGN_IN,
        KEPT_OUT,
        KEY_NEEDED
    }

    private static Outcome outcome(WebClient.Page page) {
        return switch (page.status()) {
            case 303 -> page.location().startsWith("/sign-in") ? Outcome.SENT_TO_SIGN_IN : Outcome.LET_IN;
            case 401 -> Outcome.KEY_NEEDED;
            case 403 -> Outcome.KEPT_OUT;
            case 404 -> Outcome.NOT_FOUND;
            case 200, 422 -> Outcome.LET_IN;
            default -> throw new AssertionError("Status " + page.status() + ": " + page.body());
        };
    }

    private static Set<Outcome> expected(Route route, Caller caller) {
        boolean hasId = route.path().contains("{id}");
        return switch (route.access()) {
            case ANYONE -> route.path().equals("/static/{file}") ? Set.of(Outcome.NOT_FOUND) : Set.of(Outcome.LET_IN);
            case VISITOR -> Set.of(Outcome.LET_IN, Outcome.NOT_FOUND);
            case API_KEY ->
                switch (caller) {
                    case KEY -> Set.of(Outcome.LET_IN);
                    case KEY_OF_ANOTHER_COMPANY -> Set.of(hasId ? Outcome.NOT_FOUND : Outcome.LET_IN);
                    default -> Set.of(Outcome.KEY_NEEDED);
                };
            case SIGNED_IN ->
                switch (caller) {
                    case NOBODY, KEY, KEY_OF_ANOTHER_COMPANY -> Set.of(Outcome.SENT_TO_SIGN_IN);
                    case MANAGER, PAYROLL ->
                        Set.of(
                                route.path().equals("/sign-out")
                                        ? Outcome.SENT_TO_SIGN_IN
                                        : isForAdmins(route) ? Outcome.NOT_FOUND : Outcome.LET_IN);
                    // Signing out leads there too.
                    case ADMIN_OF_ANOTHER_COMPANY, MANAGER_OF_ANOTHER_TEAM ->
                        Set.of(
                                route.path().equals("/sign-out")
                                        ? Outcome.SENT_TO_SIGN_IN
                                        : isOfSomebody(route) || isForAdmins(route)
                                                ? Outcome.NOT_FOUND
                                                : Outcome.LET_IN);
                    default -> Set.of(route.path().equals("/sign-out") ? Outcome.SENT_TO_SIGN_IN : Outcome.LET_IN);
                };
            case ADMIN ->
                switch (caller) {
                    case NOBODY, KEY, KEY_OF_ANOTHER_COMPANY -> Set.of(Outcome.SENT_TO_SIGN_IN);
                    case MANAGER, MANAGER_OF_ANOTHER_TEAM, PAYROLL -> Set.of(Outcome.KEPT_OUT);
                    case ADMIN -> Set.of(Outcome.LET_IN);
                    case ADMIN_OF_ANOTHER_COMPANY -> Set.of(hasId ? Outcome.NOT_FOUND : Outcome.LET_IN);
                };
        };
    }

    /** Whether it changes what an admin made for a role. */
    private static boolean isForAdmins(Route route) {
        return route.path().startsWith("/views/{id}");
    }

    /** Whether it shows the hours of one person, whom not everyone sees. */
    private static boolean isOfSomebody(Route route) {
        return Set.of("/sessions/{id}", "/people/{id}", "/projects/{id}").contains(route.path());
    }

    private static String withoutTokens(WebClient.Page page) {
        return page.body().replaceAll("name=\"csrf_token\" value=\"[^\"]*\"", "");
    }
}
