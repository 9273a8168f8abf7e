package timesessions.view;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.account.Readers;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

class ViewPagesTest {
    private static final TestClock CLOCK = new TestClock("2026-03-06T18:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private Readers readers = new Readers(SERVER, CLOCK, 0);
    private WebClient payroll = new WebClient(SERVER);

    @BeforeEach
    void startEmpty() {
        long company = TestDatabase.company("London");
        SessionBuilder.write(company, session(1).by(1));
        readers = new Readers(SERVER, CLOCK, company);
        payroll = readers.payroll();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aPageIsKeptWithItsFilterAndItsRangeInWords() {
        var kept = payroll.post(
                "/sessions",
                "/views",
                "name",
                "Last week, on 5",
                "address",
                "/sessions?range=last_week&project_id=5&page=3&open=7");

        assertThat(kept.status()).isEqualTo(303);
        assertThat(kept.location()).isEqualTo("/sessions?range=last_week&project_id=5");
        var link = payroll.get("/reports").html().select(".views-items > a:not([href=/views])");
        assertThat(link.eachText()).containsExactly("Last week, on 5");
        assertThat(link.eachAttr("href")).containsExactly("/sessions?range=last_week&project_id=5");
    }

    @Test
    void thePageThatIsKeptIsTheOneThatIsShown() {
        var page = payroll.get("/reports?by=person&range=last_month").html();

        assertThat(page.select(".views-form [name=address]").val()).isEqualTo("/reports?by=person&range=last_month");
    }

    @Test
    void viewsAreRenamedMovedAndDeleted() {
        keep(payroll, "One");
        keep(payroll, "Two");
        String second = actions(payroll).get(1);

        payroll.post("/views", second, "name", "Second");
        payroll.post("/views", second + "/up");
        assertThat(names(payroll)).containsExactly("Second", "One");

        payroll.post("/views", second + "/down");
        assertThat(names(payroll)).containsExactly("One", "Second");

        payroll.post("/views", second + "/delete");
        assertThat(names(payroll)).containsExactly("One");
    }

    @Test
    void oneStartsWithAViewOfOnesChoice() {
        keep(payroll, "Mine");
        String id = actions(payroll).getFirst().replaceAll("\\D", "");
        assertThat(payroll.get("/").location()).isEqualTo("/sessions");

        payroll.post("/views", "/views/start", "view", id);
        assertThat(payroll.get("/").location()).isEqualTo("/reports?by=person");

        payroll.post("/views", "/views/" + id + "/delete");
        assertThat(payroll.get("/").location()).isEqualTo("/sessions");
    }

    @Test
    void anAdminKeepsViewsForARoleThatItsMembersHaveButDoNotChange() {
        WebClient admin = readers.admin();
        WebClient manager = readers.managerOf("West", 1L);
        admin.post("/sessions", "/views", "name", "For managers", "address", "/reports", "role", "manager");
        String view = actions(admin).getFirst();

        assertThat(menu(manager)).containsExactly("For managers");
        assertThat(menu(payroll)).isEmpty();
        assertThat(menu(admin)).isEmpty();
        assertThat(manager.post("/views", view + "/delete").status()).isEqualTo(404);
        assertThat(payroll.post("/sessions", "/views", "name", "x", "address", "/reports", "role", "manager")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void nobodySeesOrChangesTheViewsOfAnother() {
        keep(payroll, "Mine");
        String view = actions(payroll).getFirst();
        WebClient other = readers.payroll();

        assertThat(menu(other)).isEmpty();
        assertThat(other.post("/views", view, "name", "Theirs").status()).isEqualTo(404);
        assertThat(other.post("/views", view + "/up").status()).isEqualTo(404);
        assertThat(other.post("/views", "/views/start", "view", view.replaceAll("\\D", ""))
                        .status())
                .isEqualTo(404);
        assertThat(names(payroll)).containsExactly("Mine");
    }

    @Test
    void whatCannotBeKeptIsSaidWithWhatWasTyped() {
        var nameless = payroll.post("/sessions", "/views", "name", " ", "address", "/sessions?q=rack");
        assertThat(nameless.status()).isEqualTo(422);
        assertThat(nameless.problemOf("name")).isEqualTo("Give the view a name.");
        assertThat(nameless.html().select("[name=address]").val()).isEqualTo("/sessions?q=rack");

        for (String address : List.of("https://example.com/sessions", "//example.com", "/settings/accounts", "")) {
            assertThat(payroll.post("/sessions", "/views", "name", "x", "address", address)
                            .status())
                    .as(address)
                    .isEqualTo(422);
        }
    }

    private static void keep(WebClient browser, String name) {
        browser.post("/sessions", "/views", "name", name, "address", "/reports?by=person");
    }

    private static List<String> actions(WebClient browser) {
        return browser.get("/views").html().select(".views-name").eachAttr("action");
    }

    private static List<String> names(WebClient browser) {
        return browser.get("/views").html().select(".views-name [name=name]").eachAttr("value");
    }

    private static List<String> menu(WebClient browser) {
        return browser.get("/sessions")
                .html()
                .select(".views-items > a[href^=/reports] > span:first-child")
                .eachText();
    }
}
