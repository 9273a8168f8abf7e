package timesessions.generate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

/** One pass over {@link MadeSessions}. It holds the shifts of one day, and of each person when the last one ended. */
final class MadeSessionIterator implements Iterator<TimeSession> {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final long DAY_IN_MILLIS = 24L * HOUR * 1000;

    private final MadeSessions made;
    private final long seed;
    private final Roster roster;
    private final Shifts shifts = new Shifts();
    private final Portfolio portfolio;
    private final List<Named> categories;
    private final List<Named> laborTypes;
    private final FieldNotes notes = new FieldNotes();
    private final EntryPlan plan = new EntryPlan();
    private final TimeEntry[] entries = new TimeEntry[EntryPlan.MOST_ENTRIES];
    private final Dice dice = new Dice(0);
    private final Dice dayDice = new Dice(0);
    private final boolean[] onBreak;
    /** The end of each person's last shift, in seconds of the epoch. */
    private final long[] free;

    private int day = -1;
    private int month;
    private List<LocalDay> localDays = List.of();
    private int shift;
    private long nextSession;
    private long nextEntry;

    MadeSessionIterator(MadeSessions made) {
        this.made = made;
        seed = made.recipe.seed();
        roster = new Roster(seed, made.crew);
        LocalDate lastDate = made.firstDate.plusDays(made.days - 1L);
        portfolio = new Portfolio(made.recipe, made.ids.project(), month(lastDate) + 1);
        categories = named(made.ids.category(), Trade.CATEGORIES);
        laborTypes = named(made.ids.laborType(), Trade.LABOR_TYPES);
        onBreak = new boolean[made.crew.size()];
        free = new long[made.crew.size()];
        nextSession = made.ids.session();
        nextEntry = made.ids.entry();
        planNextDay();
    }

