package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class HtmlTest {
    private static final String ODD = "<script>alert('x')</script> 9:00 – 17:00 & \"Ünïcode\" 👷🏽‍♀️ <";

    @Test
    void aTextIsReadAsItIs() {
        String html = new Html(10).markup("<p>").text(ODD).markup("</p>").toString();

        Element paragraph = Jsoup.parse(html).expectFirst("p");
        assertThat(paragraph.children()).isEmpty();
        assertThat(paragraph.text()).isEqualTo(ODD);
    }

    @Test
    void aValueDoesNotEndItsAttribute() {
        String html =
                new Html(10).markup("<p").attribute("title", ODD).markup(">").toString();

        Element paragraph = Jsoup.parse(html).expectFirst("p");
        assertThat(paragraph.attributesSize()).isEqualTo(1);
        assertThat(paragraph.attr("title")).isEqualTo(ODD);
    }

    @Test
    void whatHasNoValueHasNoAttribute() {
        assertThat(new Html(10)
                        .markup("<p")
                        .attribute("title", null)
                        .markup(">")
                        .toString())
                .isEqualTo("<p>");
    }
}
