package timesessions.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.IMPORT;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import timesessions.account.SignedInClient;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;
import timesessions.testing.WebClient.Page;

@Timeout(120)
class ImportPagesTest {
    private static final String PATH = ImportPages.PATH;
    private static final TestClock CLOCK = new TestClock("2026-03-02T18:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final String TOGGL =
            "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags";

    private long company;
    private WebClient browser = new WebClient(SERVER);

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void signIn() {
        company = TestDatabase.company("Berlin");
        browser = SignedInClient.admin(SERVER, CLOCK, company);
    }

    /** The same week of two people as each tracker exports it, in the ways of several countries. */
    enum Export {
        CLOCKIFY_IN_AMERICA("clockify"),
        CLOCKIFY_IN_GERMANY("clockify"),
        TOGGL("toggl"),
        HARVEST_IN_FRANCE("harvest"),
        KIMAI_IN_GERMANY("kimai"),
        SOLIDTIME_IMPORT_FORMAT("solidtime"),
        SOLIDTIME_EXPORT("solidtime");

        private final String source;

        Export(String source) {
            this.source = source;
        }

        byte[] file() {
            var lines = new ArrayList<String>();
            lines.add(header());
            for (int day = 11; day <= 15; day++) {
                LocalDate date = LocalDate.of(2024, 3, day);
                lines.add(line(date, "Zoë Müller", "zoe@example.com", 8, 4));
                lines.add(line(date, "Zoë Müller", "zoe@example.com", 13, 4));
                lines.add(line(date, "Ben Ode", "ben@example.com", 9, 6));
            }
            Charset charset = this == KIMAI_IN_GERMANY ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
            return (String.join("\r\n", lines) + "\r\n").getBytes(charset);
        }

        private String header() {
            return switch (this) {
                case CLOCKIFY_IN_AMERICA ->
                    "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,"
                            + "End Time,Duration (h),Duration (decimal)";
                case CLOCKIFY_IN_GERMANY ->
                    "\"Projekt\";\"Kunde\";\"Beschreibung\";\"Aufgabe\";\"Benutzer\";\"Gruppe\";\"E-Mail\";\"Startdatum\";"
                            + "\"Startzeit\";\"Enddatum\";\"Endzeit\";\"Dauer (h)\"";
                case TOGGL -> ImportPagesTest.TOGGL;
                case HARVEST_IN_FRANCE ->
                    "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name,Currency";
                case KIMAI_IN_GERMANY ->
                    "Datum;Von;Bis;Dauer;Lohn;Benutzer;E-Mail;Kunde;Projekt;Tätigkeit;Beschreibung";
                case SOLIDTIME_IMPORT_FORMAT ->
                    "description,billable,client,project,tags,start,end,task,user_name,user_email";
                case SOLIDTIME_EXPORT ->
                    "Description,Task,Project,Client,User,Start,End,Duration,Duration (decimal),Billable,Tags";
            };
        }

        private String line(LocalDate day, String name, String email, int from, int hours) {
            int to = from + hours;
            String german = "%02d.%02d.%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear());
            return switch (this) {
                case CLOCKIFY_IN_AMERICA ->
                    "Lobby,Co,Hung cable,Wiring,%s,,%s,,Yes,%s,%s,%s,%s,%02d:00:00,%d.00"
                            .formatted(name, email, american(day), half(from), american(day), half(to), hours, hours);
                case CLOCKIFY_IN_GERMANY ->
                    "\"Lobby\";\"Co\";\"Hung \"\"cable\"\"\nhigh up\";\"Wiring\";\"%s\";;\"%s\";%s;%02d:00;%s;%02d:00;%d:00:00"
                            .formatted(name, email, german, from, german, to, hours);
                case TOGGL ->
                    "%s,%s,Co,Lobby,Wiring,,Yes,%s,%02d:00:00,%s,%02d:00:00,%02d:00:00,"
                            .formatted(name, email, day, from, day, to, hours);
                case HARVEST_IN_FRANCE ->
                    "%02d/%02d/%d,Co,Lobby,,Wiring,\"from %d\",\"%d,0\",Yes,%s,%s,EUR"
                            .formatted(
                                    day.getDayOfMonth(),
                                    day.getMonthValue(),
                                    day.getYear(),
                                    from,
                                    hours,
                                    name.split(" ", 2)[0],
                                    name.split(" ", 2)[1]);
                case KIMAI_IN_GERMANY ->
                    "%s;%02d:00;%02d:00;%d,00;0;%s;%s;Co;Lobby;Verkabelung;"
                            .formatted(german, from, to, hours, name, email);
                case SOLIDTIME_IMPORT_FORMAT ->
                    "\"\",\"true\",\"Co\",\"Lobby\",,\"%sT%02d:00:00Z\",\"%sT%02d:00:00Z\",\"Wiring\",\"%s\",\"%s\""
                            .formatted(day, from - 1, day, to - 1, name, email);
                case SOLIDTIME_EXPORT ->
                    ",Wiring,Lobby,Co,%s,%s %02d:00:00,%s %02d:00:00,%d:00:00,%d,Yes,"
                            .formatted(name, day, from, day, to, hours, hours);
            };
        }

        private static String american(LocalDate day) {
            return "%02d/%02d/%d".formatted(day.getMonthValue(), day.getDayOfMonth(), day.getYear());
        }

        private static String half(int hour) {
            return String.format(Locale.ROOT, "%02d:00:00 %s", (hour + 11) % 12 + 1, hour < 12 ? "AM" : "PM");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWeekOfAnyTrackerFromTheUploadToItsEndAndBackAgain(Export export) {
        Page uploaded = upload("week.csv", export.file());
        assertThat(uploaded.status()).isEqualTo(303);
        Page reading = browser.follow(uploaded);
        assertThat(reading.html().select("input[name=source]").val()).isEqualTo(export.source);
        assertThat(reading.html().select("dl.keys").text()).contains("Rows 15");
        Page people = browser.follow(
                browser.post(uploaded.location(), uploaded.location(), reading(export.source, "joined", "60")));
        assertThat(people.html().select("tbody tr").eachText()).hasSize(2).allMatch(row -> row.contains("New"));
        String at = path(uploaded);
        Page preview = browser.follow(browser.post(at + "/people", at + "/people"));
        assertThat(preview.html().text())
                .contains("15 new, 0 changed, 0 there already, 0 that cannot be read", "70:00 hours", "Zoë Müller");

        Page end = end(browser.post(at + "/preview", at + "/run"));

        assertThat(end.html().text()).contains("Done", "15 new, 0 changed, 0 there already", "10 new, 0 changed");
        assertThat(days())
                .hasSize(10)
                .containsEntry("Zoë Müller 2024-03-11", 28_800)
                .containsEntry("Ben Ode 2024-03-15", 21_600);
        assertThat(browser.get(PATH).html().select("tbody tr").text()).contains("week.csv", "Done", "15, 0, 0");

        String undo = end.html().select("a[href$=/undo]").attr("href");
        assertThat(browser.get(undo).html().text()).contains("The 15 rows that it brought leave all lists");
        assertThat(end(browser.post(undo, undo)).html().text()).contains("Undone");
        assertThat(days()).isEmpty();
        int left = TestDatabase.shared().read(db -> db.fetchCount(USER, USER.COMPANY_ID.eq(company)));
        assertThat(left).isZero();
    }

    @Test
    void aFileThatIsNoneSaysWhatItsColumnsAre() {
        Page again = upload("x.csv", "Name of <b id=injected>,B\n1,2\n".getBytes(UTF_8));

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.problemOf("file")).contains("no detailed CSV export", "Name of <b id=injected>, B");
        assertThat(again.html().select("#injected")).isEmpty();
        assertThat(upload("x.csv", new byte[0]).problemOf("file")).contains("Choose a file");
        assertThat(upload("x.csv", "\"open".getBytes(UTF_8)).problemOf("file")).contains("this is not CSV");
    }

    @Test
    void datesThatMayBeTwoDaysAreAskedFor() {
        String line = "Ada,a@b.c,,Lobby,,,No,03/04/2024,09:00,03/04/2024,10:00,01:00:00,\n";
        String at = path(upload("week.csv", (TOGGL + "\n" + line).getBytes(UTF_8)));
        Page reading = browser.get(at + "/reading");
        assertThat(reading.html().select("input[name=date_order][checked]")).isEmpty();
        assertThat(reading.html().text()).contains("03/04/2024, on line 2: nothing in the file tells which day");

        Page unanswered = browser.post(at + "/reading", at + "/reading", reading("toggl", "joined", "0"));
        assertThat(unanswered.status()).isEqualTo(422);
        assertThat(unanswered.problemOf("date_order")).isEqualTo("Choose how the dates are to be read.");
        assertThat(browser.get(at + "/preview").location()).isEqualTo(at + "/reading");
        assertThat(browser.post(at + "/reading", at + "/run").location()).isEqualTo(at + "/reading");

        var answered = new ArrayList<>(List.of(reading("toggl", "joined", "0")));
        answered.addAll(List.of("date_order", "dmy"));
        assertThat(browser.post(at + "/reading", at + "/reading", answered.toArray(String[]::new))
                        .location())
                .isEqualTo(at + "/people");
        end(browser.post(at + "/preview", at + "/run"));
        assertThat(days()).containsOnlyKeys("Ada 2024-04-03");
    }

    @Test
    void settingsThatAreWrongAreToldAndKept() {
        String at = path(upload("week.csv", Export.TOGGL.file()));

        Page again = browser.post(at + "/reading", at + "/reading", reading("toggl", "joined", "1000"));

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.problemOf("gap")).isEqualTo("Give whole minutes from 0 to 240.");
        assertThat(again.value("gap")).isEqualTo("1000");
    }

    @Test
    void whoSomebodyIsCanBeCorrectedBeforeAnythingIsWritten() {
        SessionBuilder.write(
                company,
                SessionBuilder.session(1).by(1),
                SessionBuilder.session(2).by(2));
        String at = path(upload("week.csv", Export.TOGGL.file()));
        Page people = browser.get(at + "/people");
        assertThat(people.html().select("#offered option").eachAttr("value")).containsExactly("Person 1", "Person 2");

        Page wrong = browser.post(at + "/people", at + "/people", "person-0", "Nobody", "person-1", "");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.problemOf("person-0")).contains("Nobody is called that");
        assertThat(wrong.value("person-0")).isEqualTo("Nobody");

        browser.post(at + "/people", at + "/people", "person-0", "Person 2", "person-1", "");
        assertThat(browser.get(at + "/people").html().select("tbody tr").eachText())
                .satisfiesExactly(
                        ben -> assertThat(ben).contains("Ben Ode", "Chosen"),
                        zoe -> assertThat(zoe).contains("Zoë Müller", "New"));
        end(browser.post(at + "/preview", at + "/run"));

        assertThat(days()).containsEntry("Person 2 2024-03-11", 21_600).doesNotContainKey("Ben Ode 2024-03-11");
    }

