package timesessions.ingest.tracker;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which a date in digits has its parts. */
public enum DateOrder {
    DMY("Day, month, year"),
    MDY("Month, day, year"),
    YMD("Year, month, day");

    private static final Pattern DATE = Pattern.compile("(\\d{1,4})\\s?[-/.]\\s?(\\d{1,2})\\s?[-/.]\\s?(\\d{1,4})\\.?");
    private static final int CENTURY = 2_000;

    private final String label;

    DateOrder(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** How forms and the command line name it. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DateOrder> find(String parameter) {
        for (DateOrder order : values()) {
            if (order.parameter().equals(parameter)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /** The date as this order reads it; empty if that is no date. A year before all else is one in any order. */
    public Optional<LocalDate> read(String text) {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String first = parts.group(1);
        String second = parts.group(2);
        String third = parts.group(3);
        if (first.length() >= 3) {
            return first.length() == 4 && third.length() <= 2 ? date(first, second, third) : Optional.empty();
        }
        return switch (this) {
            case DMY -> date(third, second, first);
            case MDY -> date(third, first, second);
            case YMD -> third.length() <= 2 ? date(first, second, third) : Optional.empty();
        };
    }

    /** The orders in which the text is a date. */
    static List<DateOrder> fitting(String text) {
        var fitting = new ArrayList<DateOrder>();
        for (DateOrder order : values()) {
            if (order.read(text).isPresent()) {
                fitting.add(order);
            }
        }
        return fitting;
    }

    /** Whether the text says by itself where its year is, and it is in front: then no order has to be known. */
    static boolean isPlain(String text) {
        Matcher parts = DATE.matcher(text);
        return parts.matches() && parts.group(1).length() == 4;
    }

    private static Optional<LocalDate> date(String year, String month, String day) {
        if (year.length() == 3) {
            return Optional.empty();
        }
        int written = Integer.parseInt(year);
        try {
            return Optional.of(LocalDate.of(
                    year.length() <= 2 ? CENTURY + written : written, Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
