package timesessions.database;

import java.io.IOException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.DataType;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.MutableInt;
import org.mariadb.jdbc.plugin.Codec;
import org.mariadb.jdbc.plugin.codec.LocalDateTimeCodec;

/**
 * How instants go to and from the driver: as the dates and times of UTC that stand in the database. The driver's own codec
 * takes them for those of the machine's zone, and makes three objects on the way to each; a page of the API has five hundred.
 */
public final class UtcCodec implements Codec<Instant> {
    private static final LocalDateTimeCodec LOCAL = LocalDateTimeCodec.INSTANCE;
    private static final InstantConverter CONVERTER = new InstantConverter();
    private static final long SECONDS_OF_A_DAY = TimeUnit.DAYS.toSeconds(1);

    /** A date, and a time to the second; what the server sends beyond that are microseconds. */
    private static final int BYTES_TO_THE_SECOND = 7;

    /**
     * Makes sure that the driver asks this codec before its own, which nobody would notice until hours are wrong. It goes by
     * the order in {@code META-INF/services}.
     *
     * @throws IllegalStateException if it does not
     */
    static void requireFirst() {
        try {
            if (Configuration.parse("jdbc:mariadb://localhost/").codecs()[0] instanceof UtcCodec) {
                return;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("The database's driver would read times by the zone of this machine");
    }

    @Override
    public String className() {
        return Instant.class.getName();
    }

    @Override
    public boolean canDecode(ColumnDecoder column, Class<?> type) {
        return type == Instant.class && LOCAL.canDecode(column, LocalDateTime.class);
    }

    @Override
    public boolean canEncode(Object value) {
        return value instanceof Instant;
    }

    @Override
    public @Nullable Instant decodeText(
            ReadableByteBuf row, MutableInt length, ColumnDecoder column, Calendar calendar, Context context)
            throws SQLDataException {
        return CONVERTER.from(LOCAL.decodeText(row, length, column, calendar, context));
    }

    @Override
    public @Nullable Instant decodeBinary(
            ReadableByteBuf row, MutableInt length, ColumnDecoder column, Calendar calendar, Context context)
            throws SQLDataException {
        if (column.getType() != DataType.DATETIME || length.get() < BYTES_TO_THE_SECOND) {
            return CONVERTER.from(LOCAL.decodeBinary(row, length, column, calendar, context));
        }
        long day = LocalDate.of(row.readUnsignedShort(), row.readByte(), row.readByte())
                .toEpochDay();
        long second = (row.readByte() * 60L + row.readByte()) * 60 + row.readByte();
        long micros = length.get() > BYTES_TO_THE_SECOND ? row.readUnsignedInt() : 0;
        return Instant.ofEpochSecond(day * SECONDS_OF_A_DAY + second, TimeUnit.MICROSECONDS.toNanos(micros));
    }

    @Override
    public void encodeText(Writer statement, Context context, Instant value, Calendar calendar, Long length)
            throws IOException {
        LOCAL.encodeText(statement, context, CONVERTER.to(value), calendar, length);
    }

    @Override
    public int getApproximateTextProtocolLength(Instant value, Long length) {
        return LOCAL.getApproximateTextProtocolLength(CONVERTER.to(value), length);
    }

    @Override
    public void encodeBinary(Writer statement, Context context, Instant value, Calendar calendar, Long length)
            throws IOException {
        LOCAL.encodeBinary(statement, context, CONVERTER.to(value), calendar, length);
    }

    @Override
    public int getBinaryEncodeType() {
        return LOCAL.getBinaryEncodeType();
    }
}
