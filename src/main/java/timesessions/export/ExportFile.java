package timesessions.export;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timesessions.time.DateRange;
import timesessions.time.RailsTimeZone;

/** What an export is called: whose it is, what it holds, of which days, and by which clocks. */
public final class ExportFile {
    private static final int LONGEST_PART = 60;

    private ExportFile() {}

    /** For example {@code northwind-av_sessions_2026-11-16_2026-11-29_pacific.csv}. */
    public static String name(String company, String what, DateRange days, RailsTimeZone zone, ExportFormat format) {
        return Stream.of(company, what, days(days), zone.label())
                        .map(ExportFile::part)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("_"))
                + "." + format.extension();
    }

    private static String days(DateRange days) {
        boolean fromOpen = days.from().equals(DateRange.ALL.from());
        boolean toOpen = days.to().equals(DateRange.ALL.to());
        if (fromOpen) {
            return toOpen ? "all" : "until-" + days.to();
        }
        return toOpen ? "from-" + days.from() : days.from() + "_" + days.to();
    }

    private static String part(String text) {
        String part = Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_]+", "-")
                .replaceAll("^-|-$", "");
        return part.codePoints()
                .limit(LONGEST_PART)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
