package timesessions.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.SessionWriter;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

/** A session that is valid as it stands: an hour of work by one person. A test says only what it is about. */
public final class SessionBuilder {
    private final long id;
    private final List<TimeEntry> entries = new ArrayList<>();
    private Instant start = Instant.parse("2026-03-02T17:00:00Z");
    private @Nullable Instant end = start.plus(Duration.ofHours(1));
    private Instant created = end;
    private Instant updated = end;
    private String timeZone = "Pacific Time (US & Canada)";
    private int duration = 3_600;
    private @Nullable String description;
    private Named user = new Named(1, "Ada Lovelace");
    private @Nullable Named project;
    private @Nullable Named category;

    private SessionBuilder(long id) {
        this.id = id;
    }

    public static SessionBuilder session(long id) {
        return new SessionBuilder(id);
    }

    public SessionBuilder at(String start) {
        this.start = Instant.parse(start);
        if (end != null) {
            end = this.start.plusSeconds(duration);
        }
        return this;
    }

    /** Of that length, as in {@code 9:00}: to be said after its start. */
    public SessionBuilder lasting(String hoursAndMinutes) {
        String[] parts = hoursAndMinutes.split(":", -1);
        duration = Integer.parseInt(parts[0]) * 3_600 + Integer.parseInt(parts[1]) * 60;
        end = start.plusSeconds(duration);
        return this;
    }

    /** Running, and on a break since then; before that it was work. */
    public SessionBuilder onBreakSince(String instant) {
        running();
        Instant since = Instant.parse(instant);
        entries.add(new TimeEntry(
                id * 10 + 1,
                start,
                since,
                timeZone,
                (int) Duration.between(start, since).toSeconds(),
                created,
                updated,
                EntryType.WORK,
                false,
                null));
        entries.add(
                new TimeEntry(id * 10 + 2, since, null, timeZone, 0, created, updated, EntryType.BREAK, true, null));
        return this;
    }

    public SessionBuilder created(String instant) {
        created = Instant.parse(instant);
        return this;
    }

    public SessionBuilder updated(String instant) {
        updated = Instant.parse(instant);
        return this;
    }

    /** Seconds of work; said before the start. */
    public SessionBuilder lasting(int seconds) {
        duration = seconds;
        end = start.plusSeconds(seconds);
        return this;
    }

    public SessionBuilder running() {
        end = null;
        duration = 0;
        return this;
    }

    public SessionBuilder in(String timeZone) {
        this.timeZone = timeZone;
        return this;
    }

    public SessionBuilder description(String text) {
        description = text;
        return this;
    }

    public SessionBuilder by(long person) {
        user = new Named(person, "Person " + person);
        return this;
    }

    public SessionBuilder on(long projectId) {
        project = new Named(projectId, "Project " + projectId);
        return this;
    }

    public SessionBuilder of(long categoryId) {
        category = new Named(categoryId, "Category " + categoryId);
        return this;
    }

    /** Adds an entry of ten minutes. */
    public SessionBuilder entry(long entryId, String start, @Nullable Long laborType) {
        Instant from = Instant.parse(start);
        entries.add(new TimeEntry(
                entryId,
                from,
                from.plusSeconds(600),
                timeZone,
                600,
                created,
                updated,
                EntryType.WORK,
                false,
                laborType == null ? null : new Named(laborType, "Labor " + laborType)));
        return this;
    }

    public TimeSession build() {
        return new TimeSession(
                id,
                start,
                end,
                timeZone,
                duration,
                duration,
                0,
                0,
                description,
                created,
                updated,
                end == null,
                user,
                project,
                category,
                entries);
    }

    /** Writes sessions into a company of the tests' database. */
    public static void write(long company, SessionBuilder... sessions) {
        new SessionWriter(TestDatabase.shared())
                .write(
                        company,
                        SessionWriter.Source.JETBUILT,
                        List.of(sessions).stream().map(SessionBuilder::build).toList());
    }
}
