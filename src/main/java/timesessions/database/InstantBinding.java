package timesessions.database;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;

/**
 * Hands instants to the driver as they are, which {@link UtcCodec} knows how to store. By itself jOOQ asks for a
 * {@code Timestamp}, for which the driver takes a calendar each time: a seventh of what a page of the API took.
 */
public final class InstantBinding implements Binding<LocalDateTime, Instant> {
    private static final InstantConverter CONVERTER = new InstantConverter();

    @Override
    public Converter<LocalDateTime, Instant> converter() {
        return CONVERTER;
    }

    @Override
    public void sql(BindingSQLContext<Instant> context) {
        if (context.render().paramType() == ParamType.INLINED) {
            context.render().visit(DSL.inline(context.convert(CONVERTER).value()));
        } else {
            context.render().sql(context.variable());
        }
    }

    @Override
    public void set(BindingSetStatementContext<Instant> context) throws SQLException {
        context.statement().setObject(context.index(), context.value());
    }

    @Override
    public void get(BindingGetResultSetContext<Instant> context) throws SQLException {
        context.value(context.resultSet().getObject(context.index(), Instant.class));
    }

    @Override
    public void register(BindingRegisterContext<Instant> context) throws SQLException {
        throw unused();
    }

    @Override
    public void get(BindingGetStatementContext<Instant> context) throws SQLException {
        throw unused();
    }

    @Override
    public void get(BindingGetSQLInputContext<Instant> context) throws SQLException {
        throw unused();
    }

    @Override
    public void set(BindingSetSQLOutputContext<Instant> context) throws SQLException {
        throw unused();
    }

    private static SQLException unused() {
        return new SQLFeatureNotSupportedException("There are no stored procedures and no user-defined types");
    }
}
