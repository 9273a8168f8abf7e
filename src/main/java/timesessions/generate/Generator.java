package timesessions.generate;

import java.time.Instant;
import java.util.function.LongConsumer;
import timesessions.database.Database;
import timesessions.total.TotalRebuild;

/** Fills a company with made data. */
public final class Generator {
    private final IdSequence ids;
    private final BulkLoader loader;

    public Generator(Database database, TotalRebuild totals) {
        ids = new IdSequence(database);
        loader = new BulkLoader(database, totals);
    }

    /**
     * Makes sessions as the recipe says, loads them and builds the totals.
     *
     * @param now up to when people have worked, and when some still do
     * @param progress is told how many sessions are in
     * @throws IllegalArgumentException if so many sessions do not fit into the days of so many people
     * @throws BulkLoader.Refused if the company is not there, not empty, or is being filled
     */
    public void fill(long companyId, Recipe recipe, Instant now, LongConsumer progress) {
        FirstIds firstIds = FirstIds.from(ids.take(FirstIds.needed(recipe)), recipe);
        loader.load(companyId, new MadeSessions(recipe, now, firstIds), progress);
    }
}
