package timesessions.session;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import timesessions.time.RailsTimeZone;
import timesessions.web.Html;

/**
 * A day of wall-clock hours, on which sessions are drawn to scale. Where one goes on past midnight, the axis does.
 *
 * @param hours its length, a multiple of six
 */
public record DayAxis(int hours) {
    private static final int DAY = 24;
    private static final int LONGEST = 48;
    private static final int STEP = 6;
    private static final double THINNEST = 0.5;
    private static final int LENGTH_OF_BAR = 48;

    /**
     * A stretch of work or break.
     *
     * @param x where it starts, in per cent of the axis
     * @param width how long it is, in per cent of the axis
     */
    public record Bar(String x, String width, EntryType type) {}

    /**
     * An hour that is marked.
     *
     * @param x its place, in per cent
     * @param anchor which part of the label stands there
     */
    public record Tick(String label, String x, String anchor) {}

    /** The axis that all of these fit on, up to two days. */
    public static DayAxis of(Collection<SessionList.Row> rows, Instant now) {
        double end = rows.stream()
                .mapToDouble(row -> hoursInto(
                        row, row.session().endAt() == null ? now : row.session().endAt()))
                .max()
                .orElse(DAY);
        return of((int) Math.ceil(Math.min(end, LONGEST) / STEP) * STEP);
    }

    /** An axis of about that length. */
    static DayAxis of(int hours) {
        return new DayAxis(Math.clamp((long) Math.ceilDiv(hours, STEP) * STEP, DAY, LONGEST));
    }

    public List<Tick> ticks() {
        return ticks(STEP);
    }

    /** Where there is no room for all labels of an axis that goes past midnight. */
    public List<Tick> narrowTicks() {
        return ticks(hours > DAY ? 2 * STEP : STEP);
    }

    private List<Tick> ticks(int step) {
        return IntStream.rangeClosed(0, hours / step)
                .map(number -> number * step)
                .mapToObj(hour -> new Tick(
                        Integer.toString(hour == hours && hour % DAY == 0 ? DAY : hour % DAY),
                        percent(hour * 100.0 / hours),
                        hour == 0 ? "start" : hour == hours ? "end" : "middle"))
                .toList();
    }

    /** The session's entries; or, where it has none, its whole time as work. */
    public List<Bar> bars(SessionList.Row row, Instant now) {
        TimeSession session = row.session();
        var bars = new ArrayList<Bar>();
        if (session.entries().isEmpty()) {
            add(bars, row, session.startAt(), session.endAt() == null ? now : session.endAt(), EntryType.WORK);
        }
        for (TimeEntry entry : session.entries()) {
            add(bars, row, entry.startAt(), entry.endAt() == null ? now : entry.endAt(), entry.type());
        }
        return bars;
    }

    /** The bars as SVG: a list has a hundred of them, and each would be a tag with three expressions in a template. */
    static String svg(List<Bar> bars) {
        var svg = new Html(bars.size() * LENGTH_OF_BAR);
        for (Bar bar : bars) {
            svg.markup("<rect")
                    .attribute("class", bar.type == EntryType.WORK ? "work" : "break")
                    .attribute("x", bar.x)
                    .attribute("width", bar.width)
                    .markup(" />");
        }
        return svg.toString();
    }

    /** The class of its drawings, which says how far its hours are apart. */
    public String style() {
        return "axis axis-" + hours;
    }

    private void add(List<Bar> bars, SessionList.Row row, Instant start, Instant end, EntryType type) {
        double from = Math.clamp(hoursInto(row, start), 0, hours);
        double to = Math.clamp(hoursInto(row, end), 0, hours);
        if (to > from || from < hours) {
            bars.add(
                    new Bar(percent(from * 100 / hours), percent(Math.max(THINNEST, (to - from) * 100 / hours)), type));
        }
    }

    private static String percent(double percent) {
        long tenths = Math.round(percent * 10);
        return tenths / 10 + "." + tenths % 10 + "%";
    }

    /** Wall-clock hours from the midnight at which the session's day began. */
    private static double hoursInto(SessionList.Row row, Instant instant) {
        LocalDateTime local = RailsTimeZone.of(row.session().timeZone()).at(instant);
        long days = local.toLocalDate().toEpochDay() - row.day().toEpochDay();
        return days * DAY + local.toLocalTime().toSecondOfDay() / 3600.0;
    }
}
