package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What browsers would refuse to run or to show by our policy has no place in a template. */
class TemplatesTest {

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHoldsNoScript(Path template) throws IOException {
        assertThat(parse(template).select("script"))
                .allSatisfy(script -> assertThat(script.data()).isBlank());
        assertThat(attributes(template)).noneMatch(name -> name.matches("(th:|(data-)?hx-)?on[:a-z-]+"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHoldsNoStyle(Path template) throws IOException {
        assertThat(parse(template).select("style")).isEmpty();
        assertThat(attributes(template)).doesNotContain("style", "th:style", "th:styleappend");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateEscapesWhatItShows(Path template) throws IOException {
        // Escaped where it is written.
        String text = Files.readString(template).replace("th:utext=\"${some.html}\"", "");
        assertThat(text).doesNotContain("utext").doesNotContain("[(");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateFetchesNothingFromElsewhere(Path template) throws IOException {
        assertThat(parse(template).select("link, script, img, iframe"))
                .flatExtracting(element -> List.of(element.attr("href"), element.attr("src")))
                .noneMatch(address -> address.startsWith("http") || address.startsWith("//"));
    }

    private static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            return files.filter(file -> file.toString().endsWith(".html")).toList().stream();
        }
    }

    private static Document parse(Path template) throws IOException {
        return Jsoup.parse(Files.readString(template));
    }

    private static List<String> attributes(Path template) throws IOException {
        return parse(template).getAllElements().stream()
                .flatMap(element -> element.attributes().asList().stream())
                .map(Attribute::getKey)
                .toList();
    }
}
