package timesessions.account;

import static timesessions.jooq.Tables.COMPANY;

import java.time.Clock;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.time.RailsTimeZone;

/** Makes companies and takes them out. */
public final class CompanyWriter {
    public static final int LONGEST_NAME = 200;
    private static final Field<Long> COMPANY_ID = DSL.field(DSL.name("company_id"), Long.class);

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
        return database.write(db -> {
            long id = db.insertInto(COMPANY)
                    .set(COMPANY.NAME, name)
                    .set(COMPANY.TIME_ZONE, timeZone.name())
                    .set(COMPANY.CREATED_AT, clock.instant())
                    .returningResult(COMPANY.ID)
                    .fetchSingle()
                    .value1();
            CompanyVersion.raise(db, id);
            return id;
        });
    }

    /** Whether there is any company. */
    public boolean exist() {
        return database.read(db -> db.fetchExists(COMPANY));
    }

    /** Takes out the companies of that name, with everything that is theirs but the trail, which loses nothing. */
    public void remove(String name) {
        database.writing(db -> {
            List<Long> ids = db.select(COMPANY.ID)
                    .from(COMPANY)
                    .where(COMPANY.NAME.eq(name))
                    .forUpdate()
                    .fetch(COMPANY.ID);
            for (Table<?> table : companyTables(db)) {
                db.deleteFrom(table).where(COMPANY_ID.in(ids)).execute();
            }
            db.deleteFrom(COMPANY).where(COMPANY.ID.in(ids)).execute();
        });
    }

    /** The tables whose rows belong to companies, asked of the database so that none is forgotten. */
    private static List<Table<?>> companyTables(DSLContext db) {
        return db.fetch("SELECT table_name FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() AND column_name = 'company_id' AND table_name <> 'trail'")
                .map(row -> DSL.table(DSL.name(row.get(0, String.class))));
    }
}
