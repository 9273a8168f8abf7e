package timesessions.imports;

import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import timesessions.ingest.tracker.DateOrder;
import timesessions.ingest.tracker.Reading;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.time.RailsTimeZone;

/**
 * A file that is brought in, from its upload to its end.
 *
 * @param hasFile whether the file is still kept
 * @param problem why it has failed; empty if it has not
 */
public record Import(
        long companyId,
        long id,
        String fileName,
        long bytes,
        Instant createdAt,
        String createdBy,
        State state,
        Settings settings,
        boolean hasFile,
        Progress progress,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        String problem) {

    /** Where an import stands. */
    public enum State {
        NEW("Not started"),
        RUNNING("Running"),
        DONE("Done"),
        FAILED("Stopped"),
        UNDOING("Being undone"),
        UNDONE("Undone");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * How the file is to be read.
     *
     * @param format null as long as it is not known
     * @param order of its dates; null where it has not been chosen
     */
    public record Settings(
            @Nullable TrackerFormat format,
            RailsTimeZone zone,
            @Nullable DateOrder order,
            LocalTime dayStart,
            Grouping grouping) {

        public static Settings of(@Nullable TrackerFormat format, RailsTimeZone zone) {
            return new Settings(format, zone, null, Reading.USUAL_START, Grouping.TOUCHING);
        }

        /**
         * What the file is read with.
         *
         * @throws IllegalStateException if its tracker is not known yet
         */
        public Reading reading() {
            if (format == null) {
                throw new IllegalStateException("It is not known which tracker the file is from");
            }
            return new Reading(format, zone, order, dayStart);
        }
    }

    /**
     * How far it has come: lines of the file, and the sessions they have become.
     *
     * @param total lines that can be read, or that are to be undone
     * @param refused lines that cannot
     */
    public record Progress(
            int total,
            int refused,
            int done,
            int added,
            int changed,
            int unchanged,
            int sessionsAdded,
            int sessionsChanged) {

        /** In whole percent. */
        public int percent() {
            return total == 0 ? 100 : (int) (100L * done / total);
        }
    }

    public boolean isUnderWay() {
        return state == State.RUNNING || state == State.UNDOING;
    }
}
