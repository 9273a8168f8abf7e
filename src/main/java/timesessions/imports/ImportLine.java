package timesessions.imports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of a tracker's file as part of a session.
 *
 * @param id also that of its entry; 0 until it is stored
 * @param importId the import that brought it as it is now
 * @param at when that was
 * @param seconds of work and pause together, or of break
 * @param pause seconds of break within it
 * @param gapId of the break before it; 0 for none, as {@code pauseId} and {@code restId}, the work after the pause
 * @param sessionId 0 until it is part of one
 */
record ImportLine(
        long id,
        long importId,
        Instant at,
        long userId,
        @Nullable Long projectId,
        @Nullable Long categoryId,
        @Nullable Long laborTypeId,
        String timeZone,
        LocalDate day,
        Instant start,
        int seconds,
        int pause,
        boolean isBreak,
        String description,
        long gapId,
        long pauseId,
        long restId,
        long sessionId) {

    Instant end() {
        return start.plusSeconds(seconds);
    }

    /** Whether both are about the same piece of work. */
    boolean isOfSameWork(ImportLine other) {
        return isBreak == other.isBreak
                && Objects.equals(projectId, other.projectId)
                && Objects.equals(categoryId, other.categoryId);
    }

    /** Whether the file says the same of both, wherever they begin. */
    boolean saysTheSame(ImportLine other) {
        return isOfSameWork(other)
                && Objects.equals(laborTypeId, other.laborTypeId)
                && timeZone.equals(other.timeZone)
                && day.equals(other.day)
                && seconds == other.seconds
                && pause == other.pause
                && description.equals(other.description);
    }

    /** What the file says now of a line that is there already. */
    ImportLine replacing(ImportLine stored, Instant start) {
        return with(stored.id, at, start, stored.gapId, stored.pauseId, stored.restId, stored.sessionId);
    }

    ImportLine broughtAt(Instant now) {
        return with(id, now, start, gapId, pauseId, restId, sessionId);
    }

    ImportLine startingAt(Instant other) {
        return with(id, at, other, gapId, pauseId, restId, sessionId);
    }

    ImportLine withIds(long newId, long newPauseId, long newRestId) {
        return with(newId, at, start, gapId, newPauseId, newRestId, sessionId);
    }

    ImportLine in(long session, long gap) {
        return with(id, at, start, gap, pauseId, restId, session);
    }

    private ImportLine with(
            long newId, Instant brought, Instant newStart, long gap, long newPauseId, long newRestId, long session) {
        return new ImportLine(
                newId,
                importId,
                brought,
                userId,
                projectId,
                categoryId,
                laborTypeId,
                timeZone,
                day,
                newStart,
                seconds,
                pause,
                isBreak,
                description,
                gap,
                newPauseId,
                newRestId,
                session);
    }
}
