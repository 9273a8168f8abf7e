package timesessions.ingest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static timesessions.ingest.JetbuiltJson.aSession;
import static timesessions.ingest.JetbuiltJson.anEntry;
import static timesessions.ingest.JetbuiltJson.read;
import static timesessions.ingest.JetbuiltJson.source;
import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.ingest.Importer.Outcome;
import timesessions.ingest.Importer.Stopped;
import timesessions.session.SessionWriter;
import timesessions.session.SessionWriter.Written;
import timesessions.session.TimeSession;
import timesessions.testing.TestDatabase;
import timesessions.total.Check;

@Timeout(60)
class ImporterTest {
    private final List<List<TimeSession>> batches = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();
    private final Importer importer = new Importer(this::record, progress::add);

    @Test
    void putsEverySessionInItsOrderAndTellsHowFarItHasCome() {
        Outcome outcome = importer.run(source(sessions(1, 2_500)));

        assertThat(outcome).isEqualTo(new Outcome(2_500, new Written(2_500, 0, 0)));
        assertThat(batches)
                .flatExtracting(batch -> batch)
                .extracting(TimeSession::id)
                .isSorted()
                .hasSize(2_500);
        assertThat(progress).last().isEqualTo(2_500L);
        assertThat(progress).isSorted().hasSameSizeAs(batches);
    }

    @Test
    void putsNothingForAnEmptyArray() {
        assertThat(importer.run(source("[]"))).isEqualTo(new Outcome(0, Written.NOTHING));
        assertThat(batches).isEmpty();
    }

    @Test
    void countsASessionThatABatchHasTwiceAsUnchanged() {
        var once = new Importer(batch -> new Written(1, 1, 0), progress::add);

        assertThat(once.run(source(sessions(1, 3)))).isEqualTo(new Outcome(3, new Written(1, 1, 1)));
    }

    @Test
    void keepsBatchesSmallWhereSessionsAreLarge() {
        String description = "\"" + "x".repeat(1 << 20) + "\"";
        String manyEntries = IntStream.rangeClosed(1, 5_000)
                .mapToObj(id -> anEntry().with("id", id).toString())
                .collect(Collectors.joining(",", "[", "]"));

        importer.run(new JetbuiltSource(new Parts(IntStream.rangeClosed(1, 40)
                .mapToObj(id -> aSession()
                        .with("id", id)
                        .with("description", description)
                        .toString())
                .iterator())));
        importer.run(new JetbuiltSource(new Parts(IntStream.rangeClosed(1, 40)
                .mapToObj(id -> aSession()
                        .with("id", id)
                        .with("time_entries", manyEntries)
                        .toString())
                .iterator())));

        assertThat(batches).extracting(List::size).containsOnly(4).hasSize(20);
    }

    @Test
    void putsNothingOfTheBatchThatHasABrokenSession() {
        int last = 2 * Importer.BATCH_SESSIONS + 100;

        Stopped stopped = stopped(importer, source(sessions(1, last) + "{\"id\": 77}"));

        assertThat(stopped).hasMessageContaining("session 77: start_at, end_at,");
        assertThat(stopped.getCause()).isInstanceOf(Source.Unreadable.class);
        assertThat(stopped.before()).isEqualTo(new Outcome(last - 100, new Written(last - 100, 0, 0)));
        assertThat(batches).flatExtracting(batch -> batch).hasSize(last - 100);
    }

