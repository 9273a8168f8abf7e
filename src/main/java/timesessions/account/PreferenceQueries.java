package timesessions.account;

import static timesessions.jooq.Tables.ACCOUNT;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Record;
import org.jooq.SelectField;
import timesessions.database.Database;
import timesessions.jooq.enums.AccountHours;
import timesessions.time.Hours;

/** The preferences of accounts. */
public final class PreferenceQueries {
    static final List<SelectField<?>> FIELDS = List.of(ACCOUNT.HOURS, ACCOUNT.HIDDEN_COLUMNS);

    private final Database database;

    public PreferenceQueries(Database database) {
        this.database = database;
    }

    public void save(Account account, Preferences preferences) {
        database.writing(db -> db.update(ACCOUNT)
                .set(ACCOUNT.HOURS, AccountHours.valueOf(preferences.hours().code()))
                .set(ACCOUNT.HIDDEN_COLUMNS, String.join(",", new TreeSet<>(preferences.hiddenColumns())))
                .where(ACCOUNT.ID.eq(account.id()))
                .execute());
    }

    static Preferences of(Record row) {
        String hidden = row.get(ACCOUNT.HIDDEN_COLUMNS);
        return new Preferences(
                row.get(ACCOUNT.HOURS) == AccountHours.decimal ? Hours.DECIMAL : Hours.CLOCK,
                hidden.isEmpty() ? Set.of() : Set.of(hidden.split(",", -1)));
    }
}
