package timesessions.account;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reader may see: the rows of one company, and of these all or only those of certain people. Every query that
 * reads takes it, and adds it in SQL.
 *
 * @param people ids of the people that the reader sees, which may be none; null to see everyone
 * @param teams teams that these people are, each in one of them, so that they can be counted by team; or none
 */
public record Visibility(long companyId, @Nullable Set<Long> people, Set<Long> teams) {

    public Visibility {
        people = people == null ? null : Set.copyOf(people);
        teams = Set.copyOf(teams);
    }

    public Visibility(long companyId, @Nullable Set<Long> people) {
        this(companyId, people, Set.of());
    }

    /** Everyone of the company. */
    public Visibility(long companyId) {
        this(companyId, null, Set.of());
    }

    public boolean seesEveryone() {
        return people == null;
    }

    public boolean sees(long person) {
        return people == null || people.contains(person);
    }
}
