package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.jetbuilt.com, https://app.jetbuilt.com/api/time_sessions",
        "https://app.jetbuilt.com/, https://app.jetbuilt.com/api/time_sessions",
        "https://app.jetbuilt.com/api, https://app.jetbuilt.com/api/time_sessions",
        "https://app.jetbuilt.com/api/time_sessions/, https://app.jetbuilt.com/api/time_sessions",
        "HTTP://10.0.0.7:7070/hours, http://10.0.0.7:7070/hours/api/time_sessions",
        "' http://[::1]:7070 ', http://[::1]:7070/api/time_sessions"
    })
    void findsTheSessionsFromWhatIsTyped(String typed, String sessions) {
        assertThat(UpstreamAddress.parse(typed).sessions()).hasToString(sessions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.jetbuilt.com",
                "ftp://app.jetbuilt.com",
                "file:///etc/passwd",
                "https://",
                "https://user:secret@app.jetbuilt.com",
                "https://app.jetbuilt.com?x=1",
                "https://app.jetbuilt.com#x",
                "https://app jetbuilt.com",
                "http://app_jetbuilt:x"
            })
    void refusesWhatIsNoAddressOfAnUpstream(String typed) {
        assertThatThrownBy(() -> UpstreamAddress.parse(typed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesOnlyTheQueryOfALink() {
        UpstreamAddress address = UpstreamAddress.parse("https://app.jetbuilt.com");

        assertThat(address.list("page=2")).hasToString("https://app.jetbuilt.com/api/time_sessions?page=2");
        assertThat(address.one(7)).hasToString("https://app.jetbuilt.com/api/time_sessions/7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "http://[fe80::1]", "http://0.0.0.0", "http://224.0.0.1"})
    void asksNothingOfAddressesThatNoUpstreamHas(String typed) {
        assertThatThrownBy(() -> UpstreamAddress.parse(typed).requireAllowed()).isInstanceOf(UpstreamFault.class);
    }
}
