package timesessions.time;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimestampTest {
    private static final DateTimeFormatter SLOW_BUT_SURE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    @ParameterizedTest
    @CsvSource({
        // The example of the API: summer and winter in one object.
        "2020-10-14T17:45:00Z,       Pacific Time (US & Canada), 2020-10-14T10:45:00.000-07:00",
        "2020-10-14T23:45:31.078Z,   Pacific Time (US & Canada), 2020-10-14T16:45:31.078-07:00",
        "2020-12-08T18:13:02.084Z,   Pacific Time (US & Canada), 2020-12-08T10:13:02.084-08:00",
        // UTC is Z; what only shows the same clock is not.
        "2023-01-15T12:00:00Z,       UTC,                        2023-01-15T12:00:00.000Z",
        "2023-01-15T12:00:00Z,       Etc/UCT,                    2023-01-15T12:00:00.000Z",
        "2023-01-15T12:00:00Z,       London,                     2023-01-15T12:00:00.000+00:00",
        "2023-07-15T12:00:00Z,       London,                     2023-07-15T13:00:00.000+01:00",
        "2023-01-15T12:00:00Z,       Monrovia,                   2023-01-15T12:00:00.000+00:00",
        "2023-01-15T12:00:00Z,       Etc/GMT,                    2023-01-15T12:00:00.000+00:00",
        "2023-01-15T12:00:00Z,       Africa/Abidjan,             2023-01-15T12:00:00.000+00:00",
        // The last second of winter and the first of summer; the hour that comes twice in autumn.
        "2023-03-12T09:59:59Z,       Pacific Time (US & Canada), 2023-03-12T01:59:59.000-08:00",
        "2023-03-12T10:00:00Z,       Pacific Time (US & Canada), 2023-03-12T03:00:00.000-07:00",
        "2023-11-05T08:30:00Z,       Pacific Time (US & Canada), 2023-11-05T01:30:00.000-07:00",
        "2023-11-05T08:59:59.999Z,   Pacific Time (US & Canada), 2023-11-05T01:59:59.999-07:00",
        "2023-11-05T09:00:00Z,       Pacific Time (US & Canada), 2023-11-05T01:00:00.000-08:00",
        "2023-11-05T09:30:00Z,       Pacific Time (US & Canada), 2023-11-05T01:30:00.000-08:00",
        "2023-03-26T00:59:59Z,       Dublin,                     2023-03-26T00:59:59.000+00:00",
        "2023-03-26T01:00:00Z,       Dublin,                     2023-03-26T02:00:00.000+01:00",
        // The other half of the world has summer in winter.
        "2023-01-15T12:00:00Z,       Sydney,                     2023-01-15T23:00:00.000+11:00",
        "2023-07-15T12:00:00Z,       Sydney,                     2023-07-15T22:00:00.000+10:00",
        // Offsets that are not whole hours.
        "2023-07-15T20:30:00Z,       Kathmandu,                  2023-07-16T02:15:00.000+05:45",
        "2023-01-15T12:00:00Z,       Chatham Is.,                2023-01-16T01:45:00.000+13:45",
        "2023-07-15T12:00:00Z,       Chatham Is.,                2023-07-16T00:45:00.000+12:45",
        "2023-09-23T13:59:59Z,       Chatham Is.,                2023-09-24T02:44:59.000+12:45",
        "2023-09-23T14:00:00Z,       Chatham Is.,                2023-09-24T03:45:00.000+13:45",
        "2023-01-15T12:00:00Z,       Newfoundland,               2023-01-15T08:30:00.000-03:30",
        "2023-07-15T12:00:00Z,       Mumbai,                     2023-07-15T17:30:00.000+05:30",
        // The ends of the day and of the earth.
        "2023-01-15T12:00:00Z,       International Date Line West, 2023-01-15T00:00:00.000-12:00",
        "2023-12-31T11:00:00Z,       Samoa,                      2024-01-01T00:00:00.000+13:00",
        "2024-02-29T23:59:59Z,       UTC,                        2024-02-29T23:59:59.000Z",
        // Decimals are cut, before 1970 too.
        "2023-07-28T15:33:33.0009Z,  UTC,                        2023-07-28T15:33:33.000Z",
        "2023-07-28T15:33:33.9999Z,  UTC,                        2023-07-28T15:33:33.999Z",
        "1969-12-31T23:59:59.9999Z,  UTC,                        1969-12-31T23:59:59.999Z",
        // The seconds of old offsets go unsaid: 7 h 52 min 58 s behind, 44 min 30 s in Monrovia until 1972.
        "1850-01-01T00:00:00Z,       Pacific Time (US & Canada), 1849-12-31T16:07:02.000-07:52",
        "1971-12-31T00:00:00Z,       Monrovia,                   1971-12-30T23:15:30.000-00:44",
        // All that the database can hold.
        "1000-01-01T00:00:00Z,       UTC,                        1000-01-01T00:00:00.000Z",
        "1000-01-01T00:00:00Z,       Etc/GMT+12,                 0999-12-31T12:00:00.000-12:00",
        "9999-12-31T23:59:59.999Z,   UTC,                        9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z,   Tokyo,                      10000-01-01T08:59:59.999+09:00",
    })
    void formatsAsRailsDoes(Instant instant, String zone, String expected) {
        assertThat(IsoTimestamp.format(instant, RailsTimeZone.of(zone))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("timesessions.time.RailsTimeZone#all")
    void formatsInWinterInSummerAndAroundEveryChangeOfTheClocks(RailsTimeZone zone) {
        List<Instant> instants = new ArrayList<>(List.of(
                Instant.parse("2023-01-15T12:34:56.789Z"),
                Instant.parse("2023-07-15T12:34:56.789Z"),
                Instant.parse("2040-01-15T00:00:00.001Z"),
                Instant.parse("2040-07-15T00:00:00.010Z")));
        var rules = zone.zone().getRules();
        ZoneOffsetTransition change = rules.nextTransition(Instant.parse("1973-01-01T00:00:00Z"));
        while (change != null && change.getInstant().isBefore(Instant.parse("2050-01-01T00:00:00Z"))) {
            instants.add(change.getInstant().minusMillis(1));
            instants.add(change.getInstant());
            change = rules.nextTransition(change.getInstant());
        }

        assertThat(instants)
                .allSatisfy(instant ->
                        assertThat(IsoTimestamp.format(instant, zone)).isEqualTo(slowButSure(instant, zone)));
    }

    @ParameterizedTest
    @MethodSource("timesessions.time.RailsTimeZone#all")
    void readsBackWhatItFormats(RailsTimeZone zone) {
        Instant from = Instant.parse("1973-01-01T00:00:00Z");
        Instant to = Instant.parse("2200-01-01T00:00:00Z");

        new Random(zone.name().hashCode())
                .longs(200, from.toEpochMilli(), to.toEpochMilli())
                .mapToObj(Instant::ofEpochMilli)
                .forEach(instant -> assertThat(IsoTimestamp.parse(IsoTimestamp.format(instant, zone)))
                        .isEqualTo(instant));
    }

    @Test
    void writesIntoTheMiddleOfABuffer() {
        byte[] target = "[..............................]".getBytes(US_ASCII);

        int end = new IsoTimestampWriter()
                .write(Instant.parse("2020-10-14T17:45:00Z"), RailsTimeZone.of("Alaska"), target, 1);

        assertThat(end).isEqualTo(30);
        assertThat(new String(target, US_ASCII)).isEqualTo("[2020-10-14T09:45:00.000-08:00.]");
    }

    @Test
    void writesOneAfterTheOtherOfTheSameDayAndOfOthers() {
        var writer = new IsoTimestampWriter();
        var random = new SplittableRandom(5);
        byte[] target = new byte[IsoTimestampWriter.MAX_LENGTH];
        Instant midnight = Instant.parse("2024-02-29T00:00:00Z");
        for (int i = 0; i < 2_000; i++) {
            RailsTimeZone zone =
                    RailsTimeZone.all().get(random.nextInt(RailsTimeZone.all().size()));
            Instant instant = midnight.plusMillis(random.nextLong(-172_800_000, 172_800_000));

            int end = writer.write(instant, zone, target, 0);

            String expected = IsoTimestamp.format(instant, zone);
            assertThat(new String(target, 0, end, US_ASCII)).isEqualTo(expected);
            assertThat(expected).isEqualTo(slowButSure(instant, zone));
        }
    }

    @Test
    void goesOnAfterARefusal() {
        var writer = new IsoTimestampWriter();
        byte[] target = new byte[IsoTimestampWriter.MAX_LENGTH];
        RailsTimeZone utc = RailsTimeZone.of("UTC");
        Instant first = Instant.parse("9999-12-31T23:59:59.999Z");
        writer.write(first, utc, target, 0);

        assertThatThrownBy(() -> writer.write(Instant.parse("+100000-01-01T00:00:00Z"), utc, target, 0))
                .isInstanceOf(DateTimeException.class);

        int end = writer.write(first, utc, target, 0);
        assertThat(new String(target, 0, end, US_ASCII)).isEqualTo("9999-12-31T23:59:59.999Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-12-31T00:00:00Z", "+100000-01-01T00:00:00Z"})
    void refusesToFormatAYearThatNoOneWorkedIn(Instant instant) {
        assertThatThrownBy(() -> IsoTimestamp.format(instant, RailsTimeZone.of("UTC")))
                .isInstanceOf(DateTimeException.class)
                .hasMessageStartingWith("No timestamp is written for the year");
    }

    @ParameterizedTest
    @CsvSource({
        "2020-10-14T10:45:00.000-07:00,       2020-10-14T17:45:00Z",
        "2020-10-14T10:45:00-0700,            2020-10-14T17:45:00Z",
        "2020-10-14T10:45:00-07,              2020-10-14T17:45:00Z",
        "2020-10-14T10:45-07:00,              2020-10-14T17:45:00Z",
        "2020-10-14T17:45:00Z,                2020-10-14T17:45:00Z",
        "2020-10-14t17:45:00z,                2020-10-14T17:45:00Z",
        "2020-10-14T17:45:00+00:00,           2020-10-14T17:45:00Z",
        "2020-10-14T17:45:00-00:00,           2020-10-14T17:45:00Z",
        "2023-07-16T02:15:00+05:45,           2023-07-15T20:30:00Z",
        "2020-10-14T17:45:00.1Z,              2020-10-14T17:45:00.100Z",
        "2020-10-14T17:45:00.078999999Z,      2020-10-14T17:45:00.078Z",
        "2020-10-14T17:45:00.999999999999Z,   2020-10-14T17:45:00.999Z",
        "'2020-10-14T17:45:00,078Z',          2020-10-14T17:45:00.078Z",
        "1969-12-31T23:59:59.9999Z,           1969-12-31T23:59:59.999Z",
        "2024-02-29T24:00:00Z,                2024-03-01T00:00:00Z",
        "2016-12-31T23:59:60Z,                2017-01-01T00:00:00Z",
        "1000-01-01T00:00:00Z,                1000-01-01T00:00:00Z",
        "0999-12-31T12:00:00.000-12:00,       1000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z,            9999-12-31T23:59:59.999Z",
    })
    void readsTimestampsWithAnOffset(String text, Instant expected) {
        assertThat(IsoTimestamp.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2020-10-14",
                "2020-10-14T10:45:00",
                "2020-10-14T10:45:00.",
                "2020-10-14T10:45:00.Z",
                "2020-10-14T10:45:00.000",
                "2020-10-14 10:45:00Z",
                " 2020-10-14T10:45:00Z",
                "2020-10-14T10:45:00Z ",
                "2020-10-14T10:45:00ZZ",
                "2020-10-14T10:45:00UTC",
                "2020-10-14T10:45:00-7",
                "2020-10-14T10:45:00-700",
                "2020-10-14T10:45:00-07:",
                "2020-10-14T10:45:00-07:0",
                "2020-10-14T10:45:00-07:00:00",
                "2020-10-14T10:45:00 07:00",
                "2020-10-14T10:45:00+18:01",
                "2020-10-14T10:45:00+07:60",
                "2020-10-14T10Z",
                "20201014T104500Z",
                "2020-1-14T10:45:00Z",
                "2020-13-14T10:45:00Z",
                "2020-00-14T10:45:00Z",
                "2020-10-00T10:45:00Z",
                "2023-02-29T10:45:00Z",
                "2020-10-14T24:00:01Z",
                "2020-10-14T25:00:00Z",
                "2020-10-14T10:60:00Z",
                "2020-10-14T10:45:61Z",
                "0999-12-31T23:59:59Z",
                "1000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "9999-12-31T24:00:00Z",
                "10000-01-01T08:59:59.999+09:00",
                "+2020-10-14T10:45:00Z",
                "-2020-10-14T10:45:00Z",
                "٢٠٢٠-10-14T10:45:00Z",
                "1602683100"
            })
    void refusesWhatDoesNotSayWhichInstantItIs(String text) {
        assertThatThrownBy(() -> IsoTimestamp.parse(text))
                .isInstanceOf(DateTimeParseException.class)
                .hasMessage("A timestamp is a date, a time and an offset, such as 2020-10-14T10:45:00-07:00"
                        + " or 2020-10-14T17:45:00.000Z, in the years 1000 to 9999.");
    }

    @Test
    void refusesALongTextWithoutRepeatingIt() {
        assertThatThrownBy(() -> IsoTimestamp.parse("2020-10-14T10:45:00." + "0".repeat(1_000_000) + "Z"))
                .isInstanceOfSatisfying(
                        DateTimeParseException.class,
                        e -> assertThat(e.getParsedString()).hasSize(64));
    }

    private static String slowButSure(Instant instant, RailsTimeZone zone) {
        String text = SLOW_BUT_SURE.format(instant.atZone(zone.zone()));
        return zone.printedAsZ() ? text.replace("+00:00", "Z") : text;
    }
}
