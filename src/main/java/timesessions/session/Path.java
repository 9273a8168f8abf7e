package timesessions.session;

import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import timesessions.jooq.enums.StampTotalStamp;

/** What can restrict a search, each with an index that holds the restricted sessions together. */
enum Path {
    USERS("by_user"),
    PROJECTS("by_project"),
    CATEGORIES("by_category"),
    LABOR_TYPES("PRIMARY"),
    WORDS("PRIMARY"),
    RUNNING("by_running"),
    DAYS("by_day"),
    CREATED("by_created"),
    UPDATED("by_updated"),
    STARTED("by_start"),
    /** Two restrictions at once, in an index that leads by both. */
    USERS_OF_PROJECTS("by_project_user"),
    USERS_OF_CATEGORIES("by_category_user"),
    USERS_OF_LABOR_TYPES("by_user");

    private final String index;

    Path(String index) {
        this.index = index;
    }

    String index() {
        return index;
    }

    /** What people are restricted beside; null for a single restriction. */
    @Nullable
    Path kind() {
        return switch (this) {
            case USERS_OF_PROJECTS -> PROJECTS;
            case USERS_OF_CATEGORIES -> CATEGORIES;
            case USERS_OF_LABOR_TYPES -> LABOR_TYPES;
            default -> null;
        };
    }

    Path requireKind() {
        return Objects.requireNonNull(kind());
    }

    /** Whether what is found by this path meets the other one. */
    boolean covers(Path other) {
        return this == other || (kind() != null && (other == USERS || other == kind()));
    }

    static Path of(StampTotalStamp stamp) {
        return switch (stamp) {
            case created -> CREATED;
            case updated -> UPDATED;
            case start -> STARTED;
        };
    }

    /** The column of a path that is a window of instants. */
    TableField<Record, Instant> instant() {
        return switch (this) {
            case CREATED -> TIME_SESSION.CREATED_AT;
            case UPDATED -> TIME_SESSION.UPDATED_AT;
            case STARTED -> TIME_SESSION.START_AT;
            default -> throw new IllegalStateException(this + " is no window of instants");
        };
    }

    StampTotalStamp stamp() {
        return switch (this) {
            case CREATED -> StampTotalStamp.created;
            case UPDATED -> StampTotalStamp.updated;
            case STARTED -> StampTotalStamp.start;
            default -> throw new IllegalStateException(this + " is no window of instants");
        };
    }
}
