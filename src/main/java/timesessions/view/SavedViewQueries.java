package timesessions.view;

import static timesessions.jooq.Sequences.ID_SEQUENCE;
import static timesessions.jooq.Tables.ACCOUNT;
import static timesessions.jooq.Tables.SAVED_VIEW;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import timesessions.account.Account;
import timesessions.account.Role;
import timesessions.database.CompanyVersion;
import timesessions.database.Database;
import timesessions.jooq.enums.SavedViewRole;

/** The saved views of an account: its own, and those for its role. An admin may change also those for roles. */
public final class SavedViewQueries {
    /** Nobody finds anything among more. */
    public static final int MOST = 100;

    private final Database database;
    private final Clock clock;

    public SavedViewQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The views that the account's menu has, its own first, each kind in its order. */
    public List<SavedView> menu(Account account) {
        return list(account, mine(account).or(SAVED_VIEW.ROLE.eq(SavedViewRole.valueOf(code(account.role())))));
    }

    /** The views that the account may change. */
    public List<SavedView> changeable(Account account) {
        return list(account, changeableBy(account));
    }

    private List<SavedView> list(Account account, Condition which) {
        return database.read(db -> {
            Long start = start(db, account);
            return db.select(SAVED_VIEW.ID, SAVED_VIEW.NAME, SAVED_VIEW.ROLE, SAVED_VIEW.ADDRESS, SAVED_VIEW.ACCOUNT_ID)
                    .from(SAVED_VIEW)
                    .where(SAVED_VIEW.COMPANY_ID.eq(account.companyId()), which)
                    .orderBy(SAVED_VIEW.ROLE.isNotNull(), SAVED_VIEW.PLACE, SAVED_VIEW.ID)
                    .limit(2 * MOST)
                    .fetch(row -> new SavedView(
                            row.value1(),
                            row.value2(),
                            role(row.value3()),
                            row.value4(),
                            row.value5() == account.id(),
                            row.value1().equals(start)));
        });
    }

    /** Where the account starts; empty for the list of sessions. */
    public Optional<String> start(Account account) {
        return menu(account).stream().filter(SavedView::start).findFirst().map(SavedView::address);
    }

    /** Keeps a view, last in its order; false where the account has as many as it may. */
    public boolean create(Account account, String name, @Nullable Role role, String address) {
        return database.write(db -> {
            int count = db.fetchCount(SAVED_VIEW, SAVED_VIEW.ACCOUNT_ID.eq(account.id()));
            if (count >= MOST) {
                return false;
            }
            Integer last = db.select(DSL.max(SAVED_VIEW.PLACE))
                    .from(SAVED_VIEW)
                    .where(SAVED_VIEW.COMPANY_ID.eq(account.companyId()), sameOrder(account, role))
                    .fetchSingle()
                    .value1();
            db.insertInto(SAVED_VIEW)
                    .set(SAVED_VIEW.ID, db.nextval(ID_SEQUENCE))
                    .set(SAVED_VIEW.COMPANY_ID, account.companyId())
                    .set(SAVED_VIEW.ACCOUNT_ID, account.id())
                    .set(SAVED_VIEW.ROLE, role == null ? null : SavedViewRole.valueOf(code(role)))
                    .set(SAVED_VIEW.NAME, name)
                    .set(SAVED_VIEW.ADDRESS, address)
                    .set(SAVED_VIEW.PLACE, last == null ? 0 : last + 1)
                    .set(SAVED_VIEW.CREATED_AT, clock.instant())
                    .execute();
            CompanyVersion.raise(db, account.companyId());
            return true;
        });
    }

    /** False where there is no such view that the account may change. */
    public boolean rename(Account account, long id, String name) {
        return database.write(db -> {
            CompanyVersion.raise(db, account.companyId());
            return db.update(SAVED_VIEW)
                                    .set(SAVED_VIEW.NAME, name)
                                    .where(SAVED_VIEW.ID.eq(id), SAVED_VIEW.COMPANY_ID.eq(account.companyId()))
                                    .and(changeableBy(account))
                                    .execute()
                            == 1
                    || exists(db, account, id);
        });
    }