    @Test
    void stopsReadingWhereABatchCannotBePut() throws InterruptedException {
        var source = new EndlessSource();
        var failing = new Importer(
                batch -> {
                    if (batches.size() == 2) {
                        throw new IllegalStateException("disk full");
                    }
                    return record(batch);
                },
                progress::add);

        Stopped stopped = stopped(failing, source);

        assertThat(stopped).hasMessage("disk full").hasCauseInstanceOf(IllegalStateException.class);
        assertThat(stopped.before().read()).isEqualTo(2 * Importer.BATCH_SESSIONS);
        Thread reader = requireNonNull(source.reader);
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void doesNotWaitForASourceThatIsStuckWhereABatchCannotBePut() {
        var stuck = new CountDownLatch(1);
        var source = new EndlessSource() {
            @Override
            public TimeSession next() {
                if (given == Importer.BATCH_SESSIONS) {
                    awaitForGood(stuck);
                }
                return super.next();
            }
        };
        var failing = new Importer(
                batch -> {
                    throw new IllegalStateException("disk full");
                },
                progress::add);

        assertThat(stopped(failing, source)).hasMessage("disk full");
        stuck.countDown();
    }

    @Test
    void passesOnAnErrorOfTheReader() {
        var source = new EndlessSource() {
            @Override
            public TimeSession next() {
                throw new OutOfMemoryError("heap");
            }
        };

        assertThat(stopped(importer, source)).hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void readsTheNextBatchWhileOneIsPut() {
        var source = new EndlessSource();
        var waiting = new Importer(
                batch -> {
                    awaitForGood(source.secondBatch);
                    throw new IllegalStateException("seen");
                },
                progress::add);

        assertThat(stopped(waiting, source)).hasMessage("seen");
    }

    @Test
    void writesWhatTheFileSaysWhateverItsOrder() {
        List<String> versions = IntStream.rangeClosed(1, 3_000)
                .mapToObj(i -> aSession()
                        .with("id", 1 + i % 1_100)
                        .with("description", "\"version " + i + "\"")
                        .with(
                                "updated_at",
                                "\"" + Instant.parse("2026-05-01T00:00:00Z").plusSeconds(i) + "\"")
                        .entries(anEntry().with("id", i))
                        .toString())
                .collect(Collectors.toCollection(ArrayList::new));
        long inOrder = company();
        assertThat(written(inOrder, versions).written().added()).isEqualTo(1_100);

        for (int seed = 1; seed <= 2; seed++) {
            Collections.shuffle(versions, new Random(seed));
            long shuffled = company();
            written(shuffled, versions);
            assertThat(descriptions(shuffled)).isEqualTo(descriptions(inOrder));
            assertThat(new Check(TestDatabase.shared()).run(shuffled, false, difference -> {}))
                    .isZero();
        }
    }

    @Test
    void takesTheLaterInTheFileOfTwoThatWereChangedAtOnce() {
        long company = company();

        written(
                company,
                Stream.of("first", "second")
                        .map(text -> aSession()
                                .with("description", "\"" + text + "\"")
                                .toString())
                        .toList());

        assertThat(descriptions(company)).containsExactly("18 second");
    }

    @Test
    void comparesWithTheDatabaseWithoutWriting() {
        long company = company();
        var writer = new SessionWriter(TestDatabase.shared());
        var write = new Importer(batch -> writer.write(company, SessionWriter.Source.JETBUILT, batch), progress::add);
        var compare = new Importer(batch -> writer.compare(company, batch), progress::add);
        write.run(source(sessions(1, 10)));

        String file = sessions(1, 8) + aSession().with("id", 9).with("num_breaks", 7) + sessions(10, 12);

        assertThat(compare.run(source(file))).isEqualTo(new Outcome(12, new Written(2, 1, 9)));
        assertThat(compare.run(source(file))).isEqualTo(write.run(source(file)));
        assertThat(write.run(source(file))).isEqualTo(new Outcome(12, new Written(0, 0, 12)));
    }

    private Written record(List<TimeSession> batch) {
        batches.add(batch);
        return new Written(batch.size(), 0, 0);
    }

    private static Stopped stopped(Importer importer, Source source) {
        return requireNonNull(catchThrowableOfType(Stopped.class, () -> importer.run(source)));
    }

    private static String sessions(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(id -> aSession().with("id", id).toString())
                .collect(Collectors.joining("\n"));
    }

    private static long company() {
        return TestDatabase.company("Pacific Time (US & Canada)");
    }

    private Outcome written(long company, List<String> sessions) {
        var writer = new SessionWriter(TestDatabase.shared());
        return new Importer(batch -> writer.write(company, SessionWriter.Source.JETBUILT, batch), progress::add)
                .run(new JetbuiltSource(new Parts(sessions.iterator())));
    }

    private static List<String> descriptions(long company) {
        return TestDatabase.shared()
                .read(db -> db.select(TIME_SESSION.ID, TIME_SESSION.DESCRIPTION)
                        .from(TIME_SESSION)
                        .where(TIME_SESSION.COMPANY_ID.eq(company))
                        .orderBy(TIME_SESSION.ID)
                        .fetch(row -> row.value1() + " " + row.value2()));
    }

    /** The same session for ever, from a thread that it remembers. */
    private static class EndlessSource implements Source {
        final CountDownLatch secondBatch = new CountDownLatch(1);
        volatile @Nullable Thread reader;
        private final TimeSession session = read(aSession().toString()).getFirst();
        int given;

        @Override
        public SessionWriter.Source origin() {
            return SessionWriter.Source.JETBUILT;
        }

        @Override
        public TimeSession next() {
            reader = Thread.currentThread();
            if (given++ == Importer.BATCH_SESSIONS) {
                secondBatch.countDown();
            }
            return session;
        }
    }

    /** As one who waits for standard input does: without hearing an interrupt. */
    private static void awaitForGood(CountDownLatch latch) {
        for (boolean waits = true; waits; ) {
            try {
                latch.await();
                waits = false;
            } catch (InterruptedException e) {
                // Waits on.
            }
        }
    }
}
