package timesessions.generate;

import java.util.function.IntUnaryOperator;

/** Shares the sessions of a day out to the people. */
final class Roster {
    private static final int AT_WORK = 93;
    private static final int AT_WORK_ON_WEEKENDS = 25;

    private final long seed;
    private final Crew crew;
    private final int[] capacity;
    private final double[] diligence;
    private final int[] sessions;

    Roster(long seed, Crew crew) {
        this.seed = seed;
        this.crew = crew;
        capacity = new int[crew.size()];
        diligence = new double[crew.size()];
        sessions = new int[crew.size()];
    }

    /** What {@link #share} gave the person. */
    int sessions(int person) {
        return sessions[person];
    }

    /** Gives out exactly so many; together the capacities must hold them. */
    void share(int day, boolean weekend, int count, IntUnaryOperator capacityOfPerson) {
        double diligenceSum = 0;
        for (int person = 0; person < crew.size(); person++) {
            sessions[person] = 0;
            capacity[person] = capacityOfPerson.applyAsInt(person);
            diligence[person] = capacity[person] > 0 && atWork(day, person, weekend) ? crew.diligence(person) : 0;
            diligenceSum += diligence[person];
        }
        int left = count;
        double due = new Dice(seed, 'T', day).fraction();
        for (int person = 0; person < crew.size() && diligenceSum > 0; person++) {
            due += count * (diligence[person] / diligenceSum);
            int given = Math.min((int) due, Math.min(left, capacity[person]));
            due -= (int) due;
            sessions[person] = given;
            left -= given;
        }
        boolean overtime = diligenceSum == 0;
        while (left > 0) {
            int before = left;
            left -= oneMoreEach(left, overtime);
            if (left == before) {
                if (overtime) {
                    throw new IllegalStateException("day %d has no room for %d sessions".formatted(day, left));
                }
                // Those at work are full: the others come in too.
                overtime = true;
            }
        }
    }

    private boolean atWork(int day, int person, boolean weekend) {
        long point = Long.remainderUnsigned(Dice.mix(Dice.mix(seed, day), person), 100);
        return point < (weekend ? AT_WORK_ON_WEEKENDS : AT_WORK);
    }

    private int oneMoreEach(int most, boolean overtime) {
        int given = 0;
        for (int person = 0; person < sessions.length && given < most; person++) {
            if (sessions[person] < capacity[person] && (overtime || diligence[person] > 0)) {
                sessions[person]++;
                given++;
            }
        }
        return given;
    }
}
