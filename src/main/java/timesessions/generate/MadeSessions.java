package timesessions.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import timesessions.session.TimeSession;
import timesessions.time.RailsTimeZone;

/**
 * Believable sessions of a company that installs screens and speakers, in the order of their ids, which is that of their
 * starts. They are made one day at a time, so that ten million need no more memory than one day does. The same recipe,
 * moment and ids give the same sessions, at every iteration and on every machine.
 */
public final class MadeSessions implements Iterable<TimeSession> {
    /** On the newest days the clock stands in the way, everywhere in the world: they are laid out with care. */
    private static final int LATE_DAYS = 3;

    static final int LATE_DAYS_BEGIN = 6 * 60 * 60;
    private static final int LATE_DAYS_END = 19 * 60 * 60;
    static final int LEAST_LATE_SESSION = 25 * 60;
    private static final int REST_BEFORE_CLOCK = 10 * 60;

    final Recipe recipe;
    final Instant now;
    final FirstIds ids;
    final LocalDate firstDate;
    final int days;
    final List<ZoneId> zones;
    final Crew crew;
    final List<OnTheClock> onTheClock;
    private final long[] freeUntil;
    private final int[] workload;

    /**
     * @param now no session knows of anything later
     * @throws IllegalArgumentException where so many sessions do not fit into the days of so many people
     */
    public MadeSessions(Recipe recipe, Instant now, FirstIds ids) {
        this.recipe = recipe;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.ids = ids;
        zones = Trade.ZONES.stream().map(name -> RailsTimeZone.of(name).zone()).toList();
        LocalDate lastDate = zones.stream()
                .map(zone -> now.atZone(zone).toLocalDate())
                .max(LocalDate::compareTo)
                .orElseThrow();
        firstDate = lastDate.minusYears(recipe.years()).plusDays(1);
        days = (int) ChronoUnit.DAYS.between(firstDate, lastDate) + 1;
        crew = new Crew(recipe, ids.person(), zones, days);
        onTheClock = OnTheClock.choose(recipe, crew, days - 1, this.now);
        freeUntil = new long[crew.size()];
        Arrays.fill(freeUntil, this.now.getEpochSecond());
        for (OnTheClock running : onTheClock) {
            freeUntil[running.person()] = running.start() - REST_BEFORE_CLOCK;
        }
        workload = Workload.spread(recipe.sessions() - onTheClock.size(), recipe.seed(), firstDate, capacityByDay());
    }

    public Recipe recipe() {
        return recipe;
    }

    @Override
    public Iterator<TimeSession> iterator() {
        return new MadeSessionIterator(this);
    }

    /** Of sessions that have ended. */
    int workload(int day) {
        return workload[day];
    }

    boolean late(int day) {
        return day >= days - LATE_DAYS;
    }

    /** When the person clocks in to what runs now, or now. */
    long freeUntil(int person) {
        return freeUntil[person];
    }

    List<LocalDay> localDays(int day) {
        List<LocalDay> localDays = new ArrayList<>(zones.size());
        for (ZoneId zone : zones) {
            localDays.add(new LocalDay(zone, firstDate.plusDays(day)));
        }
        return localDays;
    }

    /** How many sessions the person can begin, and end, on that day. */
    int capacity(int person, int day, List<LocalDay> localDays) {
        if (!crew.employed(person, day)) {
            return 0;
        }
        if (!late(day)) {
            return Shifts.MOST_A_DAY;
        }
        LocalDay home = localDays.get(crew.home(person));
        long end = Math.min(home.at(LATE_DAYS_END), freeUntil[person]);
        long fitting = (end - home.at(LATE_DAYS_BEGIN)) / LEAST_LATE_SESSION;
        return Math.clamp(fitting, 0, Shifts.MOST_A_DAY);
    }

    private long[] capacityByDay() {
        long[] capacity = new long[days];
        for (int day = 0; day < days; day++) {
            List<LocalDay> localDays = localDays(day);
            for (int person = 0; person < crew.size(); person++) {
                capacity[day] += capacity(person, day, localDays);
            }
        }
        return capacity;
    }
}
