package timesessions.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.directory.Dimension;
import timesessions.session.GroupBy;
import timesessions.session.SessionFilter;
import timesessions.session.Sums;
import timesessions.session.TotalCell;
import timesessions.time.DateRange;
import timesessions.time.DayText;

/** The groups of one grouping under a filter: which there are, in what order, what they are called, and what they hold. */
final class Groups {
    /** A range of so many stretches of time is shown whole, also where nobody worked. */
    private static final int MOST_WHOLE = 400;
    /** Between the first and the last stretch with sessions so many at most are shown; beyond, only those with any. */
    private static final int MOST_BETWEEN = 4_000;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_YEAR = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    private final GroupBy by;
    private final SessionFilter filter;
    private final Company company;
    private final LocalDate today;

    Groups(GroupBy by, SessionFilter filter, Company company, LocalDate today) {
        this.by = by;
        this.filter = filter;
        this.company = company;
        this.today = today;
    }

    /** The keys in the order in which they are shown: time as it passes, all else by its size. */
    List<Long> ordered(Map<Long, Sums> sums, Measure measure) {
        if (by.isTime()) {
            return stretches(new TreeSet<>(sums.keySet()));
        }
        return sums.keySet().stream()
                .sorted(Comparator.<Long>comparingLong(key -> measure.of(sums.getOrDefault(key, Sums.NONE)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<Long> stretches(SortedSet<Long> found) {
        DateRange days = filter.days();
        boolean closed = filter.from() != null && filter.to() != null;
        if (closed) {
            List<Long> whole = between(days.from(), days.to(), MOST_WHOLE);
            if (!whole.isEmpty()) {
                return whole;
            }
        }
        if (found.isEmpty()) {
            return List.of();
        }
        List<Long> between = between(TotalCell.day(found.first()), TotalCell.day(found.last()), MOST_BETWEEN);
        return between.isEmpty() ? List.copyOf(found) : between;
    }

    /** Empty where there are more than that. */
    private List<Long> between(LocalDate first, LocalDate last, int most) {
        var keys = new ArrayList<Long>();
        LocalDate day = by.around(first, company).from();
        while (!day.isAfter(last)) {
            if (keys.size() == most) {
                return List.of();
            }
            keys.add(day.toEpochDay());
            LocalDate end = by.around(day, company).to();
            if (!end.isBefore(DateRange.ALL.to())) {
                break;
            }
            day = end.plusDays(1);
        }
        return keys;
    }

    /** The days of a stretch of time, as far as the filter asks for them. */
    DateRange days(long key) {
        DateRange stretch = by.around(TotalCell.day(key), company);
        DateRange asked = filter.days();
        LocalDate from = stretch.from().isBefore(asked.from()) ? asked.from() : stretch.from();
        LocalDate to = stretch.to().isAfter(asked.to()) ? asked.to() : stretch.to();
        return to.isBefore(from) ? stretch : new DateRange(from, to);
    }

    String label(long key, Map<Dimension, Map<Long, String>> names) {
        if (!by.isTime()) {
            Dimension dimension = by.dimension();
            String name = names.getOrDefault(dimension, Map.of()).getOrDefault(key, "");
            return key == 0 ? dimension.none() : name.isBlank() ? dimension.label() + " " + key : name;
        }
        DateRange days = days(key);
        return switch (by) {
            case DAY -> (days.from().getYear() == today.getYear() ? DAY : DAY_AND_YEAR).format(days.from());
            case MONTH ->
                days.equals(by.around(days.from(), company)) ? MONTH.format(days.from()) : DayText.range(days, today);
            default -> DayText.range(days, today);
        };
    }

    /** A label for an axis, on which there is little room. */
    String tick(long key) {
        LocalDate first = days(key).from();
        return by == GroupBy.MONTH ? SHORT_MONTH.format(first) : DayText.day(first, today);
    }

    /**
     * The filter for exactly the sessions of a group; null where none says it: of sessions that have one labor type, those
     * that have another too.
     */
    @Nullable
    SessionFilter narrowed(SessionFilter from, long key) {
        if (by.isTime()) {
            return during(from, days(key));
        }
        Set<Long> asked = from.keys(by.dimension());
        if (by == GroupBy.LABOR_TYPE && !asked.isEmpty() && !asked.equals(Set.of(key))) {
            return null;
        }
        return from.with(by.dimension(), Set.of(key));
    }

    private static SessionFilter during(SessionFilter filter, DateRange days) {
        return days.equals(filter.days()) || days.equals(DateRange.ALL) ? filter : filter.during(days);
    }
}