    @Test
    void rowsThatCannotBeReadComeBackInAFileThatCanBeMended() {
        String good = "Ada,a@b.c,,Lobby,,,No,2024-03-04,09:00,2024-03-04,10:00,01:00:00,\n";
        String bad = "Ada,a@b.c,,Lobby,,\"=1+1, <b id=injected>\",No,2024-03-05,9 o'clock,2024-03-05,10:00,,\n";
        String at = path(upload("week.csv", (TOGGL + "\n" + good + bad).getBytes(UTF_8)));
        Page preview = browser.get(at + "/preview");
        assertThat(preview.html().select("table.refused tbody tr").text())
                .isEqualTo("3 Start time 9 o'clock must be a time of day such as 14:30 or 2:30 PM");

        Page end = end(browser.post(at + "/preview", at + "/run"));
        assertThat(end.html().select("#injected")).isEmpty();
        String csv =
                browser.get(end.html().select("a[href$=.csv]").attr("href")).body();

        assertThat(csv)
                .startsWith("\uFEFF" + TOGGL + ",Reason\r\n")
                .contains("\"=1+1, <b id=injected>\"", ",Start time must be a time of day such as 14:30 or 2:30 PM");
        String mended =
                path(upload("mended.csv", csv.replace("9 o'clock", "09:00").getBytes(UTF_8)));
        end(browser.post(mended + "/preview", mended + "/run"));
        assertThat(days()).isEqualTo(Map.of("Ada 2024-03-04", 3_600, "Ada 2024-03-05", 3_600));
    }

