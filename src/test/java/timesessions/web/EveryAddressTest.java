package timesessions.web;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.TestClock;
import timesessions.testing.TestServer;

/** What holds for every address of the server, whatever it is for. */
class EveryAddressTest {
    private static final TestServer SERVER = TestServer.start(new TestClock("2026-04-10T12:00:00Z"));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/api/openapi.json", "/api/docs", "/api/nothing", "/nothing"})
    void headAnswersLikeGetWithoutABody(String path) {
        HttpResponse<String> get = send("GET", path);
        HttpResponse<String> head = send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(get.headers().firstValue("Content-Length"))
                .contains(String.valueOf(get.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
        for (String name : get.headers().map().keySet()) {
            if (!name.equals("date")) {
                assertThat(head.headers().allValues(name))
                        .as(name)
                        .isEqualTo(get.headers().allValues(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/api/docs", "/api/nothing", "/nothing", "/api/time_sessions", "/static/x.css"})
    void answersSayWhatBrowsersMustNotDoAndNotWhatServesThem(String path) {
        HttpResponse<String> answer = send("GET", path);

        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().map()).doesNotContainKeys("Server", "X-Powered-By");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /healthz, 'GET, HEAD'",
        "DELETE, /api/docs, 'GET, HEAD'",
        "OPTIONS, /api/openapi.json, 'GET, HEAD'",
        "GET, /theme, POST",
        "HEAD, /theme, POST"
    })
    void aRefusedMethodIsToldThoseThatTheAddressHas(String method, String path, String allowed) {
        HttpResponse<String> answer = send(method, path);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
    }

    @Test
    void healthIsNeverCached() {
        assertThat(send("GET", "/healthz").headers().firstValue("Cache-Control"))
                .contains("no-store");
        assertThat(send("GET", "/readyz").headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/%zz HTTP/1.1 | 400",
                "GET /api/x%2Fy HTTP/1.1 | 400",
                "GET /api/x HTTP/9.9 | 505",
                "TRACE /api/time_sessions HTTP/1.1 | 405",
                "GARBAGE | 400"
            })
    void whatIsHardlyARequestIsAnsweredInJson(String line, int status) {
        String answer = SERVER.raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/json; charset=utf-8")
                .contains("X-Content-Type-Options: nosniff")
                .contains("{\"error\":{\"status\":" + status + ",")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("Exception");
    }

    @Test
    void whatIsTooLongIsToldSo() {
        assertThat(send("GET", "/api/time_sessions?x=" + "a".repeat(17_000)).statusCode())
                .isEqualTo(414);
        assertThat(SERVER.send(SERVER.request("/api/time_sessions").header("X-Long", "a".repeat(17_000)))
                        .statusCode())
                .isEqualTo(431);
    }

    private static HttpResponse<String> send(String method, String path) {
        return SERVER.send(SERVER.request(path).method(method, noBody()));
    }
}
