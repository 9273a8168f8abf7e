package timesessions.generate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A person whose session runs at this moment. */
record OnTheClock(int person, long start, boolean onBreak) {
    private static final int MINUTE = 60;
    private static final int LEAST = 3;

    /**
     * About an eighth of those employed on the last day, and on a Sunday night too: what runs is what a dashboard is
     * looked at for. Every third is on a break.
     */
    static List<OnTheClock> choose(Recipe recipe, Crew crew, int lastDay, Instant now) {
        var dice = new Dice(recipe.seed(), 'R');
        long wanted = Math.min(Math.max(LEAST, crew.size() / 8), Math.ceilDiv(recipe.sessions(), 10));
        List<OnTheClock> chosen = new ArrayList<>();
        int step = Math.max(1, (int) (crew.size() / wanted));
        int first = dice.below(step);
        for (int person = first; person < crew.size() && chosen.size() < wanted; person += step) {
            if (crew.employed(person, lastDay)) {
                chosen.add(new OnTheClock(person, start(dice, crew, person, now), chosen.size() % 3 == 1));
            }
        }
        return chosen;
    }

    /** Most began since midnight where they are, so that they count for today; a few are on a night shift. */
    private static long start(Dice dice, Crew crew, int person, Instant now) {
        long seconds = now.getEpochSecond();
        var zone = crew.homeZone(person);
        int today = (int) (seconds - new LocalDay(zone, now.atZone(zone).toLocalDate()).midnight());
        int elapsed = dice.between(10, 6 * 60) * MINUTE;
        if (elapsed > today && today > 20 * MINUTE && !dice.percent(20)) {
            elapsed = (int) (today * (0.1 + 0.8 * dice.fraction()));
        }
        return Math.floorDiv(seconds - elapsed, MINUTE) * MINUTE;
    }
}
