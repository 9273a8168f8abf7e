package timesessions.ingest.tracker;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.ingest.Source;
import timesessions.ingest.tracker.TrackerRow.Who;
import timesessions.time.RailsTimeZone;

class TrackerFileTest {
    private static final String CLOCKIFY = "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,"
            + "Start Time,End Date,End Time,Duration (h),Duration (decimal),Billable Rate (USD),Billable Amount (USD)\n";
    private static final String TOGGL = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,"
            + "End date,End time,Duration,Tags,Amount (USD)\n";
    private static final String HARVEST = "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,"
            + "Approved?,First Name,Last Name,Roles,Employee?,Currency\n";

    @Test
    void readsClockify() {
        TrackerRow row = only(
                CLOCKIFY
                        + "\"Lobby, east\",Big Co,\"Said \"\"no\"\"\nand left\",Wiring,Ada Lovelace,Crew,Ada@Example.com,a,Yes,"
                        + "03/25/2024,10:23:52 AM,03/25/2024,01:00:00 PM,02:36:08,2.60,0.00,0.00\n",
                TrackerFormat.CLOCKIFY);

        assertThat(row)
                .isEqualTo(new TrackerRow(
                        2,
                        new Who("ada@example.com", "Ada Lovelace"),
                        "Big Co",
                        "Lobby, east",
                        "Wiring",
                        "Said \"no\"\nand left",
                        false,
                        LocalDate.parse("2024-03-25"),
                        Instant.parse("2024-03-25T09:23:52Z"),
                        9_368,
                        0));
    }

    @Test
    void readsABreakOfClockify() {
        String header = CLOCKIFY.strip() + ",Type\n";

        TrackerRows rows = read(
                lines(
                        header.strip(),
                        ",,,,Ada,,a@b.c,,No,2024-03-25,12:00,2024-03-25,12:30,0:30:00,0.5,0,0,BREAK",
                        "P,,,,Ada,,a@b.c,,No,2024-03-25,12:30,2024-03-25,13:30,1:00:00,1,0,0,REGULAR"),
                TrackerFormat.CLOCKIFY,
                null);

        assertThat(rows.rows()).extracting(TrackerRow::isBreak).containsExactly(true, false);
    }

    @Test
    void readsTheOldAndTheNewHeaderOfToggl() {
        String old = TOGGL + "Ada,a@b.c,Co,Lobby,,Talk,No,2024-03-25,23:30:00,2024-03-26,00:15:30,00:45:30,,\n";
        String later = lines(
                "Description,Duration,Member,Email,Project,Start date,Start time,Stop date,Stop time",
                "Talk,0:45:30,Ada,a@b.c,Lobby,2024-03-25,23:30:00,2024-03-26,00:15:30");

        for (String text : List.of(old, later)) {
            assertThat(file(text).formats()).containsExactly(TrackerFormat.TOGGL);
            assertThat(only(text, TrackerFormat.TOGGL).seconds()).isEqualTo(2_730);
            assertThat(only(text, TrackerFormat.TOGGL).day()).isEqualTo("2024-03-25");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5|5400",
                "\"1,5\"|5400",
                "\"0,01\"|36",
                "1:30|5400",
                "20.0|72000",
                "\"1.000,25\"|3600900",
                "0.33|1188"
            })
    void readsHoursOfHarvest(String hours, int seconds) {
        TrackerRow row = only(
                HARVEST + "2024-03-04,Co,Lobby,L1,Wiring,Hard," + hours + ",Yes,No,No,Ada,Lovelace,,Yes,EUR\n",
                TrackerFormat.HARVEST);

        assertThat(row.seconds()).isEqualTo(seconds);
        assertThat(row.who()).isEqualTo(new Who("", "Ada Lovelace"));
        assertThat(row.start()).isEqualTo("2024-03-04T07:00:00Z");
    }

