package timesessions.session;

import static org.jooq.impl.DSL.noCondition;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import timesessions.account.Visibility;
import timesessions.database.Database;
import timesessions.directory.Dimension;
import timesessions.directory.NameQueries;
import timesessions.directory.Named;
import timesessions.web.Page;

/** The people and projects of a company, as far as the reader may know them. */
public final class DirectoryQueries {
    private static final int SIZE = 50;

    private final Database database;
    private final KnownNames known = new KnownNames();

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
                    .and(known.areKnown(db, reader, dimension));
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
                            names.id().in(known.among(db, reader, dimension, Set.of(id))))
                    .fetchOptional(row -> new Named(row.value1(), row.value2()));
        });
    }
}
