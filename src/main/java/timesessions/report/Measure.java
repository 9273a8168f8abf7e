package timesessions.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import timesessions.session.ListView;
import timesessions.session.Sums;
import timesessions.time.Hours;

/** Which of the numbers of a group is looked at: by it groups are ranked, shared out and compared. */
public enum Measure {
    WORK("Work"),
    BREAK("Break"),
    TOTAL("Total"),
    SESSIONS("Sessions");

    private final String label;

    Measure(String label) {
        this.label = label;
    }

    static Optional<Measure> find(String parameter) {
        return Arrays.stream(values())
                .filter(value -> value.parameter().equals(parameter))
                .findFirst();
    }

    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    /** Seconds, or a number of sessions. */
    long of(Sums sums) {
        return switch (this) {
            case WORK -> sums.work();
            case BREAK -> sums.breaks();
            case TOTAL -> sums.total();
            case SESSIONS -> sums.sessions();
        };
    }

    String text(long value, Hours hours) {
        return this == SESSIONS ? ListView.count(value) : hours.of(value);
    }

    /** The same in another way, for a tooltip; empty where there is none. */
    String otherwise(long value, Hours hours) {
        return this == SESSIONS ? "" : hours.otherwise(value);
    }
}
