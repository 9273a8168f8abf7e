package timesessions.account;

import static timesessions.jooq.Tables.COMPANY;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.jooq.enums.CompanyFirstDayOfWeek;
import timesessions.jooq.enums.CompanyPayPeriod;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;

/** Companies and their settings. */
public final class CompanyQueries {
    /** What {@link #of} reads a company from. */
    static final List<Field<?>> FIELDS = List.of(
            COMPANY.ID,
            COMPANY.NAME,
            COMPANY.TIME_ZONE,
            COMPANY.FIRST_DAY_OF_WEEK,
            COMPANY.PAY_PERIOD,
            COMPANY.PAY_PERIOD_ANCHOR);

    private final Database database;
    private final TrailQueries trail;

    public CompanyQueries(Database database, Clock clock) {
        this.database = database;
        this.trail = new TrailQueries(database, clock);
    }

    public Optional<Company> find(long id) {
        return database.read(
                db -> db.select(FIELDS).from(COMPANY).where(COMPANY.ID.eq(id)).fetchOptional(CompanyQueries::of));
    }

    /** Stores the settings; the trail tells which of them are new. */
    public void save(Actor actor, Company company) {
        database.writing(db -> {
            Company before = db.select(FIELDS)
                    .from(COMPANY)
                    .where(COMPANY.ID.eq(company.id()))
                    .forUpdate()
                    .fetchSingle(CompanyQueries::of);
            List<String> changes = changes(before, company);
            if (changes.isEmpty()) {
                return;
            }
            db.update(COMPANY)
                    .set(COMPANY.NAME, company.name())
                    .set(COMPANY.TIME_ZONE, company.timeZone().name())
                    .set(
                            COMPANY.FIRST_DAY_OF_WEEK,
                            CompanyFirstDayOfWeek.valueOf(
                                    company.firstDayOfWeek().name().toLowerCase(Locale.ROOT)))
                    .set(COMPANY.PAY_PERIOD, kind(company.payPeriod()))
                    .set(COMPANY.PAY_PERIOD_ANCHOR, anchor(company.payPeriod()))
                    .where(COMPANY.ID.eq(company.id()))
                    .execute();
            CompanyVersion.raise(db, company.id());
            trail.add(db, actor, TrailAction.COMPANY_CHANGED, company.name(), String.join("; ", changes));
        });
    }

    /** The company among the columns of a row. */
    static Company of(Record row) {
        DayOfWeek firstDay =
                DayOfWeek.valueOf(row.get(COMPANY.FIRST_DAY_OF_WEEK).name().toUpperCase(Locale.ROOT));
        return new Company(
                row.get(COMPANY.ID),
                row.get(COMPANY.NAME),
                zone(row.get(COMPANY.TIME_ZONE)),
                firstDay,
                payPeriod(row.get(COMPANY.PAY_PERIOD), firstDay, row.get(COMPANY.PAY_PERIOD_ANCHOR)));
    }

    private static RailsTimeZone zone(String name) {
        return RailsTimeZone.find(name)
                .orElseThrow(() -> new DateTimeException("The company's time zone is not known here: " + name));
    }

    private static PayPeriod payPeriod(CompanyPayPeriod kind, DayOfWeek firstDay, @Nullable LocalDate anchor) {
        return switch (kind) {
            case weekly -> new PayPeriod.Weekly(firstDay);
            case two_weeks -> new PayPeriod.EveryTwoWeeks(anchor == null ? LocalDate.EPOCH : anchor);
            case twice_a_month -> new PayPeriod.TwiceAMonth();
            case monthly -> new PayPeriod.Monthly();
        };
    }

    private static CompanyPayPeriod kind(PayPeriod payPeriod) {
        return switch (payPeriod) {
            case PayPeriod.Weekly weekly -> CompanyPayPeriod.weekly;
            case PayPeriod.EveryTwoWeeks everyTwoWeeks -> CompanyPayPeriod.two_weeks;
            case PayPeriod.TwiceAMonth twiceAMonth -> CompanyPayPeriod.twice_a_month;
            case PayPeriod.Monthly monthly -> CompanyPayPeriod.monthly;
        };
    }

    private static @Nullable LocalDate anchor(PayPeriod payPeriod) {
        return payPeriod instanceof PayPeriod.EveryTwoWeeks everyTwoWeeks ? everyTwoWeeks.anchor() : null;
    }

    private static List<String> changes(Company before, Company after) {
        var changes = new ArrayList<String>();
        addChange(changes, "name", before.name(), after.name());
        addChange(
                changes, "time zone", before.timeZone().name(), after.timeZone().name());
        addChange(
                changes,
                "first day of the week",
                PayPeriodChoice.dayName(before.firstDayOfWeek()),
                PayPeriodChoice.dayName(after.firstDayOfWeek()));
        addChange(
                changes,
                "pay period",
                PayPeriodChoice.describe(before.payPeriod()),
                PayPeriodChoice.describe(after.payPeriod()));
        return changes;
    }

    private static void addChange(List<String> changes, String what, String before, String after) {
        if (!before.equals(after)) {
            changes.add("%s from %s to %s".formatted(what, before, after));
        }
    }
}
