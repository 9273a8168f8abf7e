package timesessions.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.EnumType;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row one after the other, straight from the driver. For the rows that pages are made of: as records of jOOQ
 * they took a third of the time of a page of the API.
 */
public final class RowReader {
    private final ResultSet row;
    private int column;

    private RowReader(ResultSet row) {
        this.row = row;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Mapper<T> {
        T map(RowReader row) throws SQLException;
    }

    /** Does something with a row. */
    @FunctionalInterface
    public interface Visitor {
        void visit(RowReader row) throws SQLException;
    }

    /**
     * Runs a query, and makes something of each row.
     *
     * @param sql with a placeholder for each value
     */
    public static <T> List<T> read(DSLContext db, String sql, List<?> values, Mapper<T> mapper) {
        var found = new ArrayList<T>();
        forEach(db, sql, values, row -> found.add(mapper.map(row)));
        return found;
    }

    /** Runs a query whose text is not kept, and shows each row. */
    public static void forEach(DSLContext db, Select<?> query, Visitor visitor) {
        forEach(db, Database.text(query), Database.values(query), visitor);
    }

    /**
     * Runs a query, and shows each row.
     *
     * @param sql with a placeholder for each value
     */
    public static void forEach(DSLContext db, String sql, List<?> values, Visitor visitor) {
        Connection connection =
                Objects.requireNonNull(db.configuration().connectionProvider().acquire());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet answer = statement.executeQuery()) {
                // Past the pool's wrapper: a page has two thousand values, each of which would go through it.
                ResultSet rows = answer.unwrap(ResultSet.class);
                var reader = new RowReader(rows);
                while (rows.next()) {
                    reader.column = 0;
                    visitor.visit(reader);
                }
            }
        } catch (SQLException e) {
            throw new DataAccessException(sql, e);
        } finally {
            db.configuration().connectionProvider().release(connection);
        }
    }

    /** Numbers and texts by their own methods: for others the driver tries one codec after the other. */
    static void bind(PreparedStatement statement, List<? extends @Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            switch (values.get(i)) {
                case null -> statement.setNull(i + 1, Types.NULL);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                case Boolean flag -> statement.setBoolean(i + 1, flag);
                case EnumType name -> statement.setString(i + 1, name.getLiteral());
                case Object other -> statement.setObject(i + 1, other);
            }
        }
    }

    public long number() throws SQLException {
        return row.getLong(++column);
    }

    public @Nullable Long numberOrNull() throws SQLException {
        long value = row.getLong(++column);
        return row.wasNull() ? null : value;
    }

    public int integer() throws SQLException {
        return row.getInt(++column);
    }

    public boolean flag() throws SQLException {
        return row.getBoolean(++column);
    }

    public String text() throws SQLException {
        return Objects.requireNonNull(row.getString(++column));
    }

    public @Nullable String textOrNull() throws SQLException {
        return row.getString(++column);
    }

    /** The value that its text stands for, of all that there are: so few are sooner looked through than looked up. */
    public <E extends EnumType> E oneOf(List<E> all) throws SQLException {
        String literal = text();
        for (E one : all) {
            if (one.getLiteral().equals(literal)) {
                return one;
            }
        }
        throw new IllegalStateException("\"%s\" is none of %s".formatted(literal, all));
    }

    public Instant instant() throws SQLException {
        return Objects.requireNonNull(instantOrNull());
    }

    public @Nullable Instant instantOrNull() throws SQLException {
        return row.getObject(++column, Instant.class);
    }

    public LocalDate date() throws SQLException {
        return Objects.requireNonNull(dateOrNull());
    }

    public @Nullable LocalDate dateOrNull() throws SQLException {
        return row.getObject(++column, LocalDate.class);
    }

    /** Passes over a column. */
    public void skip() {
        column++;
    }
}
