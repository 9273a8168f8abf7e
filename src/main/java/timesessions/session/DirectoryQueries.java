package timesessions.session;

import static org.jooq.impl.DSL.noCondition;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.directory.NameQueries;
import timesessions.directory.Named;
import timesessions.jooq.Tables;
import timesessions.web.Page;

/** The people and projects of a company, as far as the reader may know them. */
public final class DirectoryQueries {
    private static final int SIZE = 50;

    private final Database database;

    public DirectoryQueries(Database database) {
        this.database = database;
    }

    /** A page of those that have the text in their name, in alphabetical order. */
    public Page<Named> list(Visibility reader, Dimension dimension, String text, long number) {
        return database.read(db -> {
            var names = NameQueries.of(dimension);
            Condition all = names.companyId()
                    .eq(reader.companyId())
                    .and(text.isEmpty() ? noCondition() : names.name().contains(text))
                    .and(visible(db, reader, dimension));
            long total = db.fetchCount(names.table(), all);
            long page = Page.within(number, SIZE, total);
            List<Named> found = db.select(names.id(), names.name())
                    .from(names.table())
                    .where(all)
                    .orderBy(names.name(), names.id())
                    .offset((page - 1) * SIZE)
                    .limit(SIZE)
                    .fetch(row -> new Named(row.value1(), row.value2()));
            return new Page<>(found, page, SIZE, total);
        });
    }

    /** The one of that id. */
    public Optional<Named> find(Visibility reader, Dimension dimension, long id) {
        return database.read(db -> {
            var names = NameQueries.of(dimension);
            return db.select(names.id(), names.name())
                    .from(names.table())
                    .where(
                            names.companyId().eq(reader.companyId()),
                            names.id().eq(id),
                            visible(db, reader, dimension, Set.of(id)))
                    .fetchOptional(row -> new Named(row.value1(), row.value2()));
        });
    }

    private static Condition visible(DSLContext db, Visibility reader, Dimension dimension) {
        return visible(db, reader, dimension, null);
    }

    /**
     * A manager knows the people of their teams, and of all else what these have worked on.
     *
     * @param asked the ids in question; null for all
     */
    private static Condition visible(
            DSLContext db, Visibility reader, Dimension dimension, @Nullable Collection<Long> asked) {
        Set<Long> people = reader.people();
        if (people == null) {
            return noCondition();
        }
        var names = NameQueries.of(dimension);
        if (dimension == Dimension.USER) {
            return names.id().in(people);
        }
        var s = Tables.TIME_SESSION;
        var column = Path.of(dimension).column();
        return names.id()
                .in(db.selectDistinct(column)
                        .from(s.forceIndex(Path.USERS.index()))
                        .where(
                                s.COMPANY_ID.eq(reader.companyId()),
                                s.USER_ID.in(people),
                                column.isNotNull(),
                                asked == null ? noCondition() : column.in(asked))
                        .fetch(column));
    }
}
