package timesessions.session;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.directory.Named;
import timesessions.time.DayText;
import timesessions.time.Hours;
import timesessions.time.RailsTimeZone;

/**
 * A session in words and figures, as rows, cards and its own page show it. Times are those of the session's own zone.
 *
 * @param date its day
 * @param today from which its day is told
 * @param project the project, or else the category; empty where it has neither
 * @param onCategory whether it was clocked on no project
 * @param laborTypes with commas between; before them the category of a session that has a project too
 * @param times from when to when
 * @param laterDays {@code +1} where it ends on the day after it started
 * @param zone empty where it is the company's
 * @param state {@code on the clock} or {@code on break} while it runs, else empty
 * @param clocked whether its times are real: some trackers know only how long somebody worked
 * @param work what it came to
 * @param bars its entries on the axis, as SVG
 * @param toggle the list with its entries shown, or without them
 */
public record SessionView(
        long id,
        String person,
        long personId,
        LocalDate date,
        LocalDate today,
        String project,
        @Nullable Long projectId,
        boolean onCategory,
        String laborTypes,
        String times,
        String laterDays,
        String zone,
        String zoneName,
        String state,
        boolean clocked,
        Duration work,
        Duration breaks,
        Duration total,
        String description,
        String bars,
        boolean open,
        String toggle,
        List<EntryView> entries) {
    /** Longer ones may be cut off in a row, and have all of their text in a tooltip too. */
    private static final int LONG_DESCRIPTION = 40;

    private static final int LONG_PROJECT = 36;

    private static final String ON_BREAK = "on break";

    /** Its day, for lists that have no headings. */
    public String day() {
        return DayText.day(date, today);
    }

    /** The same for addresses. */
    public String isoDay() {
        return date.toString();
    }

    public boolean onBreak() {
        return state.equals(ON_BREAK);
    }

    public boolean endsLater() {
        return clocked && !laterDays.isEmpty();
    }

    /** The project or category as a row says it. */
    public String projectText() {
        return project.isEmpty() ? "No project" : project;
    }

    public String projectStyle() {
        return project.isEmpty() ? "project no-project" : onCategory ? "project on-category" : "project";
    }

    /** For a tooltip; null where all of it is seen anyway. */
    public @Nullable String projectTitle() {
        return project.length() + laborTypes.length() > LONG_PROJECT ? project + " · " + laborTypes : null;
    }

    public boolean descriptionLong() {
        return description.length() > LONG_DESCRIPTION;
    }

    /** For a tooltip; null where all of it is seen anyway. */
    public @Nullable String descriptionTitle() {
        return descriptionLong() ? description : null;
    }

    /**
     * A number of seconds.
     *
     * @param otherwise the same written the other way, for a tooltip
     * @param runningSeconds the seconds while they go on counting; null if they stand
     */
    public record Duration(
            String text, String otherwise, @Nullable Long runningSeconds) {
        static Duration of(long seconds, Hours hours) {
            return new Duration(hours.of(seconds), hours.otherwise(seconds), null);
        }

        /** With seconds, since a clock that shows none does not seem to run. */
        static Duration running(long seconds, Hours hours) {
            String text = hours == Hours.CLOCK
                    ? seconds / 3600 + twoDigits(seconds / 60 % 60) + twoDigits(seconds % 60)
                    : hours.of(seconds);
            return new Duration(text, hours.otherwise(seconds), seconds);
        }

        private static String twoDigits(long number) {
            return (number < 10 ? ":0" : ":") + number;
        }
    }

    /**
     * One stretch of a session.
     *
     * @param x where it starts, in per cent of the session
     * @param wide whether its bar has room for its duration
     */
    public record EntryView(
            EntryType type,
            String laborType,
            String start,
            String end,
            Duration duration,
            String x,
            String width,
            boolean wide) {}

    /** Makes views of one reader's company at one moment. */
    public record Maker(Company company, Hours hours, LocalDate today, Instant now, DayAxis axis) {

        public SessionView of(SessionList.Row row, boolean open, String toggle) {
            TimeSession session = row.session();
            RailsTimeZone zone = RailsTimeZone.of(session.timeZone());
            boolean foreign = !zone.zone().equals(company.timeZone().zone());
            @Nullable EntryType running = runningType(session);
            Named project = session.project();
            Named category = session.category();
            return new SessionView(
                    session.id(),
                    session.user().name(),
                    session.user().id(),
                    row.day(),
                    today,
                    project != null ? project.name() : category != null ? category.name() : "",
                    project == null ? null : project.id(),
                    project == null && category != null,
                    laborTypes(session),
                    local(session.startAt(), zone) + " – "
                            + (session.endAt() == null ? "now" : local(session.endAt(), zone)),
                    laterDays(session, zone),
                    foreign ? zone.label() : "",
                    zone.name(),
                    running == null ? "" : running == EntryType.BREAK ? ON_BREAK : "on the clock",
                    row.source().hasClockTimes(),
                    duration(session.workDuration(), running == EntryType.WORK),
                    duration(session.breakDuration(), running == EntryType.BREAK),
                    duration(session.duration(), running != null),
                    Objects.requireNonNullElse(session.description(), "").strip(),
                    DayAxis.svg(axis.bars(row, now)),
                    open,
                    toggle,
                    open ? entries(session, zone) : List.of());
        }

        private Duration duration(long seconds, boolean running) {
            return running ? Duration.running(seconds, hours) : Duration.of(seconds, hours);
        }

        private List<EntryView> entries(TimeSession session, RailsTimeZone zone) {
            Instant start = session.startAt();
            Instant end = Stream.concat(
                            Stream.of(end(session.endAt())),
                            session.entries().stream().map(entry -> end(entry.endAt())))
                    .max(Instant::compareTo)
                    .orElse(now);
            double whole = Math.max(1, ChronoUnit.SECONDS.between(start, end));
            var views = new ArrayList<EntryView>();
            for (TimeEntry entry : session.entries()) {
                double x = Math.clamp(ChronoUnit.SECONDS.between(start, entry.startAt()) * 100 / whole, 0, 100);
                double width = Math.clamp(
                        ChronoUnit.SECONDS.between(entry.startAt(), end(entry.endAt())) * 100 / whole, 0.3, 100);
                Named laborType = entry.laborType();
                views.add(new EntryView(
                        entry.type(),
                        laborType == null ? "" : laborType.name(),
                        local(entry.startAt(), zone) + later(session.startAt(), entry.startAt(), zone),
                        entry.endAt() == null
                                ? "now"
                                : local(entry.endAt(), zone) + later(session.startAt(), entry.endAt(), zone),
                        duration(entry.duration(), entry.running()),
                        String.format(Locale.ROOT, "%.2f%%", x),
                        String.format(Locale.ROOT, "%.2f%%", Math.min(width, 100 - Math.min(x, 99.7))),
                        width > 8));
            }
            return views;
        }

        private Instant end(@Nullable Instant ended) {
            return ended == null ? now : ended;
        }

        private static @Nullable EntryType runningType(TimeSession session) {
            if (!session.running()) {
                return null;
            }
            for (TimeEntry entry : session.entries()) {
                if (entry.running()) {
                    return entry.type();
                }
            }
            return EntryType.WORK;
        }

        private static String laborTypes(TimeSession session) {
            // Rarely more than three, which are sooner looked through than hashed.
            var names = new ArrayList<String>();
            for (TimeEntry entry : session.entries()) {
                if (entry.laborType() != null
                        && !names.contains(entry.laborType().name())) {
                    names.add(entry.laborType().name());
                }
            }
            String laborTypes = String.join(", ", names);
            if (session.project() == null || session.category() == null) {
                return laborTypes;
            }
            String category = session.category().name();
            return names.isEmpty() ? category : category + ", " + laborTypes;
        }

        private static String local(Instant instant, RailsTimeZone zone) {
            LocalDateTime time = zone.at(instant);
            return time.getHour() + Duration.twoDigits(time.getMinute());
        }

        private static String laterDays(TimeSession session, RailsTimeZone zone) {
            return session.endAt() == null
                    ? ""
                    : later(session.startAt(), session.endAt(), zone).strip();
        }

        private static String later(Instant start, Instant instant, RailsTimeZone zone) {
            long days = ChronoUnit.DAYS.between(
                    zone.at(start).toLocalDate(), zone.at(instant).toLocalDate());
            return days > 0 ? " +" + days : "";
        }
    }
}
