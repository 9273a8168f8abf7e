package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.PageServer;

class AssetsTest {
    private static final Assets ASSETS = new Assets();
    private static PageServer server;

    @BeforeAll
    static void start() {
        server = new PageServer(routes -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "app.css, text/css; charset=utf-8",
        "tabler.css, text/css; charset=utf-8",
        "htmx.js, text/javascript; charset=utf-8",
        "icon.svg, image/svg+xml"
    })
    void aFileIsKeptForEverUnderAnAddressThatNamesItsContent(String name, String type) {
        String url = ASSETS.url(name);
        var answer = server.get(url);

        assertThat(url).matches("/static/" + name.replace(".", "\\.[0-9a-f]{8}\\."));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).isEqualToIgnoringCase(type);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    }

    @Test
    void theStyleSheetIsTheOneOfTheStaticFolder() throws IOException {
        assertThat(server.get(ASSETS.url("app.css")).body()).isEqualTo(Files.readString(Path.of("static/app.css")));
    }

    @Test
    void everyFileOfTheStaticFolderIsServed() throws IOException {
        try (var files = Files.list(Path.of("static"))) {
            assertThat(files.map(file -> file.getFileName().toString())).allSatisfy(ASSETS::url);
        }
    }

    @Test
    void aFileIsSentCompressed() throws IOException {
        String url = ASSETS.url("tabler.css");
        var answer = server.sendForBytes(server.request(url).header("Accept-Encoding", "gzip, br"));

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(answer.headers().firstValue("Content-Length")).hasValue(Integer.toString(answer.body().length));
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(unpacked.readAllBytes())
                    .isEqualTo(server.sendForBytes(server.request(url)).body());
        }
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() {
        String url = ASSETS.url("app.css");
        String tag = server.get(url).headers().firstValue("ETag").orElseThrow();
        var answer = server.send(server.request(url).header("If-None-Match", tag));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void headTellsTheLengthWithoutTheFile() {
        var answer = server.send(server.request(ASSETS.url("app.css")).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/app.css",
                "/static/app.000000000000.css",
                "/static/nothing.js",
                "/static/",
                "/static/..%2fopenapi.json",
                "/static/%2e%2e/openapi.json"
            })
    void otherNamesAreNotFound(String path) {
        assertThat(server.get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void aTemplateThatAsksForAnUnknownFileFails() {
        assertThatThrownBy(() -> ASSETS.url("other.css")).hasMessageContaining("other.css");
    }

    @Test
    void aFirstVisitStaysSmall() {
        int bytes = 0;
        for (String name : new String[] {"app.css", "tabler.css", "htmx.js", "icon.svg"}) {
            bytes += server.sendForBytes(server.request(ASSETS.url(name)).header("Accept-Encoding", "gzip"))
                    .body()
                    .length;
        }

        assertThat(bytes).isLessThan(120 * 1024);
    }
}
