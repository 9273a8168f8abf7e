package timesessions.bench;

/**
 * One request that is measured at every size.
 *
 * @param name under which it is found again at another size
 * @param mostRows that may be read for it
 */
record Scenario(String group, String name, Visitor visitor, String path, Bound bound, long mostRows) {
    /** No statement may read more. */
    static final long MOST_OF_A_STATEMENT = 500_000;

    /** How much the largest data may cost beside the smallest. */
    enum Bound {
        /** Lists, pages of the API, tiles, single sessions. */
        FLAT(3, 2_000),
        /** Jumps to a page, and orders other than by day. */
        JUMP(3, 20_000),
        REPORT(6, MOST_OF_A_STATEMENT),
        /** Two dimensions at once: as many rows as the narrower one has, and a tenth; times grow with them. */
        TWO(Double.POSITIVE_INFINITY, 0),
        /** Shown, and held to nothing. */
        SHOWN(Double.POSITIVE_INFINITY, MOST_OF_A_STATEMENT);

        private final double mostTimes;
        private final long mostRows;

        Bound(double mostTimes, long mostRows) {
            this.mostTimes = mostTimes;
            this.mostRows = mostRows;
        }

        double mostTimes() {
            return mostTimes;
        }
    }

    Scenario(String group, String name, Visitor visitor, String path, Bound bound) {
        this(group, name, visitor, path, bound, bound.mostRows);
    }

    /** Two dimensions, of which the narrower one has so many sessions. */
    static Scenario ofTwo(String group, String name, Visitor visitor, String path, long narrower) {
        return new Scenario(
                group,
                name,
                visitor,
                path,
                Bound.TWO,
                Math.min(MOST_OF_A_STATEMENT, Math.max(Bound.FLAT.mostRows, narrower * 11 / 10)));
    }

    String key() {
        return group + ": " + name;
    }
}
