package timesessions.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LooseTimestampTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-07-28",
                "2023-7-28",
                "20230728",
                "2023-209",
                "2023209",
                "2023-W30-5",
                "2023W305",
                "2023-w30-5",
                " 2023-07-28 ",
                "2023-07-28T00",
                "2023-07-28T00:00:00Z",
                "2023-07-27T24:00",
                "2023-07-27T24",
                "2023-07-27T24:00:00.000Z"
            })
    void readsADayAsItsMidnightInUtc(String text) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo("2023-07-28T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-7-5,    2023-07-05T00:00:00Z",
        "2023-07,     2023-07-01T00:00:00Z",
        "2023-7,      2023-07-01T00:00:00Z",
        "2023,        2023-01-01T00:00:00Z",
        "2023-W30,    2023-07-24T00:00:00Z",
        "2023W30,     2023-07-24T00:00:00Z",
        "2023-001,    2023-01-01T00:00:00Z",
        "2024-366,    2024-12-31T00:00:00Z",
        "2024-02-29,  2024-02-29T00:00:00Z",
        // The first and last weeks reach into the years beside.
        "2020-W01-1,  2019-12-30T00:00:00Z",
        "2020-W53-7,  2021-01-03T00:00:00Z",
        "2021-W01-1,  2021-01-04T00:00:00Z",
        "2022-W52-7,  2023-01-01T00:00:00Z",
        "1000-01-01,  1000-01-01T00:00:00Z",
        "9999-12-31,  9999-12-31T00:00:00Z",
    })
    void readsDates(String text, Instant expected) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-28T15:33:33,           2023-07-28T15:33:33Z",
        "2023-07-28 15:33:33,           2023-07-28T15:33:33Z",
        "2023-07-28  15:33:33,          2023-07-28T15:33:33Z",
        "2023-07-28t15:33:33z,          2023-07-28T15:33:33Z",
        "2023-07-28T15:33,              2023-07-28T15:33:00Z",
        "2023-07-28T15,                 2023-07-28T15:00:00Z",
        "2023-07-28 9:05,               2023-07-28T09:05:00Z",
        "20230728T153333Z,              2023-07-28T15:33:33Z",
        "20230728T1533Z,                2023-07-28T15:33:00Z",
        "20230728T15Z,                  2023-07-28T15:00:00Z",
        "2023-209T15:33:33Z,            2023-07-28T15:33:33Z",
        "2023209T153333Z,               2023-07-28T15:33:33Z",
        "2023-W30-5T15:33:33Z,          2023-07-28T15:33:33Z",
        "2023W305T153333Z,              2023-07-28T15:33:33Z",
        "20230728T15:33:33Z,            2023-07-28T15:33:33Z",
        "2023-07-28T153333Z,            2023-07-28T15:33:33Z",
        "2016-12-31T23:59:60Z,          2017-01-01T00:00:00Z",
        "2016-12-31T235960Z,            2017-01-01T00:00:00Z",
    })
    void readsDatesWithTimes(String text, Instant expected) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-28T15:33:33.25Z,             2023-07-28T15:33:33.250Z",
        "'2023-07-28T15:33:33,25Z',           2023-07-28T15:33:33.250Z",
        "2023-07-28T15:33:33.0004,            2023-07-28T15:33:33.000400Z",
        "2023-07-28T15:33:33.123456789Z,      2023-07-28T15:33:33.123456789Z",
        "2023-07-28T15:33:33.123456789987Z,   2023-07-28T15:33:33.123456789Z",
        "20230728T153333.5Z,                  2023-07-28T15:33:33.500Z",
        "2016-12-31T23:59:60.5Z,              2017-01-01T00:00:00.500Z",
        "2023-07-28T15:33.5Z,                 2023-07-28T15:33:30Z",
        "'20230728T1533,25Z',                 2023-07-28T15:33:15Z",
        "2023-07-28T15.5Z,                    2023-07-28T15:30:00Z",
        "'2023-07-28T15,75-0700',             2023-07-28T22:45:00Z",
        "2023-07-28T15.000000001Z,            2023-07-28T15:00:00.000003600Z",
        "1969-12-31T23:59:59.75Z,             1969-12-31T23:59:59.750Z",
    })
    void readsAFractionOfWhateverComesLast(String text, Instant expected) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-7-28 15:33:33 -700",
                "2023-7-28T15:33:33-700",
                "2023-07-28T15:33:33-7",
                "2023-07-28T15:33:33-07",
                "2023-07-28T15:33:33-0700",
                "2023-07-28T15:33:33-7:00",
                "2023-07-28T15:33:33-07:00",
                "2023-07-28T15:33:33   -07:00",
                "2023-07-28T15:33:33\u221207:00",
                "2023-07-28T15:33:33 \u2212700",
                "20230728T153333-0700",
                "20230728T153333-07"
            })
    void readsAnOffsetBehindUtc(String text) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo("2023-07-28T22:33:33Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-7-28 15:33:33 +700",
                "2023-7-28T15:33:33+700",
                "2023-07-28T15:33:33+07:00",
                // Where the plus was read as a space on its way.
                "2023-7-28 15:33:33  700",
                "2023-7-28T15:33:33 700",
                "2023-07-28 15:33:33 07:00",
                "2023-07-28T15:33:33 7",
                "2023-07-28T15:33:33 07",
                "20230728T153333 0700"
            })
    void readsAnOffsetAheadOfUtc(String text) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo("2023-07-28T08:33:33Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "z", " Z", " UTC", "UTC", " utc", " GMT", "+0", "-0000", "+00:00", "-00:00", " 00:00"})
    void readsEachNameOfUtc(String offset) {
        assertThat(LooseTimestamp.parse("2023-07-28T15:33:33" + offset)).isEqualTo("2023-07-28T15:33:33Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-07-28T15:33:33+05:45,     2023-07-28T09:48:33Z",
        "2023-07-28T15:33:33+545,       2023-07-28T09:48:33Z",
        "2023-07-28T15:33:33-330,       2023-07-28T19:03:33Z",
        "2023-07-28T15:33:33+14,        2023-07-28T01:33:33Z",
        "2023-07-28T15:33:33-1800,      2023-07-29T09:33:33Z",
        "2023-07-28T15:33-7,            2023-07-28T22:33:00Z",
        "2023-07-28T15 7,               2023-07-28T08:00:00Z",
        "0999-12-31T23:00-02:00,        1000-01-01T01:00:00Z",
        "9999-12-31T24:00+01:00,        9999-12-31T23:00:00Z",
    })
    void readsOtherOffsets(String text, Instant expected) {
        assertThat(LooseTimestamp.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "now",
                "0",
                "-1",
                "20",
                "202",
                "202307",
                "1690558413",
                "23-07-28",
                "28-07-2023",
                "07/28/2023",
                "2023/07/28",
                "2023.07.28",
                "28 Jul 2023",
                "٢٠٢٣-07-28",
                "+2023-07-28",
                "-2023-07-28",
                "002023-07-28",
                "2023-",
                "2023-07-",
                "2023--28",
                "2023-0728",
                "2023-07-280",
                "2023-007-28",
                "2023W",
                "2023-W3",
                "2023-W30-",
                "2023-W305",
                "2023W30-5",
                "2023-07-28T",
                "2023-07-28X15:33",
                "2023-07-28 T15:33",
                "2023-07-28T 15:33",
                "2023-07-28\t15:33",
                "2023-07-28T1",
                "2023-07-28T153",
                "2023-07-28T15333",
                "2023-07-28T1533333",
                "2023-07-28T15:3",
                "2023-07-28T15:333",
                "2023-07-28T15:33:",
                "2023-07-28T15:33:3",
                "2023-07-28T1533:33",
                "2023-07-28T15:3333",
                "2023-07-28T15:33:33.",
                "2023-07-28T15:33:33.Z",
                "2023-07-28T15:33:33.5.5",
                "2023-07-28T15.5:33",
                "2023-07-28T15:33:33+",
                "2023-07-28T15:33:33+-7",
                "2023-07-28T15:33:33 PST",
                "2023-07-28T15:33:33 UTC+1",
                "2023-07-28T15:33:33 Europe/Madrid",
                "2023-07-28T15:33:33[UTC]",
                "2023-07-28T15:33:33-07:0",
                "2023-07-28T15:33:33-700:00",
                "2023-07-28T15:33:33-07:00:00",
                "2023-07-28T15:33:33-07000",
                "2023-07-28T15:33:33 - 07:00",
                "2023-07-28T15:33:33ZZ",
                "2023-07-28T15:33:33Z junk",
                "2023-07-28' OR '1'='1"
            })
    void refusesWhatIsNotATimestamp(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-30",
                "2023-02-29",
                "2023-04-31",
                "2023-7-32",
                "2023-07-00",
                "2023-00-01",
                "2023-13-01",
                "2023-13",
                "20230230",
                "2023-000",
                "2023-366",
                "2023366",
                "2024-367",
                "2023-W00-1",
                "2023-W53-1",
                "2023-W53",
                "2023-W30-0",
                "2023-W30-8",
                "2023-07-28T24:00:01",
                "2023-07-28T24:01",
                "2023-07-28T24.5",
                "2023-07-28T25:00",
                "2023-07-28T15:60",
                "2023-07-28T15:33:61",
                "2023-07-28T15:33:33+18:01",
                "2023-07-28T15:33:33+19",
                "2023-07-28T15:33:33-9900",
                "2023-07-28T15:33:33+07:60",
                "0999-12-31",
                "0000-01-01",
                "1000-01-01T00:00+00:01",
                "9999-12-31T24:00",
                "9999-12-31T23:00-02:00",
                "9999-12-31T23:59:59.9999Z"
            })
    void refusesDatesAndTimesThatDoNotExist(String text) {
        assertRefused(text);
    }

    /** "2023-07-28+07:00" reaches the program with a space for the plus, and so as seven in the morning. */
    @ParameterizedTest
    @ValueSource(strings = {"2023-07-28Z", "2023-07-28+07:00", "2023-07-28-07:00", "2023-7-28 -700", "2023-07 15:33"})
    void refusesAnOffsetWithoutATimeAndATimeWithoutADay(String text) {
        assertRefused(text);
    }

    @Test
    void refusesALongTextWithoutRepeatingIt() {
        for (String filler : List.of("0", " ", "-", "T", ":", "\uD83D\uDE00")) {
            assertThatThrownBy(() -> LooseTimestamp.parse("2023-07-28T15:33:33." + filler.repeat(1_000_000)))
                    .isInstanceOfSatisfying(DateTimeParseException.class, e -> {
                        assertThat(e.getMessage()).hasSizeLessThan(200);
                        assertThat(e.getParsedString()).hasSize(64);
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("timesessions.time.RailsTimeZone#all")
    void readsWhatTheApiPrints(RailsTimeZone zone) {
        new Random(zone.name().hashCode())
                .longs(
                        200,
                        Instant.parse("1973-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("2200-01-01T00:00:00Z").toEpochMilli())
                .mapToObj(Instant::ofEpochMilli)
                .forEach(instant -> {
                    String printed = IsoTimestamp.format(instant, zone);
                    assertThat(LooseTimestamp.parse(printed)).isEqualTo(instant);
                    assertThat(LooseTimestamp.parse(printed.replace('+', ' '))).isEqualTo(instant);
                });
    }

    @Test
    void readsEveryDayInEveryFormThatADayHas() {
        List<DateTimeFormatter> forms = List.of(
                DateTimeFormatter.ISO_LOCAL_DATE,
                DateTimeFormatter.BASIC_ISO_DATE,
                DateTimeFormatter.ISO_ORDINAL_DATE,
                DateTimeFormatter.ISO_WEEK_DATE,
                DateTimeFormatter.ofPattern("uuuu-M-d"),
                DateTimeFormatter.ofPattern("uuuuDDD"));

        LocalDate.of(1999, 12, 1)
                .datesUntil(LocalDate.of(2033, 2, 1))
                .forEach(day -> forms.forEach(form -> assertThat(LooseTimestamp.parse(form.format(day)))
                        .isEqualTo(day.atStartOfDay().toInstant(ZoneOffset.UTC))));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> LooseTimestamp.parse(text))
                .isInstanceOf(DateTimeParseException.class)
                .hasMessage("A timestamp is a date, such as 2023-07-28, or a date and a time, such as"
                        + " 2023-07-28 15:33:33 -0700 or 2023-07-28T22:33:33.000Z, in the years 1000 to 9999.");
    }
}
