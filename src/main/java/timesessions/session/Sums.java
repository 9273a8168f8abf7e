package timesessions.session;

/**
 * What a number of sessions add up to.
 *
 * @param work whole seconds
 * @param breaks whole seconds
 */
public record Sums(long sessions, long work, long breaks) {
    public static final Sums NONE = new Sums(0, 0, 0);

    public long total() {
        return work + breaks;
    }

    Sums withoutSessions() {
        return new Sums(0, work, breaks);
    }

    public Sums plus(Sums other) {
        return new Sums(sessions + other.sessions, work + other.work, breaks + other.breaks);
    }

    Sums times(int often) {
        return new Sums(sessions * often, work * often, breaks * often);
    }

    Sums minus(Sums other) {
        return new Sums(sessions - other.sessions, work - other.work, breaks - other.breaks);
    }
}
