package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 198.51.100.7",
        "198.51.100.7:8080, 198.51.100.7",
        "255.255.255.255, 255.255.255.255",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
        "[2001:DB8::1]:443, 2001:db8:0:0:0:0:0:1",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "::ffff:198.51.100.7, 198.51.100.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6",
        "::1, 0:0:0:0:0:0:0:1"
    })
    void readsAddressesWithAndWithoutPorts(String text, String address) {
        assertThat(Addresses.parse(text)).map(InetAddress::getHostAddress).contains(address);
    }

    /** Each of these would be taken for a name, and a stranger could so make the server ask for any name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "face",
                "1.2.3",
                "12345",
                "256.1.1.1",
                "999.1.1.1",
                "1.2.3.4.",
                "1.2.3.4.5",
                "localhost",
                "unknown",
                "_x",
                "[]",
                "[face]",
                ":",
                "1.2.3.4:x",
                "::g",
                "example.com:80"
            })
    void neverTakesANameForAnAddress(String text) {
        assertThat(Addresses.parse(text)).isEmpty();
    }
}
