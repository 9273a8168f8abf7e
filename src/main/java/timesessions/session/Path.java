package timesessions.session;

import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import org.jooq.Record;
import org.jooq.TableField;
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
    STARTED("by_start");

    private final String index;

    Path(String index) {
        this.index = index;
    }

    String index() {
        return index;
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