    private static List<Named> named(long firstId, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Named(firstId + i, names.get(i)))
                .toList();
    }

    @Override
    public boolean hasNext() {
        return shift < shifts.size();
    }

    @Override
    public TimeSession next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        TimeSession session = session(shift);
        shift++;
        if (shift == shifts.size()) {
            planNextDay();
        }
        return session;
    }

    /** Plans days until one has work, or none is left. */
    private void planNextDay() {
        shifts.clear();
        shift = 0;
        while (shifts.size() == 0 && day < made.days - 1) {
            day++;
            plan(made.firstDate.plusDays(day));
        }
        shifts.sort();
    }

    private void plan(LocalDate date) {
        month = month(date);
        localDays = made.localDays(day);
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        roster.share(day, weekend, made.workload(day), person -> made.capacity(person, day, localDays));
        long daySeed = Dice.mix(Dice.mix(seed, 'D'), day);
        for (int person = 0; person < made.crew.size(); person++) {
            int sessions = roster.sessions(person);
            if (sessions > 0) {
                dice.restart(Dice.mix(daySeed, person));
                if (made.late(day)) {
                    planLateDay(person, sessions);
                } else {
                    planDay(person, sessions);
                }
            }
        }
        if (day == made.days - 1) {
            for (OnTheClock running : made.onTheClock) {
                onBreak[running.person()] = running.onBreak();
                shifts.add(running.person(), made.crew.home(running.person()), running.start(), Shifts.STILL_RUNS);
            }
        }
    }

    private int month(LocalDate date) {
        return (int) ChronoUnit.MONTHS.between(made.firstDate.withDayOfMonth(1), date.withDayOfMonth(1));
    }

    private void planDay(int person, int sessions) {
        int zone = dice.percent(3) ? dice.below(made.zones.size()) : made.crew.home(person);
        int begin;
        int presence;
        if (sessions <= 3 && dice.percent(4)) {
            begin = dice.between(19 * 60 + 30, 22 * 60 + 30) * MINUTE;
            presence = dice.between(6 * 60, 10 * 60) * MINUTE;
        } else if (sessions <= 4 && dice.percent(5)) {
            begin = dice.between(11 * 60, 14 * 60) * MINUTE;
            presence = dice.between(4 * 60, 7 * 60) * MINUTE;
        } else {
            begin = usualBegin(person);
            presence = presence(sessions);
        }
        int rest = dice.between(15, 45) * MINUTE;
        long from = Math.max(localDays.get(zone).at(begin), free[person] + rest);
        cut(person, zone, sessions, from, from + presence);
    }

    /** No night shift and no travel, and everything ends before now, or before the session that runs now begins. */
    private void planLateDay(int person, int sessions) {
        int zone = made.crew.home(person);
        LocalDay local = localDays.get(zone);
        long earliest = Math.max(local.at(MadeSessions.LATE_DAYS_BEGIN), free[person] + MINUTE);
        long from = Math.max(earliest, local.at(usualBegin(person)));
        long to = from + presence(sessions);
        long limit = made.freeUntil(person);
        int least = sessions * MadeSessions.LEAST_LATE_SESSION;
        if (to > limit) {
            // Not everybody stops this very second.
            from = Math.min(from, earliest + (long) ((limit - least - earliest) * dice.fraction()));
            to = from + least + (long) ((limit - least - from) * (0.3 + 0.7 * dice.fraction()));
        }
        cut(person, zone, sessions, from, to);
    }

    private int usualBegin(int person) {
        return (made.crew.startOfDay(person) + dice.between(-25, 25)) * MINUTE;
    }

    private int presence(int sessions) {
        if (sessions == 1) {
            return (dice.percent(12) ? dice.between(90, 5 * 60) : dice.around(6 * 60 + 30, 10 * 60 + 30)) * MINUTE;
        }
        return (sessions <= 4 ? dice.around(7 * 60, 10 * 60 + 30) : dice.around(9 * 60, 11 * 60 + 30)) * MINUTE;
    }

    /** Cuts a person's time at work into sessions, with the way from one to the next between them. */
    private void cut(int person, int zone, int sessions, long from, long to) {
        double slot = (double) (to - from) / sessions;
        long at = from;
        for (int i = 1; i <= sessions; i++) {
            long slotEnd = i == sessions ? to : from + (long) (slot * (i + 0.4 * (dice.fraction() - 0.5)));
            long start = at;
            long end = i == sessions ? slotEnd : slotEnd - (long) (slot * dice.between(2, 15) / 100);
            if (dice.percent(82)) {
                start = Math.ceilDiv(start, MINUTE) * MINUTE;
                end = Math.floorDiv(end, MINUTE) * MINUTE;
            } else {
                start += dice.below(MINUTE);
                end -= dice.below(MINUTE);
            }
            if (end - start < MINUTE) {
                throw new IllegalStateException("%d sessions do not fit into %d s".formatted(sessions, to - from));
            }
            shifts.add(person, zone, start, end);
            free[person] = end;
            at = slotEnd;
        }
    }

    private TimeSession session(int index) {
        int person = shifts.person(index);
        long start = shifts.start(index);
        long end = shifts.end(index);
        boolean running = end == Shifts.STILL_RUNS;
        dice.restart(Dice.mix(Dice.mix(Dice.mix(seed, 'S'), person), start));

        Subject subject = subject(person);
        if (running) {
            plan.running(dice, start, made.now.getEpochSecond(), onBreak[person]);
        } else {
            plan.finished(dice, start, end);
        }
        Stamps stamps = running ? stampsOfRunning(start) : stampsOfFinished(start, end);
        String zone = Trade.ZONES.get(shifts.zone(index));
        List<TimeEntry> entries = entries(zone, subject, stamps);

        int work = 0;
        int breaks = 0;
        int numBreaks = 0;
        for (TimeEntry entry : entries) {
            switch (entry.type()) {
                case WORK -> work += entry.duration();
                case BREAK -> {
                    breaks += entry.duration();
                    numBreaks++;
                }
            }
        }
        return new TimeSession(
                nextSession++,
                entries.getFirst().startAt(),
                entries.getLast().endAt(),
                zone,
                work + breaks,
                work,
                breaks,
                numBreaks,
                subject.note(),
                Instant.ofEpochMilli(stamps.created()),
                Instant.ofEpochMilli(stamps.updated()),
                running,
                made.crew.named(person),
                subject.project(),
                subject.category(),
                entries);
    }

    /** What a session is about. */
    private record Subject(
            @Nullable Named project,
            @Nullable Named category,
            @Nullable String note) {}

    private Subject subject(int person) {
        int point = dice.below(100);
        if (point < 84) {
            return new Subject(project(person), null, notes.onSite(dice));
        }
        if (point < 97) {
            Named category = dice.likelyEarly(categories);
            return new Subject(null, category, notes.elsewhere(dice, category.name()));
        }
        return new Subject(null, null, notes.onSite(dice));
    }

    /**
     * When a session was entered and last changed, in milliseconds of the epoch.
     *
     * @param afterwards whether all was entered at once, days later
     */
    private record Stamps(long created, long updated, boolean afterwards) {}

    private Stamps stampsOfRunning(long start) {
        long now = made.now.toEpochMilli();
        long created = Math.min(now, start * 1000 + dice.below(60_000));
        long lastChange = plan.start(plan.size() - 1) * 1000 + dice.below(3_000);
        return new Stamps(created, Math.max(created, Math.min(now, lastChange)), false);
    }

    private Stamps stampsOfFinished(long start, long end) {
        long now = made.now.toEpochMilli();
        long created = Math.min(now, start * 1000 + dice.below(60_000));
        long updated = Math.max(created, Math.min(now, end * 1000 + dice.below(60_000)));
        boolean afterwards = false;
        if (dice.percent(5)) {
            long entered = daysAfter(end * 1000, 9);
            if (entered < now) {
                created = entered;
                updated = Math.min(now, entered + dice.below(120_000));
                afterwards = true;
            }
        }
        if (dice.percent(4)) {
            long edited = daysAfter(updated, 45);
            if (edited < now) {
                updated = edited;
            }
        }
        return new Stamps(created, updated, afterwards);
    }

    private long daysAfter(long millis, int atMost) {
        return millis + dice.between(1, atMost) * DAY_IN_MILLIS + dice.below(8 * HOUR * 1000);
    }

    private List<TimeEntry> entries(String zone, Subject subject, Stamps stamps) {
        Named mainLabor = dice.percent(subject.project() == null ? 40 : 6) ? null : dice.likelyEarly(laborTypes);
        Named labor = mainLabor;
        Instant end = Instant.EPOCH;
        for (int i = 0; i < plan.size(); i++) {
            long start = plan.start(i);
            // Most entries start when the one before ends, and millions of instants are worth sharing.
            Instant startAt = start == end.getEpochSecond() ? end : Instant.ofEpochSecond(start);
            end = Instant.ofEpochSecond(plan.end(i));
            boolean running = plan.running(i);
            if (plan.type(i) == EntryType.WORK) {
                labor = workLabor(mainLabor);
            }
            long created = Math.min(
                    stamps.updated(),
                    stamps.afterwards() || i == 0 ? stamps.created() + i * 40L : start * 1000 + dice.below(3_000));
            long updated = running ? created : Math.max(created, Math.min(stamps.updated(), plan.end(i) * 1000));
            entries[i] = new TimeEntry(
                    nextEntry++,
                    startAt,
                    running ? null : end,
                    zone,
                    running ? 0 : (int) (plan.end(i) - start),
                    Instant.ofEpochMilli(created),
                    Instant.ofEpochMilli(updated),
                    plan.type(i),
                    running,
                    labor);
        }
        return List.of(Arrays.copyOf(entries, plan.size()));
    }

    /** Mostly the project that the person is at on that day. */
    private Named project(int person) {
        if (dice.percent(40)) {
            return portfolio.pick(dice, person, month);
        }
        dayDice.restart(Dice.mix(Dice.mix(seed, day), person));
        return portfolio.pick(dayDice, person, month);
    }

    private @Nullable Named workLabor(@Nullable Named main) {
        return main == null || dice.percent(84) ? main : dice.likelyEarly(laborTypes);
    }
}
