package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "*/*",
                "application/*",
                "application/json",
                "Application/JSON; charset=utf-8",
                "application/vnd.jetbuilt.v1",
                "application/vnd.jetbuilt.v1+json",
                "text/html, application/xhtml+xml, */*;q=0.8",
                "application/vnd.jetbuilt.v2, application/json;q=0.1",
                "application/json;q=0, application/vnd.jetbuilt.v1",
                "text/html;q=zero, application/json",
                "application/json ; q=0.001"
            })
    void takesWhatVersionOneInJsonIs(String header) {
        assertThat(AcceptHeader.acceptsJson(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/*",
                "application/vnd.jetbuilt.v2",
                "application/vnd.jetbuilt.v2+json",
                "application/vnd.jetbuilt.v10",
                "application/json;q=0",
                "application/json;q=0, */*",
                "application/*;q=0.000, */*",
                "*/*;q=0",
                "application/vnd.jetbuilt.v1;q=0",
                "application/json;q=much",
                "application/json;q=2",
                ",,",
                ";",
                "json"
            })
    void refusesWhatItIsNot(String header) {
        assertThat(AcceptHeader.acceptsJson(header)).isFalse();
    }
}
