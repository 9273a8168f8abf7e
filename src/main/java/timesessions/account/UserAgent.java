package timesessions.account;

import java.util.List;
import java.util.Optional;

/** Names browsers by what they send, roughly: enough to tell one's own apart. */
final class UserAgent {
    private record Mark(String text, String name) {}

    /** Browsers pretend to be older ones, so the order counts. */
    private static final List<Mark> BROWSERS = List.of(
            new Mark("Edg", "Edge"),
            new Mark("OPR/", "Opera"),
            new Mark("SamsungBrowser", "Samsung Internet"),
            new Mark("Firefox", "Firefox"),
            new Mark("FxiOS", "Firefox"),
            new Mark("CriOS", "Chrome"),
            new Mark("Chrom", "Chrome"),
            new Mark("Safari", "Safari"),
            new Mark("curl", "curl"));

    private static final List<Mark> SYSTEMS = List.of(
            new Mark("iPhone", "iPhone"),
            new Mark("iPad", "iPad"),
            new Mark("Android", "Android"),
            new Mark("Windows", "Windows"),
            new Mark("Macintosh", "Mac"),
            new Mark("CrOS", "ChromeOS"),
            new Mark("Linux", "Linux"));

    private UserAgent() {}

    static String describe(String header) {
        Optional<String> browser = first(BROWSERS, header);
        Optional<String> system = first(SYSTEMS, header);
        return browser.orElse("A browser") + system.map(name -> " on " + name).orElse("");
    }

    private static Optional<String> first(List<Mark> marks, String header) {
        return marks.stream()
                .filter(mark -> header.contains(mark.text))
                .map(Mark::name)
                .findFirst();
    }
}
