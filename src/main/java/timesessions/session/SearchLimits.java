package timesessions.session;

/**
 * Where one way of finding a page gets dearer than another.
 *
 * @param alwaysSorted up to this many rows are sorted rather than walked to, however frequent they are
 * @param counted words and running clocks are counted no further than this to choose by
 * @param found a word that leads to more sessions than this is refused, since it would be added up for seconds
 * @param fewKeys of more keys even the totals are many rows, and walking from day to day is tried first
 * @param lookedUp up to so many totals of people with other keys are looked up one by one
 * @param keysMerged up to this many keys of one kind are merged in the order of ids
 * @param rowsMerged up to this many rows of each
 */
record SearchLimits(
        long alwaysSorted, int counted, int found, int fewKeys, long lookedUp, int keysMerged, long rowsMerged) {
    static final SearchLimits MEASURED = new SearchLimits(2_000, 20_000, 150_000, 10, 1_000, 50, 1_000);

    /** What is wrong with a word that leads to too many sessions. */
    static final String TOO_COMMON =
            "finds more than %,d sessions: choose fewer days, or a rarer word".formatted(MEASURED.found);
}
