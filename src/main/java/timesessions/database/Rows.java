package timesessions.database;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows for one statement, sent to the server together. */
public final class Rows {
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** Adds the values of one row, in the order of the statement's placeholders. */
    public void add(@Nullable Object... values) {
        rows.add(values);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** In what an insert does to a row that is there already: the value that the row would have been inserted with. */
    public static <T> Field<T> inserted(Field<T> field) {
        return DSL.field("values({0})", field.getDataType(), field);
    }

    /**
     * Runs the statement once for each row, in their order; without rows, not at all.
     *
     * @param statement with a placeholder for each value; the values that it was built with only say their types
     */
    public void execute(DSLContext db, Query statement) {
        if (!rows.isEmpty()) {
            db.batch(statement).bind(rows.toArray(Object[][]::new)).execute();
        }
    }
}
