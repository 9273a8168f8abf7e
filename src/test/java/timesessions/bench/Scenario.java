package timesessions.bench;

/**
 * One request that is measured at every size.
 *
 * @param name under which it is found again at another size
 * @param mostRows that may be read for it
 * @param mostStatements that the database may be sent for it
 * @param status of a right answer
 * @param leastShare of the requests a second that its floors allow, from 0 to 1; 0 where it has none
 */
record Scenario(
        String group,
        String name,
        Visitor visitor,
        String path,
        Bound bound,
        long mostRows,
        long mostStatements,
        int status,
        double leastShare) {
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
        this(group, name, visitor, path, bound, bound.mostRows, Long.MAX_VALUE, 200, 0);
    }

    /** Held against its floors. */
    Scenario withLeastShare(double share) {
        return new Scenario(group, name, visitor, path, bound, mostRows, mostStatements, status, share);
    }

    /** For somebody who has the answer already. */
    Scenario answeredUnchanged(Visitor knowing, long statements) {
        return new Scenario(group, name, knowing, path, bound, mostRows, statements, 304, leastShare);
    }

    /** Two dimensions, of which the narrower one has so many sessions. */
    static Scenario ofTwo(String group, String name, Visitor visitor, String path, long narrower) {
        return new Scenario(
                group,
                name,
                visitor,
                path,
                Bound.TWO,
                Math.min(MOST_OF_A_STATEMENT, Math.max(Bound.FLAT.mostRows, narrower * 11 / 10)),
                Long.MAX_VALUE,
                200,
                0);
    }

    String key() {
        return group + ": " + name;
    }
}
