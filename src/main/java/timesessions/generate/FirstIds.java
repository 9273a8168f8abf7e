package timesessions.generate;

/** Where the ids of each kind of thing start; from there they are given out without a gap. */
public record FirstIds(long person, long project, long category, long laborType, long session, long entry) {

    /** One range of ids, from {@code first} on, shared out to all kinds. */
    public static FirstIds from(long first, Recipe recipe) {
        long project = first + recipe.people();
        long category = project + recipe.projects();
        long laborType = category + Trade.CATEGORIES.size();
        long session = laborType + Trade.LABOR_TYPES.size();
        return new FirstIds(first, project, category, laborType, session, session + recipe.sessions());
    }

    /** Ids that {@link #from} needs at most: how many entries there are is known when all are made. */
    public static long needed(Recipe recipe) {
        return from(0, recipe).entry() + recipe.sessions() * EntryPlan.MOST_ENTRIES;
    }
}
