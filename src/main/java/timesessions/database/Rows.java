package timesessions.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows for one statement, sent to the server together. */
public final class Rows {
    private static final String ON_DUPLICATE_KEY = "on duplicate key update";

    /**
     * The same, in a form in which the driver does not know it. It would send each row by itself, for it cannot tell how many
     * of them were there, which nobody asks here: an import took a third longer.
     */
    private static final String ON_DUPLICATE_KEY_OF_MANY = "on /*!duplicate*/ key update";

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
     * Runs the statement once for each row, in their order; without rows, not at all. Of rows that have values in different
     * columns those that have them in the same ones go together: the driver begins a new packet wherever a column comes to
     * have a value.
     *
     * @param statement with a placeholder for each value; the values that it was built with only say their types
     */
    public void execute(DSLContext db, Query statement) {
        if (rows.isEmpty()) {
            return;
        }
        String sql = Database.text(statement).replace(ON_DUPLICATE_KEY, ON_DUPLICATE_KEY_OF_MANY);
        Connection connection =
                Objects.requireNonNull(db.configuration().connectionProvider().acquire());
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            for (List<@Nullable Object[]> alike : byColumnsWithoutValue()) {
                for (@Nullable Object[] row : alike) {
                    RowReader.bind(prepared, Arrays.asList(row));
                    prepared.addBatch();
                }
                prepared.executeBatch();
            }
        } catch (SQLException e) {
            throw new DataAccessException(sql, e);
        } finally {
            db.configuration().connectionProvider().release(connection);
        }
    }

    private Collection<List<@Nullable Object[]>> byColumnsWithoutValue() {
        return rows.stream()
                .collect(Collectors.groupingBy(Rows::columnsWithoutValue, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static BitSet columnsWithoutValue(@Nullable Object[] row) {
        var without = new BitSet();
        for (int i = 0; i < row.length; i++) {
            without.set(i, row[i] == null);
        }
        return without;
    }
}
