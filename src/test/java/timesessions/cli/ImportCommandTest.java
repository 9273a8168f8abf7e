package timesessions.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import timesessions.App;
import timesessions.Config;
import timesessions.database.EmbeddedMariaDb;
import timesessions.testing.TestDatabase;

class ImportCommandTest {
    private static final String TIME = "in 0:\\d\\d";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long company;

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
    }

    @Test
    void importsAFileAndSumsItUpOnStandardError() throws IOException {
        String file = file(example());

        assertThat(run("jetbuilt", file)).isZero();
        assertThat(err()).matches("1 session read: 1 new, 0 changed, 0 unchanged, " + TIME + "\n");
        assertThat(out.toString()).isEmpty();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void changesNothingWhenRunAgain() throws IOException {
        String file = file(example());
        run("jetbuilt", file);
        err();

        assertThat(run("jetbuilt", file)).isZero();
        assertThat(err()).matches("1 session read: 0 new, 0 changed, 1 unchanged, " + TIME + "\n");
    }

    @Test
    void readsStandardInput() throws IOException {
        InputStream before = System.in;
        System.setIn(
                new ByteArrayInputStream((example() + example().replace("\"id\": 18", "\"id\": 19")).getBytes(UTF_8)));
        try {
            assertThat(run("jetbuilt", "-")).isZero();
        } finally {
            System.setIn(before);
        }

        assertThat(err()).startsWith("2 sessions read: 2 new, ");
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndWritesNothing() throws IOException {
        assertThat(run("jetbuilt", file(example()), "--dry-run")).isZero();

        assertThat(err())
                .matches("1 session read: 1 new, 0 changed, 0 unchanged, " + TIME
                        + "\\. Nothing was written: this was a dry run\\.\n");
        assertThat(stored()).isZero();
    }

    @Test
    void saysWhereAFileIsWrongAndWhatIsWritten() throws IOException {
        String file = file(example().replace("\"duration\": 22080", "\"duration\": null"));

        assertThat(run("jetbuilt", file)).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        file + ": line 7, column 17, session 18: duration must be a whole number of seconds from 0 to"
                                + " 2147483647, not null\nNothing was written.\n");
    }

    @Test
    void saysHowManySessionsStandWhereALaterOneIsWrong() throws IOException {
        var many = new StringBuilder();
        for (int id = 1; id <= 2_001; id++) {
            many.append(example().replace("\"id\": 18", "\"id\": " + id));
        }
        String file = file(many + "[{}]");

        assertThat(run("jetbuilt", file)).isEqualTo(1);
        assertThat(err())
                .endsWith(
                        "are missing of a session\n2,000 sessions from the start of the file are written, nothing after."
                                + " Import it again once that is mended: what is there already stays as it is.\n");
        assertThat(stored()).isEqualTo(2_000);
    }

    @Test
    void aDryRunSaysHowFarTheFileIsGood() throws IOException {
        assertThat(run("jetbuilt", file(example() + "[{}]"), "--dry-run")).isEqualTo(1);

        assertThat(err())
                .endsWith("are missing of a session\n0 sessions from the start of the file can be imported. Nothing was"
                        + " written: this was a dry run.\n");
        assertThat(stored()).isZero();
    }

    @Test
    void saysThatThereIsNoSuchCompany() throws IOException {
        company = 999_999_999;

        assertThat(run("jetbuilt", file(""))).isEqualTo(1);
        assertThat(err()).isEqualTo("There is no company 999999999\n");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThat(run("jetbuilt", folder + "/none.json")).isEqualTo(1);
        assertThat(err()).isEqualTo("There is no file " + folder + "/none.json\n");
    }

    @Test
    void saysThatAFileIsEmptyOrAFolder() throws IOException {
        String empty = file("");

        assertThat(run("jetbuilt", empty)).isEqualTo(1);
        assertThat(err()).startsWith(empty + ": the file is empty\n");
        assertThat(run("jetbuilt", folder.toString())).isEqualTo(1);
        assertThat(err()).startsWith(folder + ": the file cannot be read: Is a directory\n");
    }

    @Test
    void refusesWrongUsage() throws IOException {
        String file = file(example());

        assertThat(run("excel", file)).isEqualTo(2);
        assertThat(err()).contains("(SOURCE): expected one of [jetbuilt, clockify, toggl, harvest, kimai, solidtime]");
        assertThat(command().execute("jetbuilt", file)).isEqualTo(2);
        assertThat(err()).contains("--company=ID");
        assertThat(command().execute("jetbuilt", "--company=1")).isEqualTo(2);
        assertThat(err()).contains("FILE");
    }

    @Test
    void importsTheExportOfATrackerAndSaysWhatItMade() throws IOException {
        String file = clockify("2024-03-04,9:00 AM,2024-03-04,11:00 AM", "2024-03-04,11:00 AM,2024-03-04,12:00 PM");

        assertThat(run("clockify", file, "--dry-run")).isZero();
        assertThat(err())
                .isEqualTo("The times are read as those of Pacific Time (US & Canada), the company's zone.\n"
                        + "New person: Ada\nNew project: Lobby\nNew labor type: Wiring\n"
                        + "2 rows read: 2 new, 0 changed, 0 unchanged; 1 session new, 0 changed."
                        + " Nothing was written: this was a dry run.\n");
        assertThat(stored()).isZero();
        assertThat(run("clockify", file, "--time-zone", "Berlin")).isZero();
        assertThat(err())
                .matches("(?s)New person: Ada.*2 rows read: 2 new, 0 changed, 0 unchanged; 1 session new, 0 changed, "
                        + TIME + "\n");
        assertThat(stored()).isEqualTo(1);
        assertThat(run("clockify", file, "--time-zone", "Berlin")).isZero();
        assertThat(err()).startsWith("2 rows read: 0 new, 0 changed, 2 unchanged; 0 sessions new, 0 changed");
    }

    @Test
    void listsEveryRowThatItCannotReadAndImportsTheOthers() throws IOException {
        String file = clockify("2024-03-04,9:00 AM,2024-03-04,11:00 AM", "2024-03-05,noon,2024-03-05,1:00 PM");

        assertThat(run("clockify", file, "--dry-run")).isEqualTo(1);
        assertThat(stored()).isZero();
        err();
        assertThat(run("clockify", file)).isEqualTo(1);

        assertThat(err())
                .contains("row on line 3: Start Time 'noon' must be a time of day such as 14:30 or 2:30 PM\n")
                .endsWith("1 row cannot be read and is left out. Mend it and import the file again: nothing is"
                        + " doubled.\n");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void neverGuessesAnAmbiguousDate() throws IOException {
        String file = clockify("03/04/2024,9:00,03/04/2024,11:00");

        assertThat(run("clockify", file)).isEqualTo(1);
        assertThat(err())
                .isEqualTo(file + ": its dates may be read in more than one order (such as 03/04/2024, on line 2). Say"
                        + " which with --date-order: dmy or mdy\n");
        assertThat(run("clockify", file, "--date-order", "myd")).isEqualTo(2);
        err();
        assertThat(run("clockify", file, "--date-order", "dmy")).isZero();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void saysWhatAFileOfATrackerLacks() throws IOException {
        assertThat(run("kimai", clockify())).isEqualTo(1);
        assertThat(err()).contains("this is no detailed CSV export of Kimai: it has no column for Date");
        assertThat(run("jetbuilt", file(example()), "--date-order", "dmy")).isEqualTo(2);
    }

    private String clockify(String... times) throws IOException {
        var text = new StringBuilder(
                "Project,Client,Description,Task,User,Email,Billable,Start Date,Start Time,End Date,End Time\n");
        for (String time : times) {
            text.append("Lobby,Co,,Wiring,Ada,a@b.c,Yes,").append(time).append('\n');
        }
        return file(text.toString());
    }

    @Test
    void tellsHowFarItIsEachFiveSecondsAndEachHundredThousandSessions() {
        var nanos = new AtomicLong(7);
        var progress = new ImportProgress.Lines(new PrintWriter(err), nanos::get);

        progress.done(1);
        progress.done(1_000);
        nanos.addAndGet(5_000_000_000L);
        progress.done(2_000);
        progress.done(101_999);
        progress.done(102_000);

        assertThat(err()).isEqualTo("2,000 sessions so far\n102,000 sessions so far\n");
    }

    private int run(String... arguments) {
        return command()
                .execute(Stream.concat(Stream.of("--company=" + company), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private CommandLine command() {
        var config = Config.from(Map.of("DATABASE_URL", TestDatabase.url(), "DATABASE_USER", "root"));
        return new CommandLine(new ImportCommand(() -> App.open(config, EmbeddedMariaDb.Use.COMMAND)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private String err() {
        String text = err.toString().replace("\r\n", "\n");
        err.getBuffer().setLength(0);
        return text;
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("sessions.json"), text).toString();
    }

    private static String example() throws IOException {
        try (InputStream example = ImportCommandTest.class.getResourceAsStream("/time_sessions.example.json")) {
            return new String(requireNonNull(example).readAllBytes(), UTF_8);
        }
    }

    private int stored() {
        return TestDatabase.shared().read(db -> db.fetchCount(TIME_SESSION, TIME_SESSION.COMPANY_ID.eq(company)));
    }
}
