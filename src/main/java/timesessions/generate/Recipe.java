package timesessions.generate;

/**
 * How much to make.
 *
 * @param sessions exactly so many come out, those that still run included
 * @param years how far back from now the sessions reach
 */
public record Recipe(long seed, long sessions, int people, int projects, int years) {
    /** Sessions that one person gets through in a year of ordinary days. */
    private static final int SESSIONS_A_YEAR = 220;

    public Recipe {
        positive("sessions", sessions);
        positive("people", people);
        positive("projects", projects);
        positive("years", years);
        // More than this many people run out of names that differ.
        if (people > 100_000) {
            throw new IllegalArgumentException("people must be 100,000 or fewer, not " + people);
        }
    }

    /** A company of a size that fits so many sessions in so many years. */
    public static Recipe of(long sessions, int years) {
        positive("years", years);
        int people = Math.toIntExact(Math.max(4, sessions / ((long) SESSIONS_A_YEAR * years)));
        return new Recipe(1, sessions, people, Math.max(12, people * 5 / 2), years);
    }

    public Recipe withSeed(long seed) {
        return new Recipe(seed, sessions, people, projects, years);
    }

    public Recipe withPeople(int people) {
        return new Recipe(seed, sessions, people, projects, years);
    }

    public Recipe withProjects(int projects) {
        return new Recipe(seed, sessions, people, projects, years);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be 1 or more, not %d".formatted(name, value));
        }
    }
}
