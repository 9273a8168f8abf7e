package timesessions.session;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a list and what stands above it.
 *
 * @param paging the page that it is: the last one where the one asked for lies beyond
 * @param order the order that it is in
 * @param sums of all the sessions that match, not only of the page
 * @param people how many different people they are of
 * @param before what the sessions of the days before add up to, if they were asked for
 * @param peopleBefore how many different people those are of
 * @param days what each day of the page adds up to under the filter, also where the day goes on over other pages; empty
 *     where the list is not in the order of days
 * @param ticks whether it is another one from second to second
 */
public record SessionList(
        List<Row> rows,
        Paging paging,
        Order order,
        Sums sums,
        long people,
        Optional<Sums> before,
        Optional<Long> peopleBefore,
        Map<LocalDate, Sums> days,
        boolean ticks) {

    /**
     * A session as a list shows it.
     *
     * @param day the day that it belongs to, as it was when it was written: the rules of its zone may have changed since
     */
    public record Row(TimeSession session, LocalDate day, SessionWriter.Source source) {}

    public SessionList {
        rows = List.copyOf(rows);
        days = Map.copyOf(days);
    }

    public List<TimeSession> sessions() {
        return rows.stream().map(Row::session).toList();
    }
}
