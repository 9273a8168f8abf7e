package timesessions.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.IMPORT_LINE;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.TIME_ENTRY;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.account.Actor;
import timesessions.database.Database;
import timesessions.imports.Import.State;
import timesessions.imports.ImportQueries.Forecast;
import timesessions.ingest.tracker.Reading;
import timesessions.ingest.tracker.TrackerFile;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.ingest.tracker.TrackerRow;
import timesessions.session.SessionWriter;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.time.RailsTimeZone;
import timesessions.total.Check;

@Timeout(120)
class ImportJobsTest {
    private static final String HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,"
            + "End date,End time,Duration,Tags";
    private static final Grouping WITH_LUNCH = new Grouping(true, 60, true);

    private final Database database = TestDatabase.shared();
    private final TestClock clock = new TestClock("2026-03-02T18:00:00Z");
    private final ImportQueries queries = new ImportQueries(database);
    private final ImportWriter writer = new ImportWriter(database, clock);
    private final ImportJobs jobs = new ImportJobs(database, clock);
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Berlin");
    }

    @Test
    void joinsLinesThatTouchOnOneProjectAndMakesTheGapABreak() {
        Import done = bring(
                WITH_LUNCH,
                row("Ada", "Lobby", "Wiring", "2024-03-04", "08:00", "12:00"),
                row("Ada", "Lobby", "Testing", "2024-03-04", "12:30", "16:00"),
                row("Ada", "Office", "Wiring", "2024-03-04", "16:00", "17:00"),
                row("Bob", "Lobby", "", "2024-03-04", "08:00", "09:00"));

        assertThat(done.progress()).isEqualTo(new Import.Progress(4, 0, 4, 4, 0, 0, 3, 0));
        assertThat(sessions())
                .containsExactly(
                        "Ada Lobby 2024-03-04 07:00-15:00 work 27000 break 1800 breaks 1",
                        "Bob Lobby 2024-03-04 07:00-08:00 work 3600 break 0 breaks 0",
                        "Ada Office 2024-03-04 15:00-16:00 work 3600 break 0 breaks 0");
        assertThat(entries()).isEqualTo(5);
        assertSound();
    }

    @Test
    void keepsEachLineItsOwnSessionWhereThatIsChosen() {
        bring(
                new Grouping(false, 0, true),
                row("Ada", "Lobby", "Wiring", "2024-03-04", "08:00", "12:00"),
                row("Ada", "Lobby", "Wiring", "2024-03-04", "12:00", "16:00"));

        assertThat(sessions()).hasSize(2);
    }

    @Test
    void leavesWorkOfTheNextDayOnTheNextDay() {
        bring(
                Grouping.TOUCHING,
                row("Ada", "Lobby", "", "2024-03-04", "22:00", "2024-03-05", "00:00"),
                row("Ada", "Lobby", "", "2024-03-05", "00:00", "02:00"));

        assertThat(days()).isEqualTo(Map.of("Ada 2024-03-04", 7_200, "Ada 2024-03-05", 7_200));
    }

    @Test
    void addsNothingWhenTheSameFileComesAgainInAnyOrder() {
        List<String> rows = week("2024-03-04", 1);
        Import first = bring(WITH_LUNCH, rows);
        List<String> before = dump();
        clock.advance(Duration.ofDays(1));
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(7));

        assertThat(forecast(WITH_LUNCH, shuffled)).isEqualTo(new Forecast(0, 0, rows.size(), 0, 0));
        Import again = bring(WITH_LUNCH, shuffled);

        assertThat(first.progress().added()).isEqualTo(rows.size());
        assertThat(again.progress().unchanged()).isEqualTo(rows.size());
        assertThat(again.progress().sessionsAdded() + again.progress().sessionsChanged())
                .isZero();
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void addsOnlyWhatIsNewOfAnOverlappingExport() {
        List<String> first = week("2024-03-04", 1);
        List<String> second = week("2024-03-11", 2);
        bring(WITH_LUNCH, first);

        var overlapping = new ArrayList<>(first.subList(first.size() / 2, first.size()));
        overlapping.addAll(second);
        Forecast forecast = forecast(WITH_LUNCH, overlapping);
        Import done = bring(WITH_LUNCH, overlapping);

        assertThat(done.progress().added()).isEqualTo(second.size());
        assertThat(forecast.added()).isEqualTo(second.size());
        assertThat(forecast.sessionsAdded()).isEqualTo(done.progress().sessionsAdded());
        long other = TestDatabase.company("Berlin");
        Map<String, Integer> days = days();
        company = other;
        var all = new ArrayList<>(first);
        all.addAll(second);
        bring(WITH_LUNCH, all);
        assertThat(days()).isEqualTo(days);
        assertSound();
    }

    @Test
    void twoEqualRowsAreTwo() {
        String row = row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00");

        bring(Grouping.TOUCHING, row, row);
        bring(Grouping.TOUCHING, row, row);

        assertThat(days()).isEqualTo(Map.of("Ada 2024-03-04", 7_200));
    }

    @Test
    void aRowThatWasCorrectedReplacesWhatItWas() {
        bring(
                Grouping.TOUCHING,
                row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00"),
                row("Ada", "Lobby", "", "2024-03-04", "09:00", "10:00"));
        clock.advance(Duration.ofHours(1));

        Import corrected = bring(
                Grouping.TOUCHING,
                row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00"),
                row("Ada", "Office", "", "2024-03-04", "09:00", "10:00"));

        assertThat(corrected.progress().changed()).isEqualTo(1);
        assertThat(sessions())
                .containsExactlyInAnyOrder(
                        "Ada Lobby 2024-03-04 07:00-08:00 work 3600 break 0 breaks 0",
                        "Ada Office 2024-03-04 08:00-09:00 work 3600 break 0 breaks 0");
        assertSound();
    }

    @Test
    void aLineBetweenTwoSessionsJoinsThem() {
        bring(
                Grouping.TOUCHING,
                row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00"),
                row("Ada", "Lobby", "", "2024-03-04", "10:00", "11:00"));
        Import between = bring(Grouping.TOUCHING, row("Ada", "Lobby", "", "2024-03-04", "09:00", "10:00"));

        assertThat(sessions()).containsExactly("Ada Lobby 2024-03-04 07:00-10:00 work 10800 break 0 breaks 0");
        assertSound();

        undo(between);

        assertThat(sessions())
                .containsExactlyInAnyOrder(
                        "Ada Lobby 2024-03-04 07:00-08:00 work 3600 break 0 breaks 0",
                        "Ada Lobby 2024-03-04 09:00-10:00 work 3600 break 0 breaks 0");
        assertSound();
    }

    @Test
    void undoingTakesEverythingOutThatNothingElseUses() {
        SessionBuilder.write(company, SessionBuilder.session(1).by(7).on(8));
        List<String> before = dump();
        Import done = bring(WITH_LUNCH, week("2024-03-04", 3));
        assertThat(dump()).isNotEqualTo(before);

        Import undone = undo(done);

        assertThat(undone.state()).isEqualTo(State.UNDONE);
        assertThat(dump()).isEqualTo(before);
        int lines = database.read(db -> db.fetchCount(IMPORT_LINE, IMPORT_LINE.COMPANY_ID.eq(company)));
        assertThat(lines).isZero();
        assertSound();
        assertThat(bring(WITH_LUNCH, week("2024-03-04", 3)).progress().added())
                .isEqualTo(done.progress().added());
    }

    @Test
    void undoingACorrectionGivesBackWhatItHadCorrected() {
        bring(Grouping.TOUCHING, row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00"));
        Import correction = bring(
                Grouping.TOUCHING,
                row("Ada", "Lobby", "", "2024-03-04", "08:00", "11:00"),
                row("Ada", "Lobby", "", "2024-03-04", "11:00", "12:00"));
        assertThat(days()).isEqualTo(Map.of("Ada 2024-03-04", 14_400));

        undo(correction);

        assertThat(days()).isEqualTo(Map.of("Ada 2024-03-04", 3_600));
        assertSound();
    }

    @Test
    void whoeverDiesInTheMiddleLosesNothingAndDoublesNothing() {
        var rows = new ArrayList<String>();
        for (int week = 0; week < 30; week++) {
            rows.addAll(week(LocalDate.parse("2024-01-01").plusWeeks(week).toString(), week));
        }
        long id = begin(WITH_LUNCH, rows);
        Import held = writer.claim("one that dies", company, id).orElseThrow();
        var file = new TrackerFile(queries.file(company, id).orElseThrow());
        var read = file.read(held.settings().reading());
        Targets targets = writer.prepare("one that dies", held, file, read);
        List<List<ImportLine>> batches =
                Batches.of(targets.lines(read.rows(), held.settings().zone(), id), WITH_LUNCH);
        assertThat(batches).hasSizeGreaterThan(2);
        writer.write("one that dies", held, targets, batches.getFirst());

        assertThat(writer.claim("another too early").map(Import::id)).isNotEqualTo(Optional.of(id));
        clock.advance(ImportWriter.LEASE.plusSeconds(1));
        jobs.carryOut(company, id, done -> {});

        Import done = queries.find(company, id).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.progress().added()).isEqualTo(rows.size());
        Map<String, Integer> days = days();
        company = TestDatabase.company("Berlin");
        bring(WITH_LUNCH, rows);
        assertThat(days()).isEqualTo(days);
        assertSound();
    }

    @Test
    void peopleAreKnownByEmailThenByANameThatOnlyOneHas() {
        SessionBuilder.write(
                company,
                SessionBuilder.session(1).by(1),
                SessionBuilder.session(2).by(2));
        String one = row("Person 1", "Lobby", "", "2024-03-04", "08:00", "09:00");
        String again =
                one.replace("Person 1,", "Renamed,").replace("08:00", "10:00").replace("09:00", "11:00");

        bring(Grouping.TOUCHING, one);
        bring(Grouping.TOUCHING, again);

        assertThat(days()).containsEntry("Person 1 2024-03-04", 7_200).doesNotContainKey("Renamed 2024-03-04");
    }

    @Test
    void twoPeopleOfOneNameInAFileAreNotTakenForTheOneHere() {
        SessionBuilder.write(company, SessionBuilder.session(1).by(1));
        String one = row("Person 1", "Lobby", "", "2024-03-04", "08:00", "09:00");

        bring(Grouping.TOUCHING, one, one.replace("person.1@", "another@"));

        int people =
                database.read(db -> db.fetchCount(USER, USER.COMPANY_ID.eq(company), USER.FULL_NAME.eq("Person 1")));
        assertThat(people).isEqualTo(3);
    }

    @Test
    void whoSomebodyIsCanBeChosen() {
        SessionBuilder.write(company, SessionBuilder.session(1).by(5));
        List<String> rows = List.of(row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00"));
        long id = create(Grouping.TOUCHING, rows);
        String identity = Identity.of(new TrackerRow.Who("ada@example.com", "Ada"));
        writer.choose(company, id, Map.of(identity, Optional.of(5L)));
        writer.start(Actor.commandLine(company), company, id);
        jobs.carryOut(company, id, done -> {});

        assertThat(days()).containsEntry("Person 5 2024-03-04", 3_600);
    }

    @Test
    void projectsOfOneNameButTwoClientsAreTwo() {
        bring(
                Grouping.TOUCHING,
                "Ada,ada@example.com,Acme,Support,,,No,2024-03-04,08:00,2024-03-04,09:00,,",
                "Ada,ada@example.com,Bolt,Support,,,No,2024-03-04,09:00,2024-03-04,10:00,,");

        List<String> projects = database.read(db -> db.select(PROJECT.FULL_NAME)
                .from(PROJECT)
                .where(PROJECT.COMPANY_ID.eq(company))
                .fetch(PROJECT.FULL_NAME));
        assertThat(projects).containsExactlyInAnyOrder("Support (Acme)", "Support (Bolt)");
        assertThat(sessions()).hasSize(2);
    }

    @Test
    void hoursWithoutTimesAreLaidOutOneAfterAnotherAndStayOnTheirDay() {
        String header = "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name";
        String day = "2024-03-04,Co,%s,,Wiring,%s,%s,Yes,Ada,Lovelace";
        List<String> rows = List.of(
                day.formatted("Lobby", "a", "9"),
                day.formatted("Lobby", "b", "8.5"),
                day.formatted("Office", "c", "2"));

        bringFile(TrackerFormat.HARVEST, Grouping.TOUCHING, header, rows);
        assertThat(days()).isEqualTo(Map.of("Ada Lovelace 2024-03-04", 70_200));
        var corrected = new ArrayList<>(rows);
        corrected.set(0, day.formatted("Lobby", "a", "\"4,5\""));
        corrected.add(day.formatted("Office", "d", "1:15"));
        Import second = bringFile(TrackerFormat.HARVEST, Grouping.TOUCHING, header, corrected);

        assertThat(second.progress().added()).isEqualTo(1);
        assertThat(second.progress().changed()).isEqualTo(1);
        assertThat(second.progress().unchanged()).isEqualTo(2);
        assertThat(days()).isEqualTo(Map.of("Ada Lovelace 2024-03-04", 70_200 - 16_200 + 4_500));
        assertSound();
        undo(second);
        assertThat(days()).isEqualTo(Map.of("Ada Lovelace 2024-03-04", 70_200));
        assertSound();
    }

    @Test
    void aPauseWithinALineIsABreakInItsMiddle() {
        bringFile(
                TrackerFormat.KIMAI,
                Grouping.TOUCHING,
                "Date;From;To;Duration;Break;User;Email;Customer;Project;Activity",
                List.of("2024-03-04;08:00;16:30;8:00;0:30;ada;ada@b.c;Co;Lobby;Wiring"));

        assertThat(sessions()).containsExactly("ada Lobby 2024-03-04 07:00-15:30 work 28800 break 1800 breaks 1");
        assertThat(entries()).isEqualTo(3);
    }

    @Test
    void aFileThatCannotBeReadIsToldAndDoesNotStopTheOthers() {
        var settings = new Import.Settings(
                TrackerFormat.TOGGL, RailsTimeZone.of("Berlin"), null, Reading.USUAL_START, Grouping.TOUCHING);
        long id = writer.create(company, "broken.csv", (HEADER + "\n\"open").getBytes(UTF_8), settings, "test");
        writer.start(Actor.commandLine(company), company, id);

        jobs.carryOut(company, id, done -> {});

        Import failed = queries.find(company, id).orElseThrow();
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.problem()).startsWith("The file cannot be read: this is not CSV");
    }

    @Test
    void linesThatCannotBeReadAreKeptWithTheirReasons() {
        Import done = bring(
                Grouping.TOUCHING,
                row("Ada", "Lobby", "", "2024-03-04", "08:00", "09:00"),
                row("Ada", "Lobby", "", "2024-03-04", "18:00", "never"));

        assertThat(done.progress().refused()).isEqualTo(1);
        assertThat(queries.refused(company, done.id(), 10))
                .extracting(refused -> refused.line() + " " + refused.column() + " " + refused.value())
                .containsExactly("3 End time never");
        assertThat(queries.refusals(company, done.id()).header()).startsWith("User", "Email");
        assertThat(done.hasFile()).isFalse();
        assertThat(queries.file(company, done.id())).isEmpty();
    }

    private static List<String> week(String monday, int seed) {
        var random = new Random(seed);
        var rows = new ArrayList<String>();
        for (int day = 0; day < 6; day++) {
            String date = LocalDate.parse(monday).plusDays(day).toString();
            for (String person : List.of("Ada", "Bob", "Cleo")) {
                int hour = 6 + random.nextInt(3);
                for (int part = 0; part < 3; part++) {
                    int end = hour + 1 + random.nextInt(3);
                    rows.add(row(
                            person,
                            random.nextBoolean() ? "Lobby" : "Office",
                            random.nextBoolean() ? "Wiring" : "",
                            date,
                            "%02d:00".formatted(hour),
                            "%02d:%02d".formatted(end, random.nextInt(2) * 30)));
                    hour = end + 1;
                }
            }
        }
        return rows;
    }

    private static String row(String person, String project, String task, String day, String start, String end) {
        return row(person, project, task, day, start, day, end);
    }

    private static String row(
            String person, String project, String task, String day, String start, String endDay, String end) {
        return "%s,%s@example.com,Co,%s,%s,,No,%s,%s,%s,%s,,"
                .formatted(
                        person,
                        person.toLowerCase(Locale.ROOT).replace(' ', '.'),
                        project,
                        task,
                        day,
                        start,
                        endDay,
                        end);
    }

    private Import bring(Grouping grouping, String... rows) {
        return bring(grouping, List.of(rows));
    }

    private Import bring(Grouping grouping, List<String> rows) {
        return bringFile(TrackerFormat.TOGGL, grouping, HEADER, rows);
    }

    private Import bringFile(TrackerFormat format, Grouping grouping, String header, List<String> rows) {
        long id = create(format, grouping, header, rows);
        assertThat(writer.start(Actor.commandLine(company), company, id)).isTrue();
        jobs.carryOut(company, id, done -> {});
        Import done = queries.find(company, id).orElseThrow();
        assertThat(done.state()).as(done.problem()).isEqualTo(State.DONE);
        return done;
    }

    private long begin(Grouping grouping, List<String> rows) {
        long id = create(grouping, rows);
        writer.start(Actor.commandLine(company), company, id);
        return id;
    }

    private long create(Grouping grouping, List<String> rows) {
        return create(TrackerFormat.TOGGL, grouping, HEADER, rows);
    }

    private long create(TrackerFormat format, Grouping grouping, String header, List<String> rows) {
        return writer.create(company, "test.csv", content(header, rows), settings(format, grouping), "test");
    }

    private static byte[] content(String header, List<String> rows) {
        return (header + "\n" + rows.stream().collect(joining("\n"))).getBytes(UTF_8);
    }

    private static Import.Settings settings(TrackerFormat format, Grouping grouping) {
        return new Import.Settings(format, RailsTimeZone.of("Berlin"), null, Reading.USUAL_START, grouping);
    }

    private Forecast forecast(Grouping grouping, List<String> rows) {
        Import.Settings settings = settings(TrackerFormat.TOGGL, grouping);
        return queries.forecast(
                company,
                settings,
                new TrackerFile(content(HEADER, rows)).read(settings.reading()).rows());
    }

    private Import undo(Import done) {
        assertThat(writer.undo(Actor.commandLine(company), company, done.id())).isTrue();
        jobs.carryOut(company, done.id(), count -> {});
        return queries.find(company, done.id()).orElseThrow();
    }

    private void assertSound() {
        assertThat(new Check(database).run(company, false, difference -> {})).isZero();
    }

    private List<String> sessions() {
        var s = TIME_SESSION;
        return database.read(db -> db.select(
                        USER.FULL_NAME,
                        PROJECT.FULL_NAME,
                        s.LOCAL_DATE,
                        s.START_AT,
                        s.END_AT,
                        s.WORK_DURATION,
                        s.BREAK_DURATION,
                        s.NUM_BREAKS)
                .from(s)
                .join(USER)
                .on(USER.COMPANY_ID.eq(s.COMPANY_ID), USER.ID.eq(s.USER_ID))
                .leftJoin(PROJECT)
                .on(PROJECT.COMPANY_ID.eq(s.COMPANY_ID), PROJECT.ID.eq(s.PROJECT_ID))
                .where(s.COMPANY_ID.eq(company))
                .orderBy(s.START_AT, USER.FULL_NAME)
                .fetch(row -> "%s %s %s %s-%s work %d break %d breaks %d"
                        .formatted(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                row.value4().toString().substring(11, 16),
                                row.value5().toString().substring(11, 16),
                                row.value6(),
                                row.value7(),
                                row.value8())));
    }

    private int entries() {
        return database.read(db -> db.fetchCount(TIME_ENTRY, TIME_ENTRY.COMPANY_ID.eq(company)));
    }

    /** Seconds of work by person and day. */
    private Map<String, Integer> days() {
        var s = TIME_SESSION;
        var days = new TreeMap<String, Integer>();
        database.read(db -> db.select(USER.FULL_NAME, s.LOCAL_DATE, DSL.sum(s.WORK_DURATION))
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

    /** Everything that readers see of the company. */
    private List<String> dump() {
        return database.read(db -> {
            var all = new ArrayList<String>();
            for (String table :
                    List.of("time_session", "time_entry", "session_labor", "`user`", "project", "labor_type")) {
                db.fetch("SELECT * FROM " + table + " WHERE company_id = " + company)
                        .forEach(row -> all.add(table + row.intoList()));
            }
            Collections.sort(all);
            return all;
        });
    }

    @Test
    void onlySessionsOfTrackersSayWhetherTheirTimesAreReal() {
        assertThat(SessionWriter.Source.HARVEST.hasClockTimes()).isFalse();
        assertThat(SessionWriter.Source.TOGGL.hasClockTimes()).isTrue();
    }
}
