package timesessions.total;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.jooq.Tables.SESSION_LABOR;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.database.Database;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Source;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestSessions;
import timesessions.total.Check.Difference;

/** Five sessions, looked at two at a time. */
class CheckTest {
    private static final Instant NINE = Instant.parse("2026-03-02T17:00:00Z");

    private final Database database = TestDatabase.shared();
    private final Check check = new Check(database, 2);
    private long company;

    @BeforeEach
    void newCompanyWithSessions() {
        company = TestDatabase.company("UTC");
        var sessions = LongStream.rangeClosed(1, 5)
                .mapToObj(id -> TestSessions.of(id, 1, NINE))
                .toList();
        new SessionWriter(database).write(company, Source.MADE, sessions);
    }

    @Test
    void findsNothingWhereAllAddsUp() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatIsMissingAtEachSession(long session) {
        var l = SESSION_LABOR;
        database.writing(db -> db.deleteFrom(l)
                .where(l.COMPANY_ID.eq(company), l.SESSION_ID.eq(session))
                .execute());

        assertThat(found())
                .filteredOn(difference -> difference.where().equals("session_labor"))
                .singleElement()
                .satisfies(difference -> assertThat(difference.row()).startsWith("session " + session + ","));
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 6, 1_000_000})
    void findsWhatBelongsToNoSession(long session) {
        var l = SESSION_LABOR;
        database.writing(db -> db.insertInto(l)
                .set(l.COMPANY_ID, company)
                .set(l.LABOR_TYPE_ID, 77L)
                .set(l.LOCAL_DATE, NINE.atZone(ZoneOffset.UTC).toLocalDate())
                .set(l.START_AT, NINE)
                .set(l.SESSION_ID, session)
                .set(l.USER_ID, 1L)
                .set(l.PROJECT_ID, 0L)
                .set(l.CATEGORY_ID, 0L)
                .set(l.WORK_DURATION, 3600)
                .set(l.BREAK_DURATION, 0)
                .execute());

        assertThat(found())
                .filteredOn(difference -> difference.where().equals("session_labor"))
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.row()).startsWith("session " + session + ", labor type 77,"));
    }

    private List<Difference> found() {
        var differences = new ArrayList<Difference>();
        check.run(company, false, differences::add);
        return differences;
    }
}
