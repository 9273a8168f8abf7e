package timesessions.session;

import static timesessions.jooq.Tables.TIME_SESSION;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jooq.Record;
import org.jooq.TableField;
import timesessions.directory.Dimension;
import timesessions.jooq.enums.StampTotalStamp;
import timesessions.jooq.enums.TotalDimension;

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
    USERS_OF_LABOR_TYPES("by_user"),
    PROJECTS_OF_LABOR_TYPES("by_project");

    static final List<Path> PAIRS =
            List.of(USERS_OF_PROJECTS, USERS_OF_CATEGORIES, USERS_OF_LABOR_TYPES, PROJECTS_OF_LABOR_TYPES);

    /** What people are added up together with. */
    static final List<Path> BESIDE_USERS = List.of(PROJECTS, CATEGORIES, LABOR_TYPES);

    private final String index;

    Path(String index) {
        this.index = index;
    }

    String index() {
        return index;
    }

    /** The two restrictions that it is; none for a single one. */
    Set<Path> pair() {
        return switch (this) {
            case USERS_OF_PROJECTS -> Set.of(USERS, PROJECTS);
            case USERS_OF_CATEGORIES -> Set.of(USERS, CATEGORIES);
            case USERS_OF_LABOR_TYPES -> Set.of(USERS, LABOR_TYPES);
            case PROJECTS_OF_LABOR_TYPES -> Set.of(PROJECTS, LABOR_TYPES);
            default -> Set.of();
        };
    }

    /** Whether what is found by this path meets the other one. */
    boolean covers(Path other) {
        return this == other || pair().contains(other);
    }

    /** Whether it leads through the labor types of sessions. */
    boolean isOfLabor() {
        return this == LABOR_TYPES || pair().contains(LABOR_TYPES);
    }

    static Path of(Dimension dimension) {
        return switch (dimension) {
            case USER -> USERS;
            case PROJECT -> PROJECTS;
            case CATEGORY -> CATEGORIES;
            case LABOR_TYPE -> LABOR_TYPES;
        };
    }

    /** Whether it is the keys of a dimension, which the rollups know. */
    boolean isDimension() {
        return switch (this) {
            case USERS, PROJECTS, CATEGORIES, LABOR_TYPES -> true;
            default -> false;
        };
    }

    /** What the rollups call it, counting whole sessions. */
    TotalDimension rollup() {
        return switch (this) {
            case USERS -> TotalDimension.user;
            case PROJECTS -> TotalDimension.project;
            case CATEGORIES -> TotalDimension.category;
            case LABOR_TYPES -> TotalDimension.labor_type;
            default -> throw new IllegalStateException(this + " is no dimension");
        };
    }

    /** Whether it is a window of instants. */
    boolean isWindow() {
        return switch (this) {
            case CREATED, UPDATED, STARTED -> true;
            default -> false;
        };
    }

    /** The column of the sessions that holds the keys; none for labor types, which belong to entries. */
    TableField<Record, Long> column() {
        return switch (this) {
            case USERS -> TIME_SESSION.USER_ID;
            case PROJECTS -> TIME_SESSION.PROJECT_ID;
            case CATEGORIES -> TIME_SESSION.CATEGORY_ID;
            default -> throw new IllegalStateException(this + " is no column");
        };
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
