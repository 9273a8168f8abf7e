package timesessions.session;

import static timesessions.jooq.Tables.CATEGORY;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.TIME_SESSION;
import static timesessions.jooq.Tables.USER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import timesessions.database.KnownTexts;
import timesessions.database.RowReader;

/** The statements that read sessions, with the names that belong to their ids. */
final class SessionRows {
    static final List<SelectField<?>> COLUMNS = List.of(
            TIME_SESSION.ID,
            TIME_SESSION.START_AT,
            TIME_SESSION.END_AT,
            TIME_SESSION.TIME_ZONE,
            TIME_SESSION.DURATION,
            TIME_SESSION.WORK_DURATION,
            TIME_SESSION.BREAK_DURATION,
            TIME_SESSION.NUM_BREAKS,
            TIME_SESSION.DESCRIPTION,
            TIME_SESSION.CREATED_AT,
            TIME_SESSION.UPDATED_AT,
            TIME_SESSION.RUNNING,
            TIME_SESSION.LOCAL_DATE,
            TIME_SESSION.SOURCE,
            TIME_SESSION.USER_ID,
            USER.FULL_NAME,
            TIME_SESSION.PROJECT_ID,
            PROJECT.FULL_NAME,
            TIME_SESSION.CATEGORY_ID,
            CATEGORY.NAME);

    /** Where the keys of a page go in its text. */
    private static final String KEYS = "keys_of_the_page";

    private static final KnownTexts<Order> CHOSEN = new KnownTexts<>(SessionRows::chosen);

    private static final KnownTexts<Integer> KNOWN = new KnownTexts<>(SessionRows::known);

    private SessionRows() {}

    /** Makes something of each of these sessions of the company; only names are sorted by. */
    static <T> List<T> read(DSLContext db, long companyId, Keys keys, Order order, RowReader.Mapper<T> mapper) {
        return switch (keys) {
            case Keys.Chosen chosen -> {
                var values = new ArrayList<Object>(chosen.values());
                values.add(companyId);
                yield RowReader.read(db, CHOSEN.of(order).replace(KEYS, chosen.sql()), values, mapper);
            }
            case Keys.Known known -> {
                var values = new ArrayList<Object>(known.ids().size() + 1);
                values.add(companyId);
                values.addAll(known.ids());
                yield RowReader.read(db, KNOWN.of(known.ids().size()), values, mapper);
            }
            case Keys.Met met -> RowReader.read(db, met.sql(), met.values(), mapper);
        };
    }

    /**
     * Reads sessions with their names as they are met in an index, for {@link Keys.Met}. Good for those at its beginning
     * alone: what an OFFSET passes over would be looked up with its names.
     *
     * @param sessions that index
     */
    static SelectJoinStep<Record> from(Table<?> sessions) {
        return DSL.select(COLUMNS).from(withNames(sessions));
    }

    /**
     * A page in that order, but for the keys. The names are joined to sessions that have been chosen: with the joins beside
     * its LIMIT the optimizer has been seen to start from the names, and to read everything.
     */
    private static Select<?> chosen(Order order) {
        Table<?> chosen = DSL.table("(" + KEYS + ")").as("chosen");
        return from(chosen.straightJoin(TIME_SESSION)
                        .on(
                                TIME_SESSION.COMPANY_ID.eq(0L),
                                TIME_SESSION.ID.eq(
                                        DSL.field(DSL.name("chosen", TIME_SESSION.ID.getName()), Long.class))))
                .orderBy(order.isByName() ? SearchSql.orderBy(order, order.descending()) : List.of());
    }

    private static Select<?> known(int sessions) {
        return from(TIME_SESSION.forceIndex("PRIMARY"))
                .where(TIME_SESSION.COMPANY_ID.eq(0L), TIME_SESSION.ID.in(Collections.nCopies(sessions, 0L)));
    }

    private static Table<?> withNames(Table<?> sessions) {
        return sessions.leftJoin(USER)
                .on(USER.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID), USER.ID.eq(TIME_SESSION.USER_ID))
                .leftJoin(PROJECT)
                .on(PROJECT.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID), PROJECT.ID.eq(TIME_SESSION.PROJECT_ID))
                .leftJoin(CATEGORY)
                .on(CATEGORY.COMPANY_ID.eq(TIME_SESSION.COMPANY_ID), CATEGORY.ID.eq(TIME_SESSION.CATEGORY_ID));
    }
}