    @Test
    void theProgressIsOnePartOfThePage() {
        String at = path(upload("week.csv", Export.TOGGL.file()));
        end(browser.post(at + "/preview", at + "/run"));

        Page part = browser.get(at, "HX-Request", "true", "HX-Target", "state");

        assertThat(part.body()).startsWith("<div id=\"state\"").doesNotContain("hx-trigger");
        assertThat(part.header("Vary")).contains("HX-Target");
    }

    @Test
    void aFileCanBeForgotten() {
        Page uploaded = upload("week.csv", Export.TOGGL.file());
        String at = path(uploaded);

        assertThat(browser.post(at + "/reading", at + "/discard").location()).isEqualTo(PATH);

        assertThat(browser.get(at).status()).isEqualTo(404);
        int left = TestDatabase.shared().read(db -> db.fetchCount(IMPORT, IMPORT.COMPANY_ID.eq(company)));
        assertThat(left).isZero();
    }

    @Test
    void aLargeFileIsTakenAndATooLargeOneIsNot() {
        var large = new StringBuilder(TOGGL).append('\n');
        for (int i = 0; i < 20_000; i++) {
            large.append(
                    "Ada,a@b.c,,Lobby,,%s,No,2024-03-04,09:00,2024-03-04,10:00,01:00:00,%n".formatted("x".repeat(100)));
        }
        Page taken = upload("large.csv", large.toString().getBytes(UTF_8));
        assertThat(taken.status()).isEqualTo(303);
        assertThat(browser.follow(taken).html().select("dl.keys").text()).contains("20,000");

        String refused = SERVER.raw("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 60000000\r\n\r\n");
        assertThat(refused).startsWith("HTTP/1.1 413");
        assertThat(SERVER.raw("POST /theme HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 10\r\n\r\n0123456789"))
                .startsWith("HTTP/1.1 400");
    }

