package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.RoutesConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.testing.PageServer;

class ViewsTest {
    private static PageServer server;

    public record Row(String name) {}

    @BeforeAll
    static void start() {
        server = new PageServer(ViewsTest::addRoutes);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void addRoutes(RoutesConfig routes) {
        Map<String, Object> model = Map.of("rows", List.of(new Row("Ada"), new Row("<b>Grace</b> & Łucja")));
        routes.get("/list", ctx -> Views.pageOrFragment(ctx, "test/list", "results", model), Access.ANYONE);
        routes.get("/list/below", ctx -> ctx.render("test/list", model), Access.ANYONE);
        routes.get("/no-fragment", ctx -> ctx.render("test/list :: nothing", model), Access.ANYONE);
        routes.get(
                "/reserved",
                ctx -> ctx.render("test/list", Map.of(String.valueOf(ctx.queryParam("name")), "x")),
                Access.ANYONE);
        routes.get("/public", ctx -> ctx.header("Cache-Control", "no-cache").render("test/list", model), Access.ANYONE);
        routes.get(
                "/broken",
                ctx -> {
                    throw new IllegalStateException("a secret of the server");
                },
                Access.ANYONE);
    }

    @Test
    void aFragmentIsThePartOfThePageThatHasItsName() {
        HttpResponse<String> fragment = swap("/list");

        assertThat(fragment.body()).startsWith("<section id=\"results\"");
        assertThat(Jsoup.parse(fragment.body()).body().html())
                .isEqualTo(page("/list").selectXpath("//*[@id='results']").outerHtml());
    }

    @Test
    void textIsEscaped() {
        assertThat(page("/list").select("#results p").eachText()).containsExactly("Ada", "<b>Grace</b> & Łucja");
    }

    @Test
    void anElementOfAnotherNameGetsTheWholePage() {
        var other =
                server.send(server.request("/list").header("HX-Request", "true").header("HX-Target", "content"));

        assertThat(other.body()).contains("<!DOCTYPE html>");
    }

    @Test
    void aHistoryEntryGetsTheWholePage() {
        var restored = server.send(server.request("/list")
                .header("HX-Request", "true")
                .header("HX-Target", "results")
                .header("HX-History-Restore-Request", "true"));

        assertThat(restored.body()).contains("<!DOCTYPE html>");
    }

    @Test
    void cachesAreToldWhatAPageDependsOn() {
        for (var answer : List.of(server.get("/list"), swap("/list"))) {
            assertThat(answer.headers().firstValue("Vary")).hasValue("HX-Request, HX-Target, Accept-Encoding");
        }
    }

    @Test
    void pagesAreKeptInNoCacheUnlessTheirRouteSaysMore() {
        assertThat(server.get("/list").headers().firstValue("Cache-Control")).hasValue("private, no-store");
        assertThat(server.get("/public").headers().firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void pagesAreCompressed() throws IOException {
        var plain = server.get("/list");
        var packed = server.sendForBytes(server.request("/list").header("Accept-Encoding", "gzip"));

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(plain.body());
        }
    }

    @Test
    void anUnknownFragmentIsAnErrorAndNotAnEmptyAnswer() {
        assertThat(server.get("/no-fragment").statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "param", "application"})
    void namesThatThymeleafHasForItselfAreRefused(String name) {
        assertThat(server.get("/reserved?name=" + name).statusCode()).isEqualTo(500);
    }

    @Test
    void thePlaceWhereOneIsIsMarked() {
        for (String path : List.of("/list", "/list/below")) {
            assertThat(page(path)
                            .select("[aria-label=Main] [aria-current=page]")
                            .eachText())
                    .containsExactly("List");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "light,light,light",
        "dark,dark,dark",
        "auto,auto,light dark",
        "pink,auto,light dark",
        ",auto,light dark"
    })
    void theThemeIsTheOneOfTheCookie(String cookie, String theme, String schemes) {
        var request = server.request("/list");
        Document page = Jsoup.parse(server.send(cookie == null ? request : request.header("Cookie", "theme=" + cookie))
                .body());

        assertThat(page.select("html").attr("data-bs-theme")).isEqualTo(theme);
        assertThat(page.select("meta[name=color-scheme]").attr("content")).isEqualTo(schemes);
        assertThat(page.select(".theme [aria-pressed=true]").eachAttr("value")).containsExactly(theme);
    }

    @Test
    void theThemeIsKeptAndLeadsBackToThePage() {
        var answer = choose("dark", server.url("/list?q=a%20b"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/list?q=a%20b");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("theme=dark;")
                .containsIgnoringCase("Path=/")
                .containsIgnoringCase("SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com//evil.example",
                "not an address",
                "mailto:a@example.com",
                "https://example.com"
            })
    void theThemeLeadsNowhereElse(String referer) {
        assertThat(choose("dark", referer).headers().firstValue("Location")).hasValue("/");
    }

    @Test
    void aMissingPageSaysSoInPlainWordsAndLeadsHome() {
        var answer = server.get("/nowhere");
        Document page = Jsoup.parse(answer.body());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(page.title()).isEqualTo("Not found · Time Sessions");
        assertThat(page.select("main a").eachAttr("href")).containsExactly("/");
    }

    @Test
    void aFailureTellsNothingOfTheServer() {
        var answer = server.get("/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(Jsoup.parse(answer.body()).select("h1").text()).isEqualTo("Something went wrong");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("IllegalState");
    }

    private static Document page(String path) {
        return Jsoup.parse(server.get(path).body());
    }

    private static HttpResponse<String> swap(String path) {
        return server.send(server.request(path).header("HX-Request", "true").header("HX-Target", "results"));
    }

    private static HttpResponse<String> choose(String theme, String referer) {
        return server.send(server.request("/theme")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Referer", referer)
                .POST(BodyPublishers.ofString("theme=" + theme)));
    }
}
