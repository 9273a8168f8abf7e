package timesessions.directory;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static timesessions.jooq.Tables.CATEGORY;
import static timesessions.jooq.Tables.LABOR_TYPE;
import static timesessions.jooq.Tables.PROJECT;
import static timesessions.jooq.Tables.USER;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;

/** Names of a company by their ids. */
public final class NameQueries {

    /** The table of a dimension's names. */
    public record Names(
            Table<Record> table,
            TableField<Record, Long> companyId,
            TableField<Record, Long> id,
            TableField<Record, String> name) {}

    private NameQueries() {}

    public static Names of(Dimension dimension) {
        return switch (dimension) {
            case USER -> new Names(USER, USER.COMPANY_ID, USER.ID, USER.FULL_NAME);
            case PROJECT -> new Names(PROJECT, PROJECT.COMPANY_ID, PROJECT.ID, PROJECT.FULL_NAME);
            case CATEGORY -> new Names(CATEGORY, CATEGORY.COMPANY_ID, CATEGORY.ID, CATEGORY.NAME);
            case LABOR_TYPE -> new Names(LABOR_TYPE, LABOR_TYPE.COMPANY_ID, LABOR_TYPE.ID, LABOR_TYPE.NAME);
        };
    }

    /** The names of these ids, as far as there are any: one statement, or none where no id is asked for. */
    public static Map<Dimension, Map<Long, String>> find(
            DSLContext db, long companyId, Map<Dimension, ? extends Collection<Long>> ids) {
        var found = new EnumMap<Dimension, Map<Long, String>>(Dimension.class);
        ids.entrySet().stream()
                .filter(asked -> !asked.getValue().isEmpty() && !Set.of(0L).equals(Set.copyOf(asked.getValue())))
                .map(asked -> {
                    Names names = of(asked.getKey());
                    return (Select<Record3<String, Long, String>>)
                            select(inline(asked.getKey().name()), names.id, names.name)
                                    .from(names.table.forceIndex("PRIMARY"))
                                    .where(names.companyId.eq(companyId), names.id.in(asked.getValue()));
                })
                .reduce(Select::unionAll)
                .ifPresent(parts -> db.fetch(parts)
                        .forEach(row -> found.computeIfAbsent(Dimension.valueOf(row.value1()), any -> new HashMap<>())
                                .put(row.value2(), Objects.requireNonNullElse(row.value3(), ""))));
        return found;
    }
}
