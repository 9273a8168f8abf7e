package timesessions.session;

import java.time.LocalDate;
import java.util.Map;

/**
 * One page of a list and what stands above it.
 *
 * @param sums of all the sessions that match, not only of the page
 * @param people how many different people they are of
 * @param days what each day of the page adds up to under the filter, also where the day goes on over other pages; empty
 *     where the list is not in the order of days
 */
public record SessionList(SessionPage page, Sums sums, long people, Map<LocalDate, Sums> days) {
    public SessionList {
        days = Map.copyOf(days);
    }
}