    private Page upload(String name, byte[] content) {
        return browser.upload(PATH, PATH, "file", name, content);
    }

    private static String path(Page uploaded) {
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(303);
        return uploaded.location().replace("/reading", "");
    }

    private static String[] reading(String source, String sessions, String gap) {
        return new String[] {
            "source", source, "time_zone", "Berlin", "sessions", sessions, "gap", gap, "gap_is", "break"
        };
    }

    /** The page of an import once nothing is under way any more. */
    private Page end(Page begun) {
        Page page = browser.follow(begun);
        while (!page.html().select("progress").isEmpty()) {
            Thread.onSpinWait();
            page = browser.follow(begun);
        }
        return page;
    }

    private Map<String, Integer> days() {
        var s = TIME_SESSION;
        var days = new TreeMap<String, Integer>();
        TestDatabase.shared()
                .read(db -> db.select(USER.FULL_NAME, s.LOCAL_DATE, DSL.sum(s.WORK_DURATION))
                        .from(s)
                        .join(USER)
                        .on(USER.COMPANY_ID.eq(s.COMPANY_ID), USER.ID.eq(s.USER_ID))
                        .where(s.COMPANY_ID.eq(company))
                        .groupBy(USER.FULL_NAME, s.LOCAL_DATE)
                        .fetch())
                .forEach(row ->
                        days.put(row.value1() + " " + row.value2(), row.value3().intValueExact()));
        return days;
    }
}
