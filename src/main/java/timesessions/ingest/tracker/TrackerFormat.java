package timesessions.ingest.tracker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import timesessions.session.SessionWriter.Source;

/** The trackers whose detailed exports are read, and what a file must have to be one of theirs. */
public enum TrackerFormat {
    CLOCKIFY(Source.CLOCKIFY),
    TOGGL(Source.TOGGL),
    HARVEST(Source.HARVEST),
    KIMAI(Source.KIMAI),
    SOLIDTIME(Source.SOLIDTIME);

    private static final String WHO = "who worked (User, Name or Email)";
    private static final String HOW_LONG = "an end or a duration";

    private final Source source;

    TrackerFormat(Source source) {
        this.source = source;
    }

    public String label() {
        return source.label();
    }

    /** What its sessions are marked with. */
    public Source source() {
        return source;
    }

    /** How forms and the command line name it. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TrackerFormat> find(String parameter) {
        return Arrays.stream(values())
                .filter(format -> format.parameter().equals(parameter))
                .findFirst();
    }

    /** What the columns lack to be an export of this tracker, in words; empty if they can be one. */
    List<String> missing(Set<Column> columns) {
        var missing = new ArrayList<String>();
        if (!hasAny(columns, Column.PERSON, Column.PERSON_SHOWN, Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL)) {
            missing.add(WHO);
        }
        switch (this) {
            case CLOCKIFY, TOGGL -> {
                require(missing, columns, "Start Date", Column.START_DATE);
                require(missing, columns, "Start Time", Column.START_TIME);
                require(missing, columns, HOW_LONG, Column.END_TIME, Column.DURATION, Column.HOURS);
            }
            case HARVEST -> {
                require(missing, columns, "Date", Column.DATE);
                require(missing, columns, "Hours", Column.HOURS, Column.DURATION);
            }
            case KIMAI -> {
                require(missing, columns, "Date", Column.DATE);
                require(missing, columns, "From", Column.START, Column.START_TIME);
                require(missing, columns, HOW_LONG, Column.END, Column.END_TIME, Column.DURATION, Column.HOURS);
            }
            case SOLIDTIME -> {
                require(missing, columns, "Start", Column.START);
                require(missing, columns, HOW_LONG, Column.END, Column.DURATION, Column.HOURS);
            }
        }
        return missing;
    }

    /** The trackers that a file with this header can come from, the likeliest alone where anything tells it apart. */
    static List<TrackerFormat> recognise(List<String> header, Set<Column> columns) {
        var fitting = EnumSet.noneOf(TrackerFormat.class);
        for (TrackerFormat format : values()) {
            if (format.missing(columns).isEmpty()) {
                fitting.add(format);
            }
        }
        boolean hasClock = hasAny(columns, Column.START, Column.START_TIME);
        if (hasClock) {
            fitting.remove(HARVEST);
        }
        if (columns.contains(Column.DATE)) {
            fitting.remove(SOLIDTIME);
        }
        if (fitting.contains(CLOCKIFY) && fitting.contains(TOGGL)) {
            int clockify = marks(header, "Group", "Gruppe", "Start Date", "End Date", "(h)", "(decimal)", "Kiosk");
            int toggl = marks(header, "Start date", "End date", "Stop date", "Member", "Duration", "Amount (");
            if (clockify > toggl) {
                fitting.remove(TOGGL);
            } else if (toggl > clockify) {
                fitting.remove(CLOCKIFY);
            }
        }
        return List.copyOf(fitting);
    }

    /** The two spell their headers differently, down to the capitals. */
    private static int marks(List<String> header, String... marks) {
        int found = 0;
        for (String mark : marks) {
            boolean isPart = mark.contains("(");
            if (header.stream().map(String::strip).anyMatch(name -> isPart ? name.contains(mark) : name.equals(mark))) {
                found++;
            }
        }
        return found;
    }

    private static void require(List<String> missing, Set<Column> columns, String name, Column... any) {
        if (!hasAny(columns, any)) {
            missing.add(name);
        }
    }

    private static boolean hasAny(Set<Column> columns, Column... any) {
        return Arrays.stream(any).anyMatch(columns::contains);
    }
}
