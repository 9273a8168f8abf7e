package timesessions.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RailsTimeZoneTest {

    @Test
    void knowsThe151NamesOfRailsInTheirOrder() {
        assertThat(RailsTimeZone.all())
                .hasSize(151)
                .extracting(RailsTimeZone::name)
                .doesNotHaveDuplicates()
                .startsWith("International Date Line West", "Midway Island", "American Samoa", "Hawaii")
                .contains("Pacific Time (US & Canada)", "UTC", "Nuku'alofa")
                .endsWith("Chatham Is.", "Samoa");
    }

    @Test
    void findsEachOfItsOwnNames() {
        assertThat(RailsTimeZone.all())
                .allSatisfy(zone -> assertThat(RailsTimeZone.of(zone.name())).isSameAs(zone));
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific Time (US & Canada), America/Los_Angeles",
        "Kyiv, Europe/Kiev",
        "UTC, Etc/UTC",
        "Singapore, Asia/Singapore",
        "America/Los_Angeles, America/Los_Angeles",
        "Etc/GMT+12, Etc/GMT+12",
        "Australia/Eucla, Australia/Eucla"
    })
    void standsForAnIanaZone(String name, String iana) {
        RailsTimeZone zone = RailsTimeZone.of(name);

        assertThat(zone.name()).isEqualTo(name);
        assertThat(zone.zone()).isEqualTo(ZoneId.of(iana));
    }

    @Test
    void keepsApartTheNamesOfOneIanaZone() {
        assertThat(RailsTimeZone.of("Osaka")).isNotEqualTo(RailsTimeZone.of("Tokyo"));
        assertThat(RailsTimeZone.of("Osaka").zone())
                .isEqualTo(RailsTimeZone.of("Tokyo").zone());
    }

    @Test
    void isOneInstanceForEachName() {
        assertThat(RailsTimeZone.of("Europe/Madrid")).isSameAs(RailsTimeZone.of("Europe/Madrid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Atlantis",
                "pacific time (us & canada)",
                "america/los_angeles",
                "Madrid ",
                "SystemV/PST8PDT",
                "+02:00",
                "Z",
                "UTC+1",
                "GMT+02:00"
            })
    void refusesWhatIsNoZone(String name) {
        assertThat(RailsTimeZone.find(name)).isEmpty();
        assertThatThrownBy(() -> RailsTimeZone.of(name))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("No time zone is called \"" + name + "\"");
    }

    @Test
    void refusesALongNameInAShortMessage() {
        assertThatThrownBy(() -> RailsTimeZone.of("x".repeat(1_000_000)))
                .hasMessage("No time zone is called \"" + "x".repeat(64) + "…\"");
        assertThatThrownBy(() -> RailsTimeZone.of("x" + "😀".repeat(64)))
                .hasMessage("No time zone is called \"x" + "😀".repeat(31) + "…\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"})
    void isPrintedAsZWhereItIsCalledUtc(String name) {
        assertThat(RailsTimeZone.of(name).printedAsZ()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "London",
                "Edinburgh",
                "Lisbon",
                "Monrovia",
                "Azores",
                "Europe/London",
                "Africa/Abidjan",
                "Atlantic/Reykjavik",
                "Antarctica/Troll",
                "GMT",
                "GMT0",
                "Greenwich",
                "Etc/GMT",
                "Etc/GMT+0",
                "Etc/Greenwich"
            })
    void isNotPrintedAsZWhereOnlyTheClockIsTheSame(String name) {
        assertThat(RailsTimeZone.of(name).printedAsZ()).isFalse();
    }

    @Test
    void printsAsZOnlyOneOfTheNamesOfRails() {
        assertThat(RailsTimeZone.all()).filteredOn(RailsTimeZone::printedAsZ).containsExactly(RailsTimeZone.of("UTC"));
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific Time (US & Canada), Pacific",
        "Atlantic Time (Canada), Atlantic",
        "Indiana (East), Indiana",
        "America/Argentina/Buenos_Aires, Buenos Aires",
        "UTC, UTC"
    })
    void hasAShortLabel(String name, String label) {
        assertThat(RailsTimeZone.of(name).label()).isEqualTo(label);
    }
}
