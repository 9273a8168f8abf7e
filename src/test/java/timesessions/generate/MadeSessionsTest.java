package timesessions.generate;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.directory.Named;
import timesessions.session.EntryType;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;
import timesessions.time.RailsTimeZone;

class MadeSessionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T17:45:12Z");
    private static final long FIRST_ID = 1L << 40;
    private static final Recipe DEMO = Recipe.of(4_000, 2).withPeople(14).withProjects(40);

    private static List<TimeSession> make(Recipe recipe, Instant now) {
        var made = new MadeSessions(recipe, now, FirstIds.from(FIRST_ID, recipe));
        return StreamSupport.stream(made.spliterator(), false).toList();
    }

    private static ZoneId zone(String name) {
        return RailsTimeZone.of(name).zone();
    }

    private static ZonedDateTime localStart(TimeSession session) {
        return session.startAt().atZone(zone(session.timeZone()));
    }

    private static LocalDate day(TimeSession session) {
        return session.localDate();
    }

    private static Map<Named, Long> sessionsByPerson(Collection<TimeSession> sessions) {
        return sessions.stream().collect(groupingBy(TimeSession::user, counting()));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "7, 1, 2, 1",
        "100, 4, 12, 1",
        "999, 9, 20, 2",
        "20000, 8, 30, 1",
        "30000, 150, 400, 1",
        "12345, 40, 3, 3",
    })
    void makesExactlyAsManySessionsAsAskedFor(int sessions, int people, int projects, int years) {
        assertThat(make(new Recipe(5, sessions, people, projects, years), NOW)).hasSize(sessions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T00:00:00Z",
                "2026-11-22T05:30:00Z",
                "2026-11-22T08:01:00Z",
                "2026-11-22T12:59:59.999Z",
                "2026-01-01T07:59:00Z",
                "2024-02-29T15:00:00Z",
                "2026-03-08T10:30:00Z",
                "2026-03-09T06:30:00Z",
                "2026-03-29T01:30:00Z",
                "2026-11-01T09:30:00Z",
                "2026-11-02T23:59:59Z",
                "2026-12-25T13:45:00Z",
            })
    void knowsNothingOfTheFutureWhateverTheHour(String moment) {
        Instant now = Instant.parse(moment);

        List<TimeSession> sessions = make(DEMO.withSeed(3), now);

        assertThat(sessions).hasSize(4_000).allSatisfy(session -> {
            assertThat(session.startAt()).isBefore(now);
            assertThat(session.endAt() == null ? session.startAt() : session.endAt())
                    .isBeforeOrEqualTo(now);
            assertThat(session.createdAt()).isBeforeOrEqualTo(session.updatedAt());
            assertThat(session.updatedAt()).isBeforeOrEqualTo(now);
            assertThat(session.entries())
                    .allSatisfy(entry -> assertThat(entry.updatedAt())
                            .isBetween(entry.createdAt(), session.updatedAt())
                            .isBeforeOrEqualTo(now));
        });
        assertNoOverlap(sessions);
    }

    @Test
    void givesTheSameSessionsEachTimeAndOthersForAnotherSeed() {
        var made = new MadeSessions(DEMO, NOW, FirstIds.from(FIRST_ID, DEMO));

        assertThat(made).containsExactlyElementsOf(make(DEMO, NOW));
        assertThat(make(DEMO.withSeed(2), NOW)).isNotEqualTo(make(DEMO, NOW));
    }

    @Test
    void givesOutTheIdsInOrderAndNoneTwice() {
        FirstIds ids = FirstIds.from(FIRST_ID, DEMO);

        List<TimeSession> sessions = make(DEMO, NOW);

        long session = ids.session();
        long entry = ids.entry();
        for (TimeSession made : sessions) {
            assertThat(made.id()).isEqualTo(session++);
            for (TimeEntry madeEntry : made.entries()) {
                assertThat(madeEntry.id()).isEqualTo(entry++);
            }
        }
        assertThat(session).isEqualTo(ids.entry());
        assertThat(entry).isLessThanOrEqualTo(FIRST_ID + FirstIds.needed(DEMO));
        assertThat(sessions).allSatisfy(made -> {
            assertThat(made.user().id()).isBetween(ids.person(), ids.project() - 1);
            if (made.project() != null) {
                assertThat(made.project().id()).isBetween(ids.project(), ids.category() - 1);
            }
            if (made.category() != null) {
                assertThat(made.category().id()).isBetween(ids.category(), ids.laborType() - 1);
            }
        });
    }

    @Test
    void startsRoughlyInTheOrderOfTheIds() {
        Instant latest = Instant.EPOCH;
        for (TimeSession session : make(DEMO, NOW)) {
            assertThat(session.startAt()).isAfter(latest.minus(Duration.ofDays(1)));
            latest = session.startAt().isAfter(latest) ? session.startAt() : latest;
        }
    }

    @Test
    void addsUpToTheSecond() {
        assertThat(make(DEMO, NOW)).allSatisfy(session -> {
            int work = 0;
            int breaks = 0;
            int numBreaks = 0;
            Instant before = session.startAt();
            for (TimeEntry entry : session.entries()) {
                assertThat(entry.startAt()).isAfterOrEqualTo(before);
                if (entry.endAt() == null) {
                    assertThat(entry.duration()).isZero();
                } else {
                    assertThat(entry.endAt()).isAfter(entry.startAt());
                    assertThat(Duration.between(entry.startAt(), entry.endAt()))
                            .isEqualTo(Duration.ofSeconds(entry.duration()));
                    before = entry.endAt();
                }
                if (entry.type() == EntryType.WORK) {
                    work += entry.duration();
                } else {
                    breaks += entry.duration();
                    numBreaks++;
                }
            }
            assertThat(session.startAt()).isEqualTo(session.entries().getFirst().startAt());
            assertThat(session.endAt()).isEqualTo(session.entries().getLast().endAt());
            assertThat(session.workDuration()).isEqualTo(work);
            assertThat(session.breakDuration()).isEqualTo(breaks);
            assertThat(session.duration()).isEqualTo(work + breaks);
            assertThat(session.numBreaks()).isEqualTo(numBreaks);
        });
    }

    @Test
    void keepsAPersonFromBeingInTwoPlacesEvenWithFullDays() {
        assertNoOverlap(make(new Recipe(1, 30_000, 9, 20, 1), NOW));
    }

    private static void assertNoOverlap(List<TimeSession> sessions) {
        Map<Named, Instant> free = new HashMap<>();
        for (TimeSession session : sessions.stream()
                .sorted(Comparator.comparing(TimeSession::startAt))
                .toList()) {
            assertThat(session.startAt()).isAfterOrEqualTo(free.getOrDefault(session.user(), Instant.MIN));
            free.put(session.user(), session.endAt() == null ? Instant.MAX : session.endAt());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T17:45:12Z", "2026-11-22T08:10:00Z", "2026-12-25T02:00:00Z"})
    void hasPeopleOnTheClockAndOnABreakNow(String moment) {
        List<TimeSession> running = make(DEMO, Instant.parse(moment)).stream()
                .filter(TimeSession::running)
                .toList();

        assertThat(running).hasSizeGreaterThanOrEqualTo(3).allSatisfy(session -> {
            assertThat(session.endAt()).isNull();
            assertThat(session.entries().getLast().running()).isTrue();
            assertThat(session.entries().getLast().endAt()).isNull();
            assertThat(session.entries().subList(0, session.entries().size() - 1))
                    .noneMatch(TimeEntry::running);
        });
        assertThat(running)
                .extracting(session -> session.entries().getLast().type())
                .contains(EntryType.WORK, EntryType.BREAK);
    }

    @Test
    void hasSomethingToShowForTodayThisWeekAndLastWeek() {
        List<TimeSession> sessions = make(DEMO, NOW);
        LocalDate today = LocalDate.of(2026, 11, 23);
        LocalDate monday = today.with(DayOfWeek.MONDAY);

        assertThat(sessions.stream().filter(session -> day(session).equals(today)))
                .hasSizeGreaterThan(5)
                .extracting(TimeSession::running)
                .contains(true, false);
        assertThat(sessions.stream()
                        .filter(session -> !day(session).isBefore(monday.minusWeeks(1))
                                && day(session).isBefore(monday))
                        .map(session -> day(session).getDayOfWeek())
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(day(sessions.getFirst())).isBefore(LocalDate.of(2024, 12, 1));
        assertThat(sessions.stream()
                        .map(session -> YearMonth.from(day(session)))
                        .distinct())
                .hasSize(25);
    }

    @Test
    void readsLocalClocksOnTheDaysWhenTheyChange() {
        // Sunday 8 March 2026, 02:00 to 03:00 was skipped in the United States.
        var springForward = new LocalDay(zone(Trade.ZONES.getFirst()), LocalDate.of(2026, 3, 8));
        assertThat(springForward.at(60 * 60)).isEqualTo(seconds("2026-03-08T09:00:00Z"));
        assertThat(springForward.at(8 * 60 * 60)).isEqualTo(seconds("2026-03-08T15:00:00Z"));

        var saturdayBefore = new LocalDay(zone(Trade.ZONES.getFirst()), LocalDate.of(2026, 3, 7));
        assertThat(saturdayBefore.at(22 * 60 * 60)).isEqualTo(seconds("2026-03-08T06:00:00Z"));
        assertThat(saturdayBefore.at(30 * 60 * 60)).isEqualTo(seconds("2026-03-08T13:00:00Z"));

        var ordinary = new LocalDay(zone("London"), LocalDate.of(2026, 7, 1));
        assertThat(ordinary.at(7 * 60 * 60)).isEqualTo(seconds("2026-07-01T06:00:00Z"));
    }

    private static long seconds(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }

    @Test
    void worksByTheLocalClockInSummerAndInWinter() {
        for (int month : List.of(1, 7)) {
            List<TimeSession> ofMonth = make(DEMO, NOW).stream()
                    .filter(session -> day(session).getMonthValue() == month)
                    .toList();
            assertThat(share(ofMonth, session -> {
                        int hour = localStart(session).getHour();
                        return hour >= 5 && hour < 11;
                    }))
                    .isGreaterThan(0.6);
        }
    }

    @Test
    void looksLikeTheWorkOfACrew() {
        List<TimeSession> sessions = make(new Recipe(9, 60_000, 120, 400, 2), NOW);

        assertThat(share(sessions, session -> session.description() == null)).isBetween(0.12, 0.18);
        assertThat(share(sessions, session -> session.project() != null)).isBetween(0.8, 0.9);
        assertThat(share(sessions, session -> session.category() != null)).isBetween(0.1, 0.16);
        assertThat(sessions).noneMatch(session -> session.project() != null && session.category() != null);
        assertThat(share(sessions, session -> session.numBreaks() == 1)).isBetween(0.5, 0.7);
        assertThat(sessions).extracting(TimeSession::numBreaks).contains(0, 1, 2, 3);
        assertThat(share(sessions, session -> day(session).getDayOfWeek().getValue() > 5))
                .isBetween(0.02, 0.08);
        assertThat(share(sessions, MadeSessionsTest::endsTheNextDay)).isBetween(0.01, 0.06);
        assertThat(share(
                        sessions,
                        session -> Duration.between(session.startAt(), session.createdAt())
                                        .toDays()
                                >= 1))
                .isBetween(0.03, 0.07);
        assertThat(share(sessions, session -> session.startAt().getEpochSecond() % 60 == 0))
                .isBetween(0.75, 0.95);
        assertThat(sessions.stream().map(TimeSession::timeZone).distinct()).hasSizeGreaterThanOrEqualTo(3);

        Map<Named, Long> byPerson = sessionsByPerson(sessions);
        assertThat(byPerson).hasSize(120);
        assertThat(byPerson.keySet().stream().map(Named::name).distinct()).hasSize(120);
        assertThat(byPerson.values().stream().mapToLong(Long::longValue).max().orElseThrow())
                .isGreaterThan(600);
    }

    private static double share(List<TimeSession> sessions, Predicate<TimeSession> condition) {
        return (double) sessions.stream().filter(condition).count() / sessions.size();
    }

    private static boolean endsTheNextDay(TimeSession session) {
        return session.endAt() != null
                && LocalDateTime.ofInstant(session.endAt(), zone(session.timeZone()))
                        .toLocalDate()
                        .isAfter(day(session));
    }

    @Test
    void hasOneProjectThatIsBiggestAndGivesEachPersonAFewAMonth() {
        List<TimeSession> sessions = make(new Recipe(9, 60_000, 120, 5_000, 2), NOW);

        Map<Named, Long> byProject = sessions.stream()
                .map(TimeSession::project)
                .filter(Objects::nonNull)
                .collect(groupingBy(project -> project, counting()));
        long biggest =
                byProject.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat((double) biggest / sessions.size()).isBetween(0.009, 0.022);
        assertThat(byProject.values().stream().sorted().toList().get(byProject.size() / 2))
                .isLessThan(biggest / 20);

        Map<String, Set<Named>> byPersonAndMonth = new HashMap<>();
        for (TimeSession session : sessions) {
            if (session.project() != null) {
                byPersonAndMonth
                        .computeIfAbsent(session.user().id() + " " + YearMonth.from(day(session)), k -> new HashSet<>())
                        .add(session.project());
            }
        }
        // A day that runs past the last midnight of a month brings one of the old month along.
        assertThat(byPersonAndMonth.values()).allMatch(projects -> projects.size() <= Portfolio.MOST_A_MONTH + 2);
    }

    @Test
    void writesNotesOfCommonRareAndUniqueWords() {
        List<TimeSession> sessions = make(new Recipe(9, 60_000, 120, 400, 2), NOW);

        Map<String, Long> byWord = sessions.stream()
                .map(TimeSession::description)
                .filter(Objects::nonNull)
                .flatMap(note -> new HashSet<>(List.of(note.split("[^\\p{L}\\p{N}]+"))).stream())
                .collect(groupingBy(word -> word, counting()));

        assertThat(byWord.values().stream().filter(count -> count > 5_000)).hasSizeGreaterThan(5);
        assertThat(byWord.values().stream().filter(count -> count > 1 && count < 60))
                .hasSizeGreaterThan(20);
        assertThat(byWord.values().stream().filter(count -> count == 1)).hasSizeGreaterThan(1_000);
    }

    @Test
    void refusesMoreSessionsThanThereAreDaysToWork() {
        Recipe tooMuch = new Recipe(1, 100_000, 2, 5, 1);

        assertThatThrownBy(() -> make(tooMuch, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more people or years");
        assertThatThrownBy(() -> new Recipe(1, 0, 2, 5, 1)).hasMessage("sessions must be 1 or more, not 0");
    }

    /** A failure here means that a seed no longer gives the data it gave before. */
    @Test
    void givesThisForSeedOne() {
        TimeSession session = make(DEMO, NOW).get(1_000);

        assertThat(session.startAt()).isEqualTo("2025-06-13T14:47:00Z");
        assertThat(session.updatedAt()).isEqualTo("2025-07-26T05:03:29.940Z");
        assertThat(session.user().name()).isEqualTo("Isaac Jiménez");
        assertThat(session.project())
                .isEqualTo(new Named(1099511627798L, "P-122 Alder Community Church Command Center"));
        assertThat(session.description()).isEqualTo("Mounted Cat6 drops in the east wing.");
        assertThat(session.entries())
                .extracting(TimeEntry::duration)
                .containsExactly(9000, 780, 6720, 3720, 6720, 480, 6840);
    }
}
