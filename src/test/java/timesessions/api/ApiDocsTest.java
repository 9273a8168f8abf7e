package timesessions.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import timesessions.testing.PageServer;

class ApiDocsTest {
    private static final String ADDRESS = "https://hours.example.com/time";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static PageServer server;
    private static JsonNode document;
    private static Document page;

    @BeforeAll
    static void start() throws IOException {
        server = new PageServer(routes -> new ApiDocs(ctx -> ADDRESS).addTo(routes));
        document = MAPPER.readTree(Files.readString(Path.of("src/main/resources/openapi.json")));
        page = Jsoup.parse(server.get("/api/docs").body());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theDocumentIsTheOneInTheProgramButForTheAddressOfTheServer() throws IOException {
        var answer = server.get("/api/openapi.json");
        JsonNode served = MAPPER.readTree(answer.body());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat(served.at("/servers/0/url").asText()).isEqualTo(ADDRESS);
        ((ObjectNode) served.at("/servers/0")).put("url", "/");
        assertThat(served).isEqualTo(document);
    }

    @Test
    void theDocumentIsSentOnceAndThenOnlyWhenItChanged() {
        String tag =
                server.get("/api/openapi.json").headers().firstValue("ETag").orElseThrow();
        var again = server.send(server.request("/api/openapi.json").header("If-None-Match", tag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void headAnswersAsGetWould() {
        for (String path : List.of("/api/openapi.json", "/api/docs")) {
            var get = server.get(path);
            var head = server.send(server.request(path).method("HEAD", BodyPublishers.noBody()));

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            for (String header : List.of("Content-Type", "Content-Length", "Cache-Control")) {
                assertThat(head.headers().firstValue(header))
                        .isEqualTo(get.headers().firstValue(header));
            }
        }
    }

    @Test
    void thePageShowsEveryParameterWithWhatItMeans() {
        for (JsonNode parameter : document.at("/components/parameters")) {
            assertThat(page.select("tr").eachText())
                    .anySatisfy(row -> assertThat(row)
                            .startsWith(parameter.path("name").asText())
                            .contains(parameter.path("description").asText()));
        }
    }

    @Test
    void thePageShowsEveryOperation() {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> assertThat(page.selectXpath("//*[@id='%s']"
                                        .formatted(operation
                                                .getValue()
                                                .path("operationId")
                                                .asText())))
                                .singleElement()
                                .extracting(Element::text)
                                .asString()
                                .contains(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())
                                .contains(
                                        operation.getValue().path("description").asText())));
    }

    @Test
    void thePageShowsEveryObjectWithItsFields() {
        document.at("/components/schemas").properties().forEach(schema -> {
            Element section = page.expectFirst("#schema-" + schema.getKey());
            var fields = new ArrayList<String>();
            schema.getValue().path("properties").fieldNames().forEachRemaining(fields::add);
            assertThat(section.select("tbody th").eachText()).containsAll(fields);
        });
    }

    @Test
    void thePageShowsEveryErrorWithItsExample() {
        for (String status : List.of("400", "401", "404", "405", "406", "429", "500", "503")) {
            Element section = page.expectFirst("#error-" + status);

            assertThat(section.select(".code").text()).contains("\"status\": " + status);
        }
    }

    @Test
    void theExamplesArePrintedOverLinesAndAreStillTheSameJson() throws IOException {
        String example = page.expectFirst("#getTimeSession .code code").wholeText();

        assertThat(example).startsWith("{\n  \"id\": 18,\n  \"start_at\": \"2020-10-14T10:45:00.000-07:00\"");
        assertThat(MAPPER.readTree(example)).isEqualTo(document.at("/components/examples/TimeSession/value"));
    }

    @Test
    void theCommandsToTryNameThisServer() {
        assertThat(page.select("#try-it .code").eachText())
                .hasSize(3)
                .allSatisfy(command ->
                        assertThat(command).startsWith("curl ").contains("'" + ADDRESS + "/api/time_sessions"));
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhere() {
        assertThat(page.select("a[href^=#]").eachAttr("href"))
                .isNotEmpty()
                .allSatisfy(href -> assertThat(page.getElementById(href.substring(1)))
                        .as(href)
                        .isNotNull());
    }

    @Test
    void noTwoPartsOfThePageHaveTheSameName() {
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }
}
