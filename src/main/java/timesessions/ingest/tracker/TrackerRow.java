package timesessions.ingest.tracker;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One line of an export, read.
 *
 * @param line where it begins in the file
 * @param client empty where there is none, like project, task and description
 * @param day on which it started, in the zone that it is read in
 * @param start where only hours are known, the time at which that day begins
 * @param seconds of work and pause together, or of break
 * @param pause seconds in between that are none of work
 */
public record TrackerRow(
        int line,
        Who who,
        String client,
        String project,
        String task,
        String description,
        boolean isBreak,
        LocalDate day,
        Instant start,
        int seconds,
        int pause) {

    /**
     * Who worked, as the tracker knows them.
     *
     * @param email in small letters; empty where the export does not have it
     */
    public record Who(String email, String name) {}

    /** A project as the tracker knows it: names of projects are unique for a client only. */
    public record Work(String client, String project) {}

    public @Nullable Work work() {
        return project.isEmpty() ? null : new Work(client, project);
    }

    public Instant end() {
        return start.plusSeconds(seconds);
    }
}