    @Test
    void readsKimaiInGermanWithBreaksAndNightsAndUmlautsOfOldWindows() {
        String text = lines(
                        "Datum;Beginn;Ende;Dauer;Pause;Lohn;Name;Benutzer;E-Mail;Kunde;Projekt;Tätigkeit;Beschreibung",
                        "2024-03-04;08:00;16:30;8,00;0:30;0;Jörg Müller;jmu;j@m.de;Bär;Halle;Prüfung;\"Zeile 1",
                        "Zeile 2\"",
                        "2024-03-05;22:00;02:00;4,00;;0;Jörg Müller;jmu;j@m.de;Bär;Halle;Prüfung;")
                .replace("\n", "\r\n");

        TrackerFile file = new TrackerFile(text.getBytes(Charset.forName("windows-1252")));
        List<TrackerRow> rows = file.read(reading(TrackerFormat.KIMAI, null)).rows();

        assertThat(file.formats()).containsExactly(TrackerFormat.KIMAI);
        assertThat(rows).extracting(TrackerRow::seconds).containsExactly(30_600, 14_400);
        assertThat(rows).extracting(TrackerRow::pause).containsExactly(1_800, 0);
        assertThat(rows).extracting(TrackerRow::task).containsOnly("Prüfung");
        assertThat(rows.getFirst().who()).isEqualTo(new Who("j@m.de", "Jörg Müller"));
    }

    @Test
    void readsTheHeaderOfKimaiInEnglish() {
        TrackerRow row = only(
                lines(
                        "Date;From;To;Duration;Rate;User;Email;Customer;Project;Activity;Description;Exported",
                        "04.03.2024;08:00;09:15;1:15;10;ada;ada@b.c;Co;Lobby;Wiring;;no",
                        "25.03.2024;nonsense;;;;ada;;;;;;"),
                TrackerFormat.KIMAI);

        assertThat(row.day()).isEqualTo("2024-03-04");
        assertThat(row.client()).isEqualTo("Co");
    }

