package timesessions.session;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.account.Preferences;
import timesessions.session.SessionView.Duration;
import timesessions.time.DateRange;
import timesessions.time.DayText;
import timesessions.time.Hours;

/**
 * A page of a list in words, figures and links.
 *
 * @param groups the rows under the headings of their days; one without a heading where the list is in another order
 * @param summary which part of how many is shown
 * @param pager the links around the page; null where it is the only one
 * @param sort the column headings that change the order
 */
public record ListView(
        List<Tile> tiles,
        List<Group> groups,
        DayAxis axis,
        ListColumn.Shown columns,
        String summary,
        @Nullable ListPager pager,
        List<Size> sizes,
        Sorting sort) {

    public boolean hasSessions() {
        return !groups.isEmpty();
    }

    public String mostSorted() {
        return count(SessionQueries.MOST_SORTED);
    }

    /**
     * A figure over the whole filter.
     *
     * @param title the figure in another way; null for none
     * @param change against the days before; empty where there are none
     * @param before what the change is against, in words
     */
    public record Tile(String label, String value, @Nullable String title, String change, String before) {}

    /**
     * The rows of one day.
     *
     * @param heading null where rows say their days themselves
     * @param href that day alone
     */
    public record Group(@Nullable String heading, String sessions, Sum sum, String href, List<SessionLines> lines) {}

    public record Sum(Duration work, Duration breaks, Duration total) {
        static Sum of(Sums sums, Hours hours) {
            return new Sum(
                    Duration.of(sums.work(), hours),
                    Duration.of(sums.breaks(), hours),
                    Duration.of(sums.total(), hours));
        }
    }

    /** Links to other pages of the list; an empty one where there is none. */
    public record ListPager(
            String first,
            String previous,
            String next,
            String last,
            long number,
            long lastNumber,
            List<FilterBar.Kept> fields) {
        /** How many there are, as readers write it. */
        public String pages() {
            return count(lastNumber);
        }
    }

    public record Size(int size, String href, boolean current) {}

    /**
     * What headings link to.
     *
     * @param refused whether there are too many sessions for the order that was asked for
     */
    public record Sorting(Heading day, Heading duration, Heading person, Heading project, boolean refused) {}

    /**
     * A heading that sorts.
     *
     * @param aria {@code ascending}, {@code descending} or {@code none}
     */
    public record Heading(String href, String aria) {}

    static ListView of(
            ListRequest request,
            SessionList list,
            Company company,
            Preferences preferences,
            LocalDate today,
            Instant now) {
        DayAxis axis = DayAxis.of(list.rows(), now);
        var maker = new SessionView.Maker(company, preferences.hours(), today, now, axis);
        ListRequest shown = request.withPage(list.paging());
        ListColumn.Shown columns = ListColumn.Shown.of(request, preferences.hiddenColumns());
        return new ListView(
                tiles(request.filter(), list, company, preferences.hours(), today),
                groups(shown, list, maker, columns),
                axis,
                columns,
                summary(list),
                pager(shown, list),
                Paging.SIZES.stream()
                        .map(size -> new Size(
                                size,
                                shown.withSize(size).address(),
                                size == list.paging().size()))
                        .toList(),
                sorting(request, list));
    }

    private static List<Tile> tiles(
            SessionFilter filter, SessionList list, Company company, Hours hours, LocalDate today) {
        String days = filter.days()
                .before(today, company.payPeriod())
                .map(range -> DayText.range(range, today))
                .orElse("");
        var tiles = new ArrayList<Tile>();
        tiles.add(hours("work", Sums::work, list, hours, days));
        tiles.add(hours("break", Sums::breaks, list, hours, days));
        tiles.add(number(
                list.sums().sessions() == 1 ? "session" : "sessions",
                list.sums().sessions(),
                list.before().map(Sums::sessions),
                days));
        tiles.add(number(list.people() == 1 ? "person" : "people", list.people(), list.peopleBefore(), days));
        return tiles;
    }

    private static Tile hours(String label, ToLongFunction<Sums> part, SessionList list, Hours hours, String days) {
        long seconds = part.applyAsLong(list.sums());
        Optional<Long> before = list.before().map(part::applyAsLong);
        return new Tile(
                label,
                hours.of(seconds),
                hours.otherwise(seconds),
                before.map(earlier -> percent(seconds, earlier)).orElse(""),
                before.map(earlier -> "against %s %s, %s".formatted(hours.of(earlier), label, days))
                        .orElse(""));
    }

    private static Tile number(String label, long count, Optional<Long> before, String days) {
        return new Tile(
                label,
                count(count),
                null,
                before.map(earlier -> signed(count - earlier, count(Math.abs(count - earlier))))
                        .orElse(""),
                before.map(earlier -> "against %s, %s".formatted(count(earlier), days))
                        .orElse(""));
    }

    private static String percent(long now, long before) {
        if (before == 0) {
            return now == 0 ? "±0 %" : "new";
        }
        long tenths = Math.round((now - before) * 1000.0 / before);
        return signed(tenths, count(Math.abs(tenths) / 10) + "." + Math.abs(tenths) % 10 + " %");
    }

    private static String signed(long sign, String amount) {
        return (sign > 0 ? "+" : sign < 0 ? "−" : "±") + amount;
    }

    /** A number as readers write it: 1,234. */
    public static String count(long number) {
        return Math.abs(number) < 1_000
                ? Long.toString(number)
                : count(number / 1_000)
                        + ','
                        + Long.toString(1_000 + Math.abs(number % 1_000)).substring(1);
    }

    static String sessions(long number) {
        return count(number) + (number == 1 ? " session" : " sessions");
    }

    private static List<Group> groups(
            ListRequest request, SessionList list, SessionView.Maker maker, ListColumn.Shown columns) {
        boolean byDay = list.order().column() == Order.Column.DAY;
        LongFunction<String> toggles = request.toggles();
        var groups = new ArrayList<Group>();
        for (int from = 0, to; from < list.rows().size(); from = to) {
            LocalDate day = list.rows().get(from).day();
            to = byDay ? endOfDay(list.rows(), from) : list.rows().size();
            List<SessionView> sessions = list.rows().subList(from, to).stream()
                    .map(row -> {
                        long id = row.session().id();
                        return maker.of(row, request.open().contains(id), toggles.apply(id));
                    })
                    .toList();
            Sums sums = list.days().getOrDefault(day, Sums.NONE);
            groups.add(new Group(
                    byDay ? DayText.heading(day, maker.today()) : null,
                    sessions(sums.sessions()),
                    Sum.of(sums, maker.hours()),
                    request.with(request.filter().during(DateRange.of(day))).address(),
                    SessionLines.of(sessions, columns, maker.axis(), byDay)));
        }
        return groups;
    }

    private static int endOfDay(List<SessionList.Row> rows, int from) {
        int to = from;
        while (to < rows.size() && rows.get(to).day().equals(rows.get(from).day())) {
            to++;
        }
        return to;
    }

    private static String summary(SessionList list) {
        long total = list.sums().sessions();
        if (list.rows().isEmpty()) {
            return "No sessions";
        }
        long from = list.paging().offset() + 1;
        return "%s–%s of %s".formatted(count(from), count(from + list.rows().size() - 1), count(total));
    }

    private static @Nullable ListPager pager(ListRequest request, SessionList list) {
        long last =
                Math.max(1, Math.ceilDiv(list.sums().sessions(), list.paging().size()));
        long number = list.paging().number();
        if (last == 1) {
            return null;
        }
        var fields = new ArrayList<FilterBar.Kept>();
        request.filter().forEachParameter((name, value) -> fields.add(new FilterBar.Kept(name, value)));
        fields.addAll(request.kept());
        return new ListPager(
                number > 1 ? request.onPage(1).address() : "",
                number > 1 ? request.onPage(number - 1).address() : "",
                number < last ? request.onPage(number + 1).address() : "",
                number < last ? request.onPage(last).address() : "",
                number,
                last,
                fields);
    }

    private static Sorting sorting(ListRequest request, SessionList list) {
        return new Sorting(
                heading(request, list, Order.Column.DAY, true),
                heading(request, list, Order.Column.DURATION, true),
                heading(request, list, Order.Column.PERSON, false),
                heading(request, list, Order.Column.PROJECT, false),
                !list.order().equals(request.order()));
    }

    private static Heading heading(
            ListRequest request, SessionList list, Order.Column column, boolean descendingFirst) {
        boolean current = list.order().column() == column;
        boolean descending = current ? !list.order().descending() : descendingFirst;
        return new Heading(
                request.with(new Order(column, descending)).address(),
                current ? (list.order().descending() ? "descending" : "ascending") : "none");
    }
}