    /** False where there is no such view that the account may change. */
    public boolean delete(Account account, long id) {
        return database.write(db -> {
            CompanyVersion.raise(db, account.companyId());
            return db.deleteFrom(SAVED_VIEW)
                            .where(SAVED_VIEW.ID.eq(id), SAVED_VIEW.COMPANY_ID.eq(account.companyId()))
                            .and(changeableBy(account))
                            .execute()
                    == 1;
        });
    }

    /** Moves a view one place up, or down; false where there is no such view that the account may change. */
    public boolean move(Account account, long id, boolean up) {
        return database.write(db -> {
            var found = db.select(SAVED_VIEW.ROLE)
                    .from(SAVED_VIEW)
                    .where(SAVED_VIEW.ID.eq(id), SAVED_VIEW.COMPANY_ID.eq(account.companyId()))
                    .and(changeableBy(account))
                    .fetchOptional();
            if (found.isEmpty()) {
                return false;
            }
            List<Long> order = new ArrayList<>(db.select(SAVED_VIEW.ID)
                    .from(SAVED_VIEW)
                    .where(
                            SAVED_VIEW.COMPANY_ID.eq(account.companyId()),
                            sameOrder(account, role(found.get().value1())))
                    .orderBy(SAVED_VIEW.PLACE, SAVED_VIEW.ID)
                    .forUpdate()
                    .fetch(SAVED_VIEW.ID));
            int at = order.indexOf(id);
            int to = up ? at - 1 : at + 1;
            if (at >= 0 && to >= 0 && to < order.size()) {
                Collections.swap(order, at, to);
            }
            for (int place = 0; place < order.size(); place++) {
                db.update(SAVED_VIEW)
                        .set(SAVED_VIEW.PLACE, place)
                        .where(SAVED_VIEW.ID.eq(order.get(place)))
                        .execute();
            }
            CompanyVersion.raise(db, account.companyId());
            return true;
        });
    }

    /** Starts the account with a view of its menu, or with none; false where there is no such view. */
    public boolean startWith(Account account, @Nullable Long id) {
        if (id != null && menu(account).stream().noneMatch(view -> view.id() == id)) {
            return false;
        }
        database.writing(db -> {
            db.update(ACCOUNT)
                    .set(ACCOUNT.START_VIEW_ID, id)
                    .where(ACCOUNT.ID.eq(account.id()))
                    .execute();
            CompanyVersion.raise(db, account.companyId());
        });
        return true;
    }

    private static @Nullable Long start(DSLContext db, Account account) {
        return db.select(ACCOUNT.START_VIEW_ID)
                .from(ACCOUNT)
                .where(ACCOUNT.ID.eq(account.id()))
                .fetchOne(ACCOUNT.START_VIEW_ID);
    }

    private static boolean exists(DSLContext db, Account account, long id) {
        return db.fetchExists(
                SAVED_VIEW,
                SAVED_VIEW
                        .ID
                        .eq(id)
                        .and(SAVED_VIEW.COMPANY_ID.eq(account.companyId()))
                        .and(changeableBy(account)));
    }

    private static Condition mine(Account account) {
        return SAVED_VIEW.ACCOUNT_ID.eq(account.id()).and(SAVED_VIEW.ROLE.isNull());
    }

    private static Condition changeableBy(Account account) {
        return account.isAdmin() ? mine(account).or(SAVED_VIEW.ROLE.isNotNull()) : mine(account);
    }

    private static Condition sameOrder(Account account, @Nullable Role role) {
        return role == null ? mine(account) : SAVED_VIEW.ROLE.eq(SavedViewRole.valueOf(code(role)));
    }

    private static String code(Role role) {
        return role.parameter();
    }

    private static @Nullable Role role(@Nullable SavedViewRole role) {
        return role == null ? null : Role.find(role.getLiteral()).orElseThrow();
    }
}
