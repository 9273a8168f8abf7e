package timesessions.export;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import timesessions.account.Company;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.session.SessionFilter;
import timesessions.session.Sums;
import timesessions.time.DateRange;
import timesessions.time.Hours;

/** What a file says of itself: whose hours, which of them, and by which clocks. */
public final class About {
    private About() {}

    /** Line by line, in this order. */
    public static Map<String, String> of(
            SignedIn who, String what, SessionFilter filter, Map<Dimension, Map<Long, String>> names, Clock clock) {
        Company company = who.company();
        var about = new LinkedHashMap<String, String>();
        about.put("Company", company.name());
        about.put("Rows", what);
        about.put("Days", days(filter.days()));
        for (Dimension dimension : Dimension.values()) {
            if (!filter.keys(dimension).isEmpty()) {
                about.put(dimension.plural(), names(dimension, filter, names));
            }
        }
        if (filter.running() != null) {
            about.put("State", filter.running() ? "on the clock" : "ended");
        }
        if (!filter.text().isEmpty()) {
            about.put("Words", filter.text());
        }
        if (!who.visibility().seesEveryone()) {
            about.put("Seen by", who.account().name() + ": the people of their teams");
        }
        about.put("Time zone", company.timeZone().name());
        about.put(
                "Days and times",
                "A session belongs to the day on which it began in its own time zone. Starts and"
                        + " ends are on the clocks of the row's time zone, stamps on those of the company's.");
        about.put("Made", company.when(clock.instant()));
        return about;
    }

    /** Adds what all of it comes to. */
    public static void putSums(Map<String, String> about, Sums sums) {
        about.put("Sessions", Long.toString(sums.sessions()));
        about.put("Work", Hours.CLOCK.of(sums.work()));
        about.put("Break", Hours.CLOCK.of(sums.breaks()));
        about.put("Total", Hours.CLOCK.of(sums.total()));
    }

    private static String days(DateRange days) {
        boolean fromOpen = days.from().equals(DateRange.ALL.from());
        boolean toOpen = days.to().equals(DateRange.ALL.to());
        if (fromOpen) {
            return toOpen ? "All" : "Until " + days.to();
        }
        return toOpen ? "From " + days.from() : days.from() + " to " + days.to();
    }

    private static String names(Dimension dimension, SessionFilter filter, Map<Dimension, Map<Long, String>> names) {
        return filter.keys(dimension).stream()
                .map(id -> dimension.name(id, names.getOrDefault(dimension, Map.of())))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
