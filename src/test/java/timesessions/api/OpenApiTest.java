package timesessions.api;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.database.Database;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;

/** The description of the API against what the API does: neither may know anything that the other does not. */
class OpenApiTest {
    private static final String LIST = "/api/time_sessions";
    private static final String ONE = "/api/time_sessions/{id}";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestClock CLOCK = new TestClock("2026-04-10T12:00:00Z");
    private static final TestServer SERVER = TestServer.start(CLOCK);

    /** Headers that mean something to a program; the others are the business of browsers and caches. */
    private static final List<String> MEANINGFUL = List.of(
            "Content-Type", "X-Total-Count", "Link", "ETag", "Allow", "Retry-After", "WWW-Authenticate", "Location");

    private static String key = "";
    private static JsonNode document = JSON.missingNode();

    @BeforeAll
    static void writeSessions() throws IOException {
        long company = TestDatabase.company("London");
        SessionBuilder.write(
                company,
                session(1)
                        .on(5)
                        .description("Pulled cable")
                        .entry(11, "2026-03-02T17:00:00Z", 3L)
                        .entry(12, "2026-03-02T17:10:00Z", null),
                session(2).of(6).in("Europe/London"),
                session(3).in("UTC").running(),
                session(4),
                session(5));
        key = SERVER.newKey(company);
        document =
                JSON.readTree(SERVER.send(SERVER.request("/api/openapi.json")).body());
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyAnswerIsOneOfThoseDescribed() throws IOException {
        assertDescribed(LIST, SERVER.get(LIST + "?per_page=2&page=2", key));
        assertDescribed(LIST, SERVER.get(LIST + "?page=9", key));
        assertDescribed(LIST, SERVER.get(LIST + "?sort=sideways", key));
        assertDescribed(LIST, SERVER.send(SERVER.request(LIST)));
        assertDescribed(LIST, asking(LIST, "POST", "Accept", "*/*"));
        assertDescribed(LIST, asking(LIST, "GET", "Accept", "application/vnd.jetbuilt.v2"));
        assertDescribed(LIST, asking(LIST, "GET", "If-None-Match", "*"));
        assertDescribed(ONE, SERVER.get(LIST + "/1", key));
        assertDescribed(ONE, SERVER.get(LIST + "/3", key));
        assertDescribed(ONE, SERVER.get(LIST + "/404", key));
        assertDescribed(ONE, SERVER.send(SERVER.request(LIST + "/1")));
        assertDescribed(ONE, asking(LIST + "/1", "DELETE", "Accept", "*/*"));
        assertDescribed(ONE, asking(LIST + "/1", "GET", "Accept", "text/html"));
        assertDescribed(ONE, asking(LIST + "/1", "GET", "If-None-Match", "*"));
        assertDescribed("/api/openapi.json", SERVER.send(SERVER.request("/api/openapi.json")));
        assertDescribed("/api/openapi.json", asking("/api/openapi.json", "GET", "If-None-Match", "*"));
        assertDescribed("/api/openapi.json", asking("/api/openapi.json", "PUT", "Accept", "*/*"));
    }

    @Test
    void tooManyRequestsAreDescribed() throws IOException {
        try (var limited = TestServer.start(CLOCK, Map.of("RATE_LIMIT", "1"))) {
            limited.send(limited.request(LIST));
            assertDescribed(LIST, limited.send(limited.request(LIST)));
        }
    }

    @Test
    void aDatabaseThatIsAwayIsDescribed() throws IOException {
        try (var nowhere = Database.open("jdbc:mariadb://127.0.0.1:1/timesessions", "root", null, /* poolSize= */ 1);
                var server = TestServer.on(nowhere, CLOCK)) {
            HttpResponse<String> answer = server.get(LIST, key);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertDescribed(LIST, answer);
        }
    }

    @Test
    void whatTheApiReadsIsDescribedAndNothingElse() throws IOException {
        var described = new TreeSet<String>();
        for (JsonNode parameter : parameters(LIST, "query")) {
            described.add(parameter.get("name").asText());
        }

        assertThat(described).isEqualTo(parametersInTheCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "head"})
    void everyDescribedParameterOfTheListIsRead(String method) throws IOException {
        for (JsonNode parameter : parameters(LIST, "query")) {
            String name = parameter.get("name").asText();
            HttpResponse<String> answer = SERVER.send(SERVER.request(LIST + "?" + name + "=!!!")
                    .header("Authorization", "Token token=" + key)
                    .method(method.toUpperCase(java.util.Locale.ROOT), noBody()));

            assertThat(answer.statusCode()).as(name).isEqualTo(400);
            if (method.equals("get")) {
                assertThat(JSON.readTree(answer.body()).at("/error/parameter").asText())
                        .isEqualTo(name);
            }
        }
    }

    @Test
    void everyDescribedOrderIsOne() {
        for (JsonNode order : document.at("/components/parameters/Sort/schema/enum")) {
            assertThat(SERVER.get(LIST + "?sort=" + order.asText(), key).statusCode())
                    .as(order.asText())
                    .isEqualTo(200);
        }
    }

    @Test
    void theBoundsOfPagesAreThoseDescribed() {
        JsonNode perPage = document.at("/components/parameters/PerPage/schema");

        assertThat(SERVER.get(LIST + "?per_page=" + perPage.get("maximum").asInt(), key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(SERVER.get(LIST + "?per_page=" + (perPage.get("maximum").asInt() + 1), key)
                        .statusCode())
                .isEqualTo(400);
        assertThat(SERVER.get(LIST + "?per_page=" + perPage.get("default").asInt(), key)
                        .body())
                .isEqualTo(SERVER.get(LIST, key).body());
    }

    @Test
    void theExamplesFitTheirSchemas() {
        assertFits("{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/TimeSession\"}}", "TimeSessions");
        assertFits("{\"$ref\":\"#/components/schemas/TimeSession\"}", "TimeSession");
    }

    @Test
    void aSessionThatLacksAFieldDoesNotFitItsSchema() throws IOException {
        JsonNode schema = JSON.readTree("{\"$ref\":\"#/components/schemas/TimeSession\"}");
        ObjectNode session =
                document.at("/components/examples/TimeSession/value").deepCopy();
        session.remove("category");

        assertThat(errors(schema, session.toString())).hasSize(1);
    }

    @Test
    void theErrorsAreThoseOfTheExamples() throws IOException {
        assertThat(SERVER.send(SERVER.request(LIST)).body()).isEqualTo(example("Unauthorized"));
        assertThat(SERVER.get(LIST + "/404", key).body()).isEqualTo(example("NotFound"));
        assertThat(asking(LIST, "PATCH", "Accept", "*/*").body()).isEqualTo(example("MethodNotAllowed"));
        assertThat(asking(LIST, "GET", "Accept", "text/csv").body()).isEqualTo(example("NotAcceptable"));
        assertThat(SERVER.get(LIST + "?min_created_at=soon", key).body()).isEqualTo(example("BadRequest"));
    }

    private static void assertDescribed(String path, HttpResponse<String> answer) throws IOException {
        String status = String.valueOf(answer.statusCode());
        JsonNode described = resolved(document.path("paths").path(path).at("/get/responses/" + status));
        assertThat(described.isMissingNode()).as("%s of %s", status, path).isFalse();

        for (String header : MEANINGFUL) {
            boolean isDescribed = described.path("headers").has(header);
            boolean isSent = answer.headers().firstValue(header).isPresent();
            boolean mayLack = header.equals("Link");
            assertThat(isSent)
                    .as("%s of %s of %s", header, status, path)
                    .isIn(mayLack && isDescribed ? List.of(true, false) : List.of(isDescribed));
            if (isSent) {
                assertHeaderFits(
                        described.at("/headers/" + header),
                        answer.headers().firstValue(header).get());
            }
        }
        JsonNode schema = described.at("/content/application~1json/schema");
        if (schema.isMissingNode()) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(errors(schema, answer.body())).as(answer.body()).isEmpty();
        }
    }

    private static void assertHeaderFits(JsonNode header, String value) {
        JsonNode schema = resolved(header).path("schema");
        String json = schema.path("type").asText().equals("integer")
                ? value
                : JSON.valueToTree(value).toString();
        assertThat(errors(schema, json)).as(value).isEmpty();
    }

    private static void assertFits(String schema, String example) {
        JsonNode value = document.at("/components/examples/" + example + "/value");
        try {
            assertThat(errors(JSON.readTree(schema), value.toString())).isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The schema with the document's components beside it, where its references lead. */
    private static List<String> errors(JsonNode schema, String json) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString())
                .validate(json, InputFormat.JSON)
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static List<JsonNode> parameters(String path, String place) {
        var found = new ArrayList<JsonNode>();
        for (JsonNode parameter : document.path("paths").path(path).at("/get/parameters")) {
            JsonNode resolved = resolved(parameter);
            if (resolved.get("in").asText().equals(place)) {
                found.add(resolved);
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    /** The names that the classes which read parameters of the API have in their calls. */
    private static Set<String> parametersInTheCode() throws IOException {
        var call = Pattern.compile("(?:params\\.[a-z]\\w*\\(|window\\(params, )\"([a-z_]+)\"(?:, \"([a-z_]+)\"\\))?");
        var names = new TreeSet<String>();
        for (String type : List.of("SessionApi", "SessionFilter", "Paging")) {
            String source = Files.readString(Path.of("src/main/java/timesessions/session/" + type + ".java"));
            int apiOnly = source.indexOf("ofApi(");
            int pages = source.indexOf("ofPage(", Math.max(0, apiOnly));
            String read = source.substring(Math.max(0, apiOnly), pages < 0 ? source.length() : pages);
            call.matcher(read)
                    .results()
                    .flatMap(found -> Stream.of(found.group(1), found.group(2)))
                    .filter(java.util.Objects::nonNull)
                    .forEach(names::add);
        }
        return names;
    }

    private static String example(String response) {
        return document.at("/components/responses/" + response + "/content/application~1json/example")
                .toString();
    }

    private static HttpResponse<String> asking(String path, String method, String header, String value) {
        return SERVER.send(SERVER.request(path)
                .header("Authorization", "Token token=" + key)
                .header(header, value)
                .method(method, noBody()));
    }
}
