package timesessions.account;

import static timesessions.jooq.Tables.COMPANY;

import java.time.Clock;
import timesessions.database.Database;
import timesessions.time.RailsTimeZone;

/** Makes companies. */
public final class CompanyWriter {
    public static final int LONGEST_NAME = 200;

    private final Database database;
    private final Clock clock;

    public CompanyWriter(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a company without anything in it.
     *
     * @param timeZone in which it is given the times of its records
     * @return its id
     */
    public long create(String name, RailsTimeZone timeZone) {
        return database.write(db -> db.insertInto(COMPANY)
                .set(COMPANY.NAME, name)
                .set(COMPANY.TIME_ZONE, timeZone.name())
                .set(COMPANY.CREATED_AT, clock.instant())
                .returningResult(COMPANY.ID)
                .fetchSingle()
                .value1());
    }
}
