package timesessions.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A query for one row whose text is made once: for what every request begins with, where making the text anew would take
 * longer than the database does to answer.
 */
public final class KnownQuery {
    private final String sql;
    private final Field<?>[] fields;

    /**
     * Makes the text.
     *
     * @param query with a placeholder for each value; the values that it was built with only say their types
     */
    public KnownQuery(Select<?> query) {
        this.sql = Database.text(query);
        this.fields = query.$select().stream().map(column -> (Field<?>) column).toArray(Field<?>[]::new);
    }

    Optional<Record> find(Connection connection, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            RowReader.bind(statement, List.of(values));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(record(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new DataAccessException(sql, e);
        }
    }

    private Record record(ResultSet rows) throws SQLException {
        var values = new @Nullable Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = value(rows, i + 1, fields[i].getType());
        }
        Record row = Database.emptyRow(fields);
        row.fromArray(values);
        return row;
    }

    /** What the driver makes of dates by itself goes by the zone of the machine. */
    private static @Nullable Object value(ResultSet rows, int column, Class<?> type) throws SQLException {
        return type == Instant.class || type == LocalDate.class ? rows.getObject(column, type) : rows.getObject(column);
    }
}
