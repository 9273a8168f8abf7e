package timesessions.time;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days in words, as headings and labels tell them: the year is left out where it is the one of today. */
public final class DayText {
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private DayText() {}

    /** {@code Today · Monday 23 November}, {@code Friday 3 January 2025}. */
    public static String heading(LocalDate day, LocalDate today) {
        String relative = day.equals(today) ? "Today · " : day.equals(today.minusDays(1)) ? "Yesterday · " : "";
        return relative + WEEKDAY.format(day) + year(day, today);
    }

    /** {@code 23 Nov}, {@code 3 Jan 2025}. */
    public static String day(LocalDate day, LocalDate today) {
        return DAY.format(day) + year(day, today);
    }

    /** {@code 16 – 22 Nov}, {@code 28 Dec 2025 – 3 Jan 2026}, {@code from 3 Nov}; empty for all days. */
    public static String range(DateRange range, LocalDate today) {
        boolean fromOpen = range.from().equals(DateRange.ALL.from());
        boolean toOpen = range.to().equals(DateRange.ALL.to());
        if (fromOpen) {
            return toOpen ? "" : "until " + day(range.to(), today);
        }
        if (toOpen) {
            return "from " + day(range.from(), today);
        }
        if (range.from().equals(range.to())) {
            return day(range.from(), today);
        }
        if (range.from().getYear() != range.to().getYear()) {
            return "%s %d – %s %d"
                    .formatted(
                            DAY.format(range.from()),
                            range.from().getYear(),
                            DAY.format(range.to()),
                            range.to().getYear());
        }
        String from = range.from().getMonth() == range.to().getMonth()
                ? Integer.toString(range.from().getDayOfMonth())
                : DAY.format(range.from());
        return from + " – " + day(range.to(), today);
    }

    private static String year(LocalDate day, LocalDate today) {
        return day.getYear() == today.getYear() ? "" : " " + day.getYear();
    }
}
