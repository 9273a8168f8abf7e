package timesessions.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.SignedInClient;
import timesessions.testing.Browser;
import timesessions.testing.Browser.Scheme;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The whole journey of an import in a real browser, with scripts and without. */
class ImportsIT {
    private static final TestClock CLOCK = new TestClock("2026-03-02T18:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);

    @TempDir
    private Path folder;

    private long company;

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Berlin");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fromTheUploadToTheEndAndBack(boolean scripts) throws IOException {
        Path file = folder.resolve("week.csv");
        Files.writeString(file, """
                User,Email,Project,Description,Start date,Start time,End date,End time,Duration
                Ada,ada@example.com,Lobby,Hung the speakers,03/04/2024,08:00:00,03/04/2024,12:00:00,04:00:00
                Ada,ada@example.com,Lobby,Wired them,03/04/2024,12:30:00,03/04/2024,16:00:00,03:30:00
                Bob,bob@example.com,Office,,03/04/2024,late,03/04/2024,16:00:00,03:30:00
                """, UTF_8);
        try (var browser = scripts ? Browser.start() : Browser.withoutJavaScript()) {
            browser.open(SERVER.url("/sign-in"));
            browser.cookie("time_sessions_login", SignedInClient.adminToken(CLOCK, company));
            browser.open(SERVER.url("/settings/imports"));
            assertGood(browser, scripts);
            browser.type("#file", file.toString());
            press(browser, "Upload");

            assertThat(browser.find("dl.keys").getText()).contains("Toggl Track");
            press(browser, "Next: who is who");
            assertThat(browser.find("#date_order-problem").getText()).isEqualTo("Choose how the dates are to be read.");
            assertGood(browser, scripts);
            browser.click("input[name=date_order][value=dmy]");
            browser.find("#gap").clear();
            browser.type("#gap", "45");
            press(browser, "Next: who is who");

            assertThat(browser.find("tbody tr").getText()).contains("Ada", "New");
            assertGood(browser, scripts);
            press(browser, "Next: preview");

            assertThat(browser.find("dl.keys").getText()).contains("2 new, 0 changed, 0 there already, 1 that cannot");
            assertThat(browser.find("table.refused tbody").getText()).contains("late");
            assertGood(browser, scripts);
            press(browser, "Import 2 rows");

            // Without scripts the page of the import stays as it was when it came, so it has to be there first.
            browser.find("h2 [role=status]");
            for (int look = 0; !scripts && browser.shows("progress") && look < 1_000; look++) {
                browser.open(browser.address());
            }
            assertThat(browser.find("h2 [role=status]", "Done").isDisplayed()).isTrue();
            assertGood(browser, scripts);
            assertThat(stored()).isEqualTo(1);

            browser.click("a[href$='/undo']");
            press(browser, "Undo import");
            // Without scripts the page of the import stays as it was when it came, so it has to be there first.
            browser.find("h2 [role=status]");
            for (int look = 0; !scripts && browser.shows("progress") && look < 1_000; look++) {
                browser.open(browser.address());
            }
            assertThat(browser.find("h2 [role=status]", "Undone").isDisplayed()).isTrue();
            assertThat(stored()).isZero();
        }
    }

    private static void assertGood(Browser browser, boolean scripts) {
        if (!scripts) {
            return;
        }
        for (Scheme scheme : List.of(Scheme.LIGHT, Scheme.DARK)) {
            browser.system(scheme);
            // Colours pass over into those of the other scheme, and contrast in less on the way.
            browser.until(page -> Long.valueOf(0).equals(browser.evaluate("document.getAnimations().length")));
            assertThat(browser.accessibilityFindings()).as(browser.address()).isEmpty();
        }
        for (int width : List.of(360, 1280)) {
            browser.width(width);
            assertThat(browser.overflow())
                    .as("%s at %d", browser.address(), width)
                    .isZero();
        }
        assertThat(browser.complaints().stream()
                        .filter(complaint -> !complaint.contains("422"))
                        .toList())
                .isEmpty();
    }

    private static void press(Browser browser, String button) {
        browser.find("main button", button).click();
    }

    private int stored() {
        return TestDatabase.shared().read(db -> db.fetchCount(TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(company)));
    }
}
