package timesessions.ingest;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static timesessions.ingest.JetbuiltJson.aSession;
import static timesessions.ingest.JetbuiltJson.all;
import static timesessions.ingest.JetbuiltJson.anEntry;
import static timesessions.ingest.JetbuiltJson.read;
import static timesessions.ingest.JetbuiltJson.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

class JetbuiltSourceTest {
    private static final String PACIFIC = "Pacific Time (US & Canada)";

    @Test
    void readsTheExampleOfTheDocumentation() throws IOException {
        try (InputStream example = getClass().getResourceAsStream("/time_sessions.example.json")) {
            var installation = new Named(43234, "Installation");
            assertThat(all(new JetbuiltSource(requireNonNull(example))))
                    .containsExactly(new TimeSession(
                            18,
                            Instant.parse("2020-10-14T17:45:00Z"),
                            Instant.parse("2020-10-14T23:53:00Z"),
                            PACIFIC,
                            22080,
                            18480,
                            3600,
                            1,
                            "Installed the new speakers",
                            Instant.parse("2020-10-14T23:45:31.078Z"),
                            Instant.parse("2020-12-08T18:13:02.084Z"),
                            false,
                            new Named(123, "Joe Bob"),
                            new Named(435, "P - 255 Conference Room"),
                            null,
                            List.of(
                                    new TimeEntry(
                                            53,
                                            Instant.parse("2020-10-14T17:45:00Z"),
                                            Instant.parse("2020-10-14T19:51:00Z"),
                                            PACIFIC,
                                            7560,
                                            Instant.parse("2020-10-14T23:45:31.140Z"),
                                            Instant.parse("2020-12-08T18:13:01.978Z"),
                                            EntryType.WORK,
                                            false,
                                            installation),
                                    new TimeEntry(
                                            54,
                                            Instant.parse("2020-10-14T19:51:00Z"),
                                            Instant.parse("2020-10-14T20:51:00Z"),
                                            PACIFIC,
                                            3600,
                                            Instant.parse("2020-10-14T23:51:45.236Z"),
                                            Instant.parse("2020-12-08T18:13:02.029Z"),
                                            EntryType.BREAK,
                                            false,
                                            installation),
                                    new TimeEntry(
                                            55,
                                            Instant.parse("2020-10-14T20:51:00Z"),
                                            Instant.parse("2020-10-14T23:53:00Z"),
                                            PACIFIC,
                                            10920,
                                            Instant.parse("2020-10-14T23:51:47.948Z"),
                                            Instant.parse("2020-12-08T18:13:02.046Z"),
                                            EntryType.WORK,
                                            false,
                                            installation))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2][3]", "[1]\n[2,3]\n", " [1 , 2]\r\n\r\n[] [3]", "1 2\n3", "[1]2[3]", "[][1,2,3]"})
    void readsPagesAndSingleSessionsOneAfterAnother(String ids) {
        String json = ids.replaceAll("\\d", "{\"id\":$0}");
        for (int id = 1; id <= 3; id++) {
            json = json.replace("{\"id\":" + id + "}", aSession().with("id", id).toString());
        }

        assertThat(read(json)).extracting(TimeSession::id).containsExactly(1L, 2L, 3L);
    }

    @Test
    void readsNothingFromAnEmptyArray() {
        assertThat(read("[]\n")).isEmpty();
    }

    @Test
    void readsTheSameWithAByteOrderMarkOrInUtf16() {
        String text = "[" + aSession().with("description", "\"Ærlig 😀\"") + "]";

        assertThat(read("\uFEFF" + text)).isEqualTo(read(text));
        assertThat(all(new JetbuiltSource(new ByteArrayInputStream(("\uFEFF" + text).getBytes(UTF_16LE)))))
                .isEqualTo(read(text));
    }

    @Test
    void readsFieldsInAnyOrderAndIgnoresThoseItDoesNotKnow() {
        JetbuiltJson plain = aSession().entries(anEntry());
        JetbuiltJson more = aSession()
                .entries(anEntry().with("note", "{\"id\": [1, {\"type\": \"nap\"}]}"))
                .with("user", "{\"email\": null, \"full_name\": \"Joe Bob\", \"teams\": [7, []], \"id\": 123}")
                .with("approved_by", "{\"id\": \"none\"}")
                .with("tags", "[\"a\", [\"b\"]]");

        for (int seed = 0; seed < 20; seed++) {
            assertThat(read(more.shuffled(new Random(seed)).toString())).isEqualTo(read(plain.toString()));
        }
    }

    @Test
    void readsNullWhereTheContractAllowsIt() {
        TimeSession session = only(aSession()
                .with("end_at", "null")
                .with("description", "null")
                .with("project", "null")
                .with("category", "null")
                .entries(anEntry().with("end_at", "null").with("labor_type", "null")));

        assertThat(session.endAt()).isNull();
        assertThat(session.description()).isNull();
        assertThat(session.project()).isNull();
        assertThat(session.category()).isNull();
        assertThat(session.entries().getFirst().endAt()).isNull();
        assertThat(session.entries().getFirst().laborType()).isNull();
    }

    @Test
    void keepsAProjectAndACategoryAtOnce() {
        TimeSession session = only(aSession().with("category", "{\"id\": 9, \"name\": \"Shop\"}"));

        assertThat(session.project()).isEqualTo(new Named(435, "Conference Room"));
        assertThat(session.category()).isEqualTo(new Named(9, "Shop"));
    }

    @Test
    void trimsNamesAndNothingElse() {
        TimeSession session = only(aSession()
                .with("user", "{\"id\": 1, \"full_name\": \"\\u00a0\\u3000Ann  Lee\\u2007\\r\\n\\t \"}")
                .with("description", "\" two lines\\n \\u0000\""));

        assertThat(session.user().name()).isEqualTo("Ann  Lee");
        assertThat(session.description()).isEqualTo(" two lines\n \0");
        assertThat(only(aSession().with("description", "\"\"")).description()).isEmpty();
    }

    @Test
    void keepsIdsDurationsAndZoneNamesAsTheyCame() {
        TimeSession session = only(aSession()
                .with("id", 9007199254740991L)
                .with("duration", Integer.MAX_VALUE)
                .with("work_duration", 0)
                .with("break_duration", 7)
                .with("num_breaks", 12)
                .with("time_zone", "\"America/Los_Angeles\""));

        assertThat(session.id()).isEqualTo(9007199254740991L);
        assertThat(session.duration()).isEqualTo(Integer.MAX_VALUE);
        assertThat(session.workDuration()).isZero();
        assertThat(session.breakDuration()).isEqualTo(7);
        assertThat(session.numBreaks()).isEqualTo(12);
        assertThat(session.timeZone()).isEqualTo("America/Los_Angeles");
    }

    @Test
    void cutsTimesToMilliseconds() {
        TimeSession session = only(aSession().with("updated_at", "\"2026-03-03T01:00:02.123999+00:00\""));

        assertThat(session.updatedAt()).isEqualTo(Instant.parse("2026-03-03T01:00:02.123Z"));
    }

    @Test
    void keepsARunningSessionAsItWasSent() {
        TimeSession session = only(aSession()
                .with("running", "true")
                .with("end_at", "null")
                .entries(
                        anEntry().with("duration", Integer.MAX_VALUE),
                        anEntry().with("id", 55).with("running", "true").with("end_at", "null")));

        assertThat(session.duration()).isEqualTo(28800);
        assertThat(session.entries()).extracting(TimeEntry::duration).containsExactly(Integer.MAX_VALUE, 14400);
        assertThat(session.asStored().duration()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void ordersEntriesByStartAndThenById() {
        TimeSession session = only(aSession()
                .entries(
                        anEntry().with("id", 3),
                        anEntry().with("id", 2).with("start_at", "\"2026-03-02T12:00:00-08:00\""),
                        anEntry().with("id", 1)));

        assertThat(session.entries()).extracting(TimeEntry::id).containsExactly(1L, 3L, 2L);
    }

    @Test
    void readsTheLongestNamesAndDescriptions() {
        String name = "😀".repeat(500);
        String description = "x".repeat(1 << 20);

        TimeSession session = only(aSession()
                .with("user", "{\"id\": 1, \"full_name\": \" " + name + " \"}")
                .with("description", "\"" + description + "\""));

        assertThat(session.user().name()).isEqualTo(name);
        assertThat(session.description()).isEqualTo(description);
    }

    static Stream<Arguments> faults() {
        String time = "must be an ISO 8601 time with an offset, in the years 1000 to 9999, not ";
        String zone = "must be the name of a time zone such as 'Eastern Time (US & Canada)' or 'Europe/Oslo', not ";
        String seconds = "must be a whole number of seconds from 0 to 2147483647, not ";
        return Stream.of(
                // Times.
                fault(session("start_at", "'yesterday'"), "18: start_at " + time + "'yesterday'"),
                fault(session("start_at", "'2026-03-02T09:00:00'"), "18: start_at " + time + "'2026-03-02T09:00:00'"),
                fault(session("start_at", "'2026-03-02'"), "18: start_at " + time + "'2026-03-02'"),
                fault(session("start_at", "null"), "18: start_at " + time + "null"),
                fault(session("start_at", "1772470800"), "18: start_at " + time + "1772470800"),
                fault(session("end_at", "'0999-12-31T23:59:59Z'"), "18: end_at " + time + "'0999-12-31T23:59:59Z'"),
                fault(
                        session("end_at", "'9999-12-31T23:59:59-01:00'"),
                        "18: end_at " + time + "'9999-12-31T23:59:59-01:00'"),
                fault(session("created_at", "[]"), "18: created_at " + time + "an array"),
                fault(session("updated_at", "{}"), "18: updated_at " + time + "an object"),
                fault(
                        aSession().with("start_at", "\"1000-01-01T00:00:00Z\""),
                        "18: start_at must be in the years 1000 to 9999 in its own time zone"),
                fault(session("end_at", "'2026-03-02T08:59:59.999-08:00'"), "18: end_at must not be before start_at"),
                fault(session("running", "true"), "18: running must be false, or end_at null"),
                fault(session("time_zone", "'Mars/Olympus'"), "18: time_zone " + zone + "'Mars/Olympus'"),
                fault(session("time_zone", "'+01:00'"), "18: time_zone " + zone + "'+01:00'"),
                fault(session("time_zone", "null"), "18: time_zone " + zone + "null"),
                // Numbers.
                fault(session("id", "0"), ": id must be a whole number from 1 to 9007199254740991, not 0"),
                fault(session("id", "-5"), ": id must be a whole number from 1 to 9007199254740991, not -5"),
                fault(session("id", "'18'"), ": id must be a whole number from 1 to 9007199254740991, not '18'"),
                fault(session("id", "9007199254740992"), "9007199254740991, not 9007199254740992"),
                fault(session("id", "18446744073709551617"), "9007199254740991, not 18446744073709551617"),
                fault(session("id", "1.5"), "9007199254740991, not 1.5"),
                fault(session("duration", "-1"), "18: duration " + seconds + "-1"),
                fault(session("duration", "2147483648"), "18: duration " + seconds + "2147483648"),
                fault(session("duration", "1.0"), "18: duration " + seconds + "1.0"),
                fault(session("duration", "null"), "18: duration " + seconds + "null"),
                fault(session("work_duration", "'25200'"), "18: work_duration " + seconds + "'25200'"),
                fault(session("break_duration", "1e3"), "18: break_duration " + seconds + "1e3"),
                fault(
                        session("num_breaks", "-1"),
                        "18: num_breaks must be a whole number from 0 to 2147483647, not -1"),
                fault(
                        session("num_breaks", "true"),
                        "18: num_breaks must be a whole number from 0 to 2147483647, not true"),
                fault(session("running", "0"), "18: running must be true or false, not 0"),
                fault(session("running", "'false'"), "18: running must be true or false, not 'false'"),
                // Texts.
                fault(session("description", "7"), "18: description must be a text, not 7"),
                fault(
                        session("description", "'" + "é".repeat((1 << 19) + 1) + "'"),
                        "18: description must have at most 1048576 bytes"),
                fault(
                        session("description", "'cut \\ud83d off'"),
                        "18: description has half a character in it, \\ud83d"),
                fault(session("description", "'\\ude00'"), "18: description has half a character in it, \\ude00"),
                // People, projects, categories.
                fault(session("user", "null"), "18: user must be an object, not null"),
                fault(session("user", "123"), "18: user must be an object, not 123"),
                fault(session("user", "{}"), "18: id, full_name are missing of user"),
                fault(session("user", "{'id': 1, 'name': 'Ann'}"), "18: full_name is missing of user"),
                fault(session("user", "{'id': 1, 'full_name': null}"), "18: user.full_name must be a text, not null"),
                fault(session("user", "{'id': 1, 'full_name': ' \\u00a0'}"), "18: user.full_name must not be empty"),
                fault(
                        session("project", "{'id': 1, 'full_name': '" + "x".repeat(501) + "'}"),
                        "18: project.full_name must have at most 500 characters, not 501"),
                fault(
                        session("project", "{'id': null, 'full_name': 'P'}"),
                        "18: project.id must be a whole number from 1 to 9007199254740991, not null"),
                fault(session("project", "[]"), "18: project must be an object, not an array"),
                fault(session("category", "'Shop'"), "18: category must be an object, not 'Shop'"),
                fault(session("category", "{'id': 1, 'name': ''}"), "18: category.name must not be empty"),
                // Fields.
                fault(aSession().without("start_at"), "18: start_at is missing of a session"),
                fault(aSession().without("end_at", "category"), "18: end_at, category are missing of a session"),
                fault(
                        "{}",
                        ": id, start_at, end_at, time_zone, duration, work_duration, break_duration, num_breaks, description,"
                                + " created_at, updated_at, running, user, project, category, time_entries are missing of a session"),
                fault("{\"id\": 18, \"id\": 18}", "18: id must be there only once"),
                // Entries.
                fault(session("time_entries", "null"), "18: time_entries must be an array, not null"),
                fault(session("time_entries", "{}"), "18: time_entries must be an array, not an object"),
                fault(session("time_entries", "[7]"), "18: a time entry must be an object, not 7"),
                fault(session("time_entries", "[[]]"), "18: a time entry must be an object, not an array"),
                fault(entry("start_at", "'noon'"), "18, entry 54: start_at " + time + "'noon'"),
                fault(
                        entry("end_at", "'2026-03-02T08:59:59-08:00'"),
                        "18, entry 54: end_at must not be before start_at"),
                fault(entry("running", "true"), "18, entry 54: running must be false, or end_at null"),
                fault(entry("time_zone", "'Mars'"), "18, entry 54: time_zone " + zone + "'Mars'"),
                fault(entry("duration", "-1"), "18, entry 54: duration " + seconds + "-1"),
                fault(entry("type", "'lunch'"), "18, entry 54: type must be 'work' or 'break', not 'lunch'"),
                fault(entry("type", "null"), "18, entry 54: type must be 'work' or 'break', not null"),
                fault(entry("id", "null"), "18: id must be a whole number from 1 to 9007199254740991, not null"),
                fault(entry("labor_type", "{'id': 1, 'name': ' '}"), "18, entry 54: labor_type.name must not be empty"),
                fault(entry("labor_type", "{'id': 1}"), "18, entry 54: name is missing of labor_type"),
                fault(
                        aSession().entries(anEntry().without("type", "running")),
                        "18, entry 54: type, running are missing of a time entry"),
                fault(
                        aSession().entries(anEntry(), anEntry().with("id", 55), anEntry()),
                        "18, entry 54: id must differ from that of every other entry of the session"),
                fault(
                        aSession()
                                .with("running", "true")
                                .with("end_at", "null")
                                .entries(
                                        anEntry().with("duration", Integer.MAX_VALUE),
                                        anEntry().with("id", 55).with("duration", 1)),
                        "18: the durations of the ended entries must add up to at most 2147483647"),
                fault(
                        session(
                                "time_entries",
                                IntStream.rangeClosed(1, 10_001)
                                        .mapToObj(id -> anEntry().with("id", id).toString())
                                        .collect(Collectors.joining(",", "[", "]"))),
                        "18: a session must have at most 10000 time entries"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesWhatIsNotAsItMustBe(String json, String message) {
        assertThatThrownBy(() -> read("[" + json + "]"))
                .isInstanceOf(Source.Unreadable.class)
                .hasMessageStartingWith("line 1, column ")
                .hasMessageEndingWith(message);
    }

    static Stream<Arguments> brokenFiles() {
        String session = aSession().toString();
        return Stream.of(
                arguments("", "the file is empty"),
                arguments(" \n\t", "the file is empty"),
                arguments("[" + session, "the file ends too early, as if it had been cut off"),
                arguments("[" + session + ",", "the file ends too early, as if it had been cut off"),
                arguments(
                        session.substring(0, 200), ", session 18: the file ends too early, as if it had been cut off"),
                arguments("[", "line 1, column 2: the file ends too early, as if it had been cut off"),
                arguments(
                        "[" + session + "]\n]",
                        "line 2, column 1: this is not JSON: Unexpected close marker ']': no open"),
                arguments("[" + session + "] and more", ": this is not JSON: Unrecognized token 'and'"),
                arguments("[" + session + "],[" + session + "]", ": this is not JSON: Unexpected character (','"),
                arguments("[" + session + " " + session + "]", ": this is not JSON: Unexpected character ('{'"),
                arguments("[" + session + ",]", ": this is not JSON: Unexpected character (']'"),
                arguments("<!DOCTYPE html>", "line 1, column 1: this is not JSON: Unexpected character ('<'"),
                arguments("id,start_at\n18,2026", "line 1, column 1: this is not JSON: Unrecognized token 'id'"),
                arguments("PK\003\004", "this is not JSON: Unrecognized token 'PK"),
                arguments("escape\033[31m", "line 1, column 1: this is not JSON: Unrecognized token 'escape '"),
                arguments("42", "line 1, column 1: a session must be an object, not 42"),
                arguments("[null]", "line 1, column 2: a session must be an object, not null"),
                arguments("\"[]\"", "line 1, column 1: a session must be an object, not '[]'"),
                arguments("[[" + session + "]]", "line 1, column 2: a session must be an object, not an array"),
                arguments("{\"a\":".repeat(200), ": a text, a number or a nesting is too long for a session"),
                arguments(
                        session("num_breaks", "1".repeat(1001)).toString(),
                        "session 18: a text, a number or a nesting is too long for a session"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void saysWhatIsWrongWithTheFile(String file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(Source.Unreadable.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAFileCutOffAnywhere() {
        String file = "[" + aSession().entries(anEntry()) + "]";

        for (int length = 0; length < file.length(); length++) {
            String start = file.substring(0, length);
            assertThatThrownBy(() -> read(start)).as(start).isInstanceOf(Source.Unreadable.class);
        }
    }

    @Test
    void namesTheLineAndColumnOfAValue() {
        String json = """
                [
                  {"id": 18,
                   "start_at": "yesterday"}
                ]""";

        assertThatThrownBy(() -> read(json)).hasMessageStartingWith("line 3, column 16, session 18: start_at must be");
    }

    @Test
    void namesTheStartOfTheObjectWhereNoValueAloneIsWrong() {
        assertThatThrownBy(() -> read("[\n\n  " + session("running", "true") + "]"))
                .hasMessageStartingWith("line 3, column 3, session 18: running must be");
    }

    @Test
    void givesTheSessionsBeforeABrokenOne() {
        var source = source("[" + aSession() + "," + aSession().with("id", 19) + ",{\"id\": 20}]");

        assertThat(source.next()).extracting(TimeSession::id).isEqualTo(18L);
        assertThat(source.next()).extracting(TimeSession::id).isEqualTo(19L);
        assertThatThrownBy(source::next).hasMessageContaining("session 20: start_at, end_at,");
    }

    @Test
    void tellsControlCharactersAndLongTextsInShort() {
        assertThatThrownBy(() -> read(session("start_at", "'\\u001b[31m\\n" + "x".repeat(100) + "'")
                        .toString()))
                .hasMessageEndingWith("not ' [31m " + "x".repeat(34) + "…'");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        var file = new ByteArrayOutputStream();
        file.write(session("description", "'Rack '")
                .toString()
                .replace("Rack ", "Rack \u0001")
                .getBytes(UTF_8));
        byte[] bytes = file.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 1) {
                bytes[i] = (byte) 0xe9;
            }
        }

        assertThatThrownBy(() -> all(new JetbuiltSource(new ByteArrayInputStream(bytes))))
                .isInstanceOf(Source.Unreadable.class)
                .hasMessageContaining(", session 18: this is not JSON: Invalid UTF-8");
    }

    @Test
    void saysThatAFileCannotBeRead() {
        var broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
            }
        };

        assertThatThrownBy(() -> all(new JetbuiltSource(broken)))
                .isInstanceOf(Source.Unreadable.class)
                .hasMessage("the file cannot be read: Input/output error");
    }

    /** Were sessions or their text kept, these 400 MB would not fit. */
    @Test
    void readsAnArrayOfAnyLengthInOnePass() {
        int sessions = 50_000;
        String description = "\"" + "x".repeat(8_000) + "\"";
        Stream<String> array = IntStream.rangeClosed(1, sessions)
                .mapToObj(
                        id -> (id == 1 ? "[" : ",") + aSession().with("id", id).with("description", description));
        var source = new JetbuiltSource(
                new Parts(Stream.concat(array, Stream.of("]")).iterator()));

        long read = 0;
        for (TimeSession session = source.next(); session != null; session = source.next()) {
            assertThat(session.id()).isEqualTo(++read);
        }
        assertThat(read).isEqualTo(sessions);
    }

    private static TimeSession only(JetbuiltJson session) {
        List<TimeSession> sessions = read(session.toString());
        assertThat(sessions).hasSize(1);
        return sessions.getFirst();
    }

    /** The JSON with ' for ". */
    private static JetbuiltJson session(String field, String json) {
        return aSession().with(field, json.replace('\'', '"'));
    }

    private static JetbuiltJson entry(String field, String json) {
        return aSession().entries(anEntry().with(field, json.replace('\'', '"')));
    }

    private static Arguments fault(Object json, String message) {
        return arguments(json.toString(), message);
    }
}
