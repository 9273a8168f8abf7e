package timesessions.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * A chart as the template draws it: everything is placed by attributes, across in per cent, so that it is as wide as the
 * page, and up in pixels, so that texts keep their size.
 *
 * @param label what it shows, for those who do not see it
 * @param stacked whether work and break stand on each other
 * @param height of the plot, in pixels
 * @param ticks along the axis of the values; none where each bar says its own
 */
public record Chart(Kind kind, String label, boolean stacked, int height, List<Tick> ticks, List<Bar> bars) {
    /** How bars stand. */
    public enum Kind {
        /** Upright, over time. */
        COLUMNS,
        /** Lying, one under the other, the largest first. */
        RANKING
    }

    /** A value on the axis, and how far from the top it is, in pixels. */
    public record Tick(String label, String y) {}

    /**
     * One bar.
     *
     * @param label under or over it; empty where its neighbours leave no room
     * @param value in words
     * @param title all that it says
     * @param href the sessions behind it; empty where there are none, or no address for them
     * @param x where its share of the width begins, in per cent, and {@code center} its middle
     * @param y where its share of the height begins, in pixels
     */
    public record Bar(
            String label,
            String value,
            String title,
            String href,
            String x,
            String width,
            String center,
            int y,
            List<Part> parts) {}

    /**
     * A piece of a bar.
     *
     * @param type {@code work}, {@code break} or {@code count}
     */
    public record Part(String type, String x, String y, String width, String height) {}

    /** What a bar stands for. */
    record Value(String label, String text, String title, String href, long work, long breaks, long sessions) {}

    private static final int PLOT = 220;
    private static final int ROW = 44;
    private static final int ROW_BAR_AT = 24;
    private static final int ROW_BAR = 12;
    private static final int MOST_LABELS = 8;
    private static final int MOST_TICKS = 5;
    private static final double FILLED = 0.72;
    private static final double WIDEST = 9;
    private static final double THINNEST = 0.3;
    private static final long MINUTE = 60;
    private static final long HOUR = 3_600;
    private static final List<Long> FINE_STEPS = List.of(MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE);

    static Chart columns(String label, Measure measure, List<Value> values, LongFunction<String> tickText) {
        long most =
                values.stream().mapToLong(value -> height(measure, value)).max().orElse(0);
        long step = step(measure, most);
        long top = Math.max(step, Math.ceilDiv(most, step) * step);
        var ticks = new ArrayList<Tick>();
        for (long at = 0; at <= top; at += step) {
            ticks.add(new Tick(tickText.apply(at), pixels(PLOT - at * (double) PLOT / top)));
        }
        double slot = 100.0 / Math.max(1, values.size());
        double width = Math.min(slot * FILLED, WIDEST);
        int labelEach = labelEach(values.size());
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            double center = slot * (i + 0.5);
            var parts = new ArrayList<Part>();
            double bottom = PLOT;
            for (Piece piece : pieces(measure, value)) {
                double tall = piece.amount * (double) PLOT / top;
                parts.add(new Part(
                        piece.type, percent(center - width / 2), pixels(bottom - tall), percent(width), pixels(tall)));
                bottom -= tall;
            }
            bars.add(new Bar(
                    i % labelEach == 0 ? value.label : "",
                    value.text,
                    value.title,
                    value.href,
                    percent(slot * i),
                    percent(slot),
                    percent(center),
                    0,
                    parts));
        }
        return new Chart(Kind.COLUMNS, label, measure == Measure.TOTAL, PLOT, ticks, bars);
    }

    static Chart ranking(String label, Measure measure, List<Value> values) {
        long most = Math.max(
                1,
                values.stream().mapToLong(value -> height(measure, value)).max().orElse(0));
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            int y = i * ROW;
            var parts = new ArrayList<Part>();
            double left = 0;
            for (Piece piece : pieces(measure, value)) {
                double wide = Math.max(THINNEST, piece.amount * 100.0 / most);
                parts.add(new Part(
                        piece.type,
                        percent(left),
                        Integer.toString(y + ROW_BAR_AT),
                        percent(wide),
                        Integer.toString(ROW_BAR)));
                left += wide;
            }
            bars.add(new Bar(value.label, value.text, value.title, value.href, "0%", "100%", "0%", y, parts));
        }
        return new Chart(
                Kind.RANKING, label, measure == Measure.TOTAL, Math.max(ROW, values.size() * ROW), List.of(), bars);
    }

    private static int labelEach(int bars) {
        return Math.max(1, Math.ceilDiv(bars, MOST_LABELS));
    }

    /** Every how many bars one has a label. */
    public int labelEach() {
        return labelEach(bars.size());
    }

    public boolean isRanking() {
        return kind == Kind.RANKING;
    }

    private record Piece(String type, long amount) {}

    /** What is below nothing, as seconds that no entry accounts for may be, is not drawn. */
    private static List<Piece> pieces(Measure measure, Value value) {
        var pieces = new ArrayList<Piece>();
        switch (measure) {
            case WORK -> add(pieces, "work", value.work);
            case BREAK -> add(pieces, "break", value.breaks);
            case TOTAL -> {
                add(pieces, "work", value.work);
                add(pieces, "break", value.breaks);
            }
            case SESSIONS -> add(pieces, "count", value.sessions);
        }
        return pieces;
    }

    private static void add(List<Piece> pieces, String type, long amount) {
        if (amount > 0) {
            pieces.add(new Piece(type, amount));
        }
    }

    private static long height(Measure measure, Value value) {
        return pieces(measure, value).stream().mapToLong(Piece::amount).sum();
    }

    /** A round number that parts the axis into a few. */
    private static long step(Measure measure, long most) {
        boolean isTime = measure != Measure.SESSIONS;
        if (isTime) {
            for (long step : FINE_STEPS) {
                if (most <= step * MOST_TICKS) {
                    return step;
                }
            }
        }
        long unit = isTime ? HOUR : 1;
        for (long power = unit; ; power *= 10) {
            for (long factor : List.of(1L, 2L, 5L)) {
                if (most <= power * factor * MOST_TICKS) {
                    return power * factor;
                }
            }
        }
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.3f%%", value);
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
