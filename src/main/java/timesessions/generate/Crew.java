package timesessions.generate;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import timesessions.directory.Named;

/** The people: where each is at home, how much and from when to when each works. */
final class Crew {
    /** So many are there from the first day to the last, whatever chance says: the smallest company has work going on. */
    private static final int FOUNDERS = 4;

    /** Shares of the zones, summed up. */
    private static final double[] HOMES = {40, 65, 82, 92, 100};

    private final List<Named> people;
    private final List<ZoneId> zones;
    private final int[] homes;
    private final int[] startOfDay;
    private final double[] diligence;
    private final int[] firstDay;
    private final int[] endDay;

    Crew(Recipe recipe, long firstId, List<ZoneId> zones, int days) {
        int size = recipe.people();
        this.zones = zones;
        people = new ArrayList<>(size);
        homes = new int[size];
        startOfDay = new int[size];
        diligence = new double[size];
        firstDay = new int[size];
        endDay = new int[size];
        var names = new Names(new Dice(recipe.seed(), 'N'));
        var dice = new Dice(recipe.seed(), 'C');
        for (int person = 0; person < size; person++) {
            people.add(new Named(firstId + person, names.person()));
            homes[person] = person < zones.size() ? person : dice.weighted(HOMES, HOMES.length);
            startOfDay[person] = dice.around(6 * 60, 9 * 60);
            double zeal = dice.fraction();
            diligence[person] = 0.5 + 1.1 * zeal * zeal;
            boolean cameLater = dice.percent(20) && person >= FOUNDERS;
            boolean left = dice.percent(8) && person >= FOUNDERS;
            firstDay[person] = cameLater ? (int) (days * 0.8 * dice.fraction()) : 0;
            endDay[person] = left ? (int) (days * (0.85 + 0.12 * dice.fraction())) : days;
        }
    }

    int size() {
        return people.size();
    }

    Named named(int person) {
        return people.get(person);
    }

    /** An index into the zones. */
    int home(int person) {
        return homes[person];
    }

    ZoneId homeZone(int person) {
        return zones.get(homes[person]);
    }

    /** The minute of the day at which the person likes to begin. */
    int startOfDay(int person) {
        return startOfDay[person];
    }

    double diligence(int person) {
        return diligence[person];
    }

    boolean employed(int person, int day) {
        return firstDay[person] <= day && day < endDay[person];
    }
}