    @Test
    void readsTheImportFormatOfSolidtimeAsUtcAndItsExportInTheZone() {
        String generic = lines(
                "description,billable,client,project,tags,start,end,task,user_name,user_email",
                "\"\",\"false\",\"\",\"Lobby\",,\"2024-03-04T09:23:52Z\",\"2024-03-04T10:23:52Z\",\"\",\"Ada\",\"a@b.c\"");
        String export = lines(
                "Description,Task,Project,Client,User,Start,End,Duration,Duration (decimal),Billable,Break,Tags",
                ",,Lobby,,Ada,2024-03-04 10:23:52,2024-03-04 11:23:52,1:00:00,1,No,No,");

        assertThat(file(generic).isUtc()).isTrue();
        assertThat(file(export).formats()).containsExactly(TrackerFormat.SOLIDTIME);
        for (String text : List.of(generic, export)) {
            assertThat(only(text, TrackerFormat.SOLIDTIME).start()).isEqualTo("2024-03-04T09:23:52Z");
        }
        assertThat(only(export.replace("No,No,", "No,Yes,"), TrackerFormat.SOLIDTIME)
                        .isBreak())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "marked UTF-8"})
    void readsEveryEncoding(String encoding) {
        String text = "\uFEFF" + TOGGL + "Zoë,z@b.c,,Café,,,No,2024-03-25,10:00:00,2024-03-25,11:00:00,01:00:00,,\n";
        byte[] bytes = switch (encoding) {
            case "UTF-8" -> text.substring(1).getBytes(UTF_8);
            case "UTF-16LE" -> text.getBytes(UTF_16LE);
            default -> text.getBytes(UTF_8);
        };

        TrackerFile file = new TrackerFile(bytes);

        assertThat(file.read(reading(TrackerFormat.TOGGL, null))
                        .rows()
                        .getFirst()
                        .project())
                .isEqualTo("Café");
    }

    @Test
    void aDateThatOnlyOneOrderCanReadDecidesForAll() {
        TrackerFile file = file(CLOCKIFY
                + clockify("03/04/2024", "9:00", "03/04/2024", "10:00", "")
                + clockify("13/04/2024", "9:00", "13/04/2024", "10:00", ""));

        assertThat(file.provenOrder()).contains(DateOrder.DMY);
        assertThat(file.possibleOrders()).isEmpty();
        assertThat(file.read(reading(TrackerFormat.CLOCKIFY, null)).rows())
                .extracting(TrackerRow::day)
                .containsExactly(LocalDate.parse("2024-04-03"), LocalDate.parse("2024-04-13"));
    }

    @Test
    void aNightAcrossTheMonthsEndDecidesTheOrderToo() {
        TrackerFile file = file(CLOCKIFY + clockify("02/01/2024", "23:00", "03/01/2024", "01:00", "02:00:00"));

        assertThat(file.provenOrder()).contains(DateOrder.DMY);
    }

    @Test
    void datesThatAreAllAmbiguousAreNeverGuessed() {
        String text = CLOCKIFY + clockify("03/04/2024", "9:00", "03/04/2024", "10:00", "01:00:00");
        TrackerFile file = file(text);

        assertThat(file.provenOrder()).isEmpty();
        assertThat(file.possibleOrders()).containsExactly(DateOrder.DMY, DateOrder.MDY);
        assertThat(file.ambiguousDate()).isEqualTo("03/04/2024, on line 2");
        assertThat(read(text, TrackerFormat.CLOCKIFY, null).refused())
                .extracting(refused -> refused.column() + " " + refused.value() + " " + refused.reason())
                .containsExactly("Start Date 03/04/2024 may be two days: say in which order day and month are");
        assertThat(read(text, TrackerFormat.CLOCKIFY, DateOrder.MDY)
                        .rows()
                        .getFirst()
                        .day())
                .isEqualTo("2024-03-04");
        assertThat(file(text.replace("03/04", "04/04")).possibleOrders()).isEmpty();
    }

    @Test
    void contradictingDatesAreAskedForAndThoseThatDoNotFitAreRefused() {
        String text = CLOCKIFY
                + clockify("13/04/2024", "9:00", "13/04/2024", "10:00", "")
                + clockify("04/13/2024", "9:00", "04/13/2024", "10:00", "");

        assertThat(file(text).possibleOrders()).containsExactly(DateOrder.DMY, DateOrder.MDY);
        TrackerRows rows = read(text, TrackerFormat.CLOCKIFY, DateOrder.DMY);
        assertThat(rows.rows()).hasSize(1);
        assertThat(rows.refused().getFirst().reason()).isEqualTo("must be a date in the order day, month, year");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-31, 01:30, 03:30, 01:00:00, 2024-03-31T00:30:00Z, 3600",
        "2024-03-31, 02:30, 03:30, '', 2024-03-31T01:30:00Z, 0",
        "2024-10-27, 01:30, 02:30, 01:00:00, 2024-10-26T23:30:00Z, 3600",
        "2024-10-27, 01:30, 02:30, 02:00:00, 2024-10-26T23:30:00Z, 7200",
        "2024-10-27, 02:45, 02:15, 00:30:00, 2024-10-27T00:45:00Z, 1800",
        "2024-10-27, 02:30, 03:30, 01:00:00, 2024-10-27T01:30:00Z, 3600",
        "2024-10-27, 02:30, 03:30, '', 2024-10-27T00:30:00Z, 7200"
    })
    void readsTheNightsInWhichClocksChangeByTheDurationOrByARule(
            String day, String start, String end, String duration, String expected, int seconds) {
        TrackerRow row = only(CLOCKIFY + clockify(day, start, day, end, duration), TrackerFormat.CLOCKIFY);

        assertThat(row.start()).isEqualTo(expected);
        assertThat(row.seconds()).isEqualTo(seconds);
    }

    @Test
    void tellsWhatItReadByARule() {
        TrackerRows rows = read(
                CLOCKIFY
                        + clockify("2024-03-31", "02:30", "2024-03-31", "04:00", "")
                        + clockify("2024-10-27", "02:30", "2024-10-27", "03:30", "")
                        + clockify("2024-10-28", "09:00", "2024-10-28", "10:00", "03:00:00"),
                TrackerFormat.CLOCKIFY,
                null);

        assertThat(rows.doubts())
                .extracting(doubt -> doubt.line() + ": " + doubt.what())
                .containsExactly(
                        "2: 2024-03-31 02:30 never was: clocks went forward. It is read as 03:30.",
                        "3: 2024-10-27 02:30 was twice: clocks went back. The first time is taken.",
                        "4: Duration (h) is 03:00:00, but the clock times are 1:00:00 apart. The clock times count.");
    }

    @Test
    void takesTheSecondsFromTheDurationWhereClocksShowNone() {
        assertThat(only(
                                CLOCKIFY + clockify("2024-10-28", "10:23 AM", "2024-10-28", "11:23 AM", "01:00:01"),
                                TrackerFormat.CLOCKIFY)
                        .seconds())
                .isEqualTo(3_601);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-13-01|9:00|2024-03-01|10:00||Start Date|2024-13-01|must be a date",
                "2024-03-01|25:00|2024-03-01|10:00||Start Time|25:00|must be a time of day such as 14:30 or 2:30 PM",
                "2024-03-01|9:00|2024-03-01|8:00||End Time|8:00|is before the start",
                "2024-03-01|9:00|||soon|Duration (h)|soon|must be a length of time such as 1:30 or 1.5",
                "2024-03-01|9:00||||End Time||has no end: its clock still runs, or it was left out",
                "|9:00|2024-03-01|10:00||Start Date||must be a date, and there is none"
            })
    void saysWhereAndWhyALineCannotBeRead(
            String startDay,
            String start,
            String endDay,
            String end,
            String duration,
            String column,
            String value,
            String reason) {
        TrackerRows rows = read(
                CLOCKIFY + clockify(text(startDay), start, text(endDay), text(end), text(duration)),
                TrackerFormat.CLOCKIFY,
                null);

        assertThat(rows.rows()).isEmpty();
        assertThat(rows.refused())
                .extracting(refused -> refused.line() + " " + refused.column() + " " + refused.value())
                .containsExactly("2 " + column + " " + text(value));
        assertThat(rows.refused().getFirst().reason()).isEqualTo(reason);
        assertThat(rows.refused().getFirst().fields()).hasSize(17);
    }

    @Test
    void saysWhatAHeaderLacks() {
        assertThat(file("a,b\n1,2\n").formats()).isEmpty();
        assertThat(file("User,Start Date,Duration (h)\n").missing(TrackerFormat.CLOCKIFY))
                .containsExactly("Start Time");
        assertThatThrownBy(() -> file(" \n\n"))
                .isInstanceOf(Source.Unreadable.class)
                .hasMessage("the file is empty");
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String clockify(String startDay, String start, String endDay, String end, String duration) {
        return "Lobby,Co,,,Ada,,a@b.c,,No,%s,%s,%s,%s,%s,,,\n".formatted(startDay, start, endDay, end, duration);
    }

    private static TrackerFile file(String text) {
        return new TrackerFile(text.getBytes(UTF_8));
    }

    private static TrackerRows read(String text, TrackerFormat format, @Nullable DateOrder order) {
        return file(text).read(reading(format, order));
    }

    private static TrackerRow only(String text, TrackerFormat format) {
        assertThat(file(text).formats()).containsExactly(format);
        TrackerRows rows = read(text, format, null);
        assertThat(rows.rows()).as(rows.refused().toString()).hasSize(1);
        return rows.rows().getFirst();
    }

    private static Reading reading(TrackerFormat format, @Nullable DateOrder order) {
        return new Reading(format, RailsTimeZone.of("Berlin"), order, LocalTime.of(8, 0));
    }
}
