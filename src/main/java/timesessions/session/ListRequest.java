package timesessions.session;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.web.Params;
import timesessions.web.QueryString;

/**
 * Everything that the address of a list says. What is as always is left out of it; another filter or order starts again
 * at page 1.
 *
 * @param open the sessions whose entries are shown
 * @param columns what a saved view shows; null for what the reader has chosen
 */
public record ListRequest(
        SessionFilter filter,
        Order order,
        Paging paging,
        Set<Long> open,
        @Nullable Set<ListColumn> columns) {
    static final String PATH = "/sessions";
    static final String COLUMNS = "columns";
    private static final String OPEN = "open";
    private static final int MOST_OPEN = Paging.LARGEST;

    public ListRequest {
        open = Set.copyOf(open);
        columns = columns == null ? null : Set.copyOf(columns);
    }

    static ListRequest of(Params params, Company company, LocalDate today) {
        boolean sorted = params.text("sort").filter(text -> !text.isBlank()).isPresent();
        @Nullable Order order = sorted ? params.read("sort", Order::ofPage) : null;
        return new ListRequest(
                SessionFilter.ofPage(params, company, today),
                Objects.requireNonNullElse(order, Order.NEWEST_FIRST),
                Paging.ofPage(params),
                open(params),
                params.text(COLUMNS).filter(text -> !text.isBlank()).isEmpty()
                        ? null
                        : params.read(COLUMNS, ListColumn::parse));
    }

    /** The sessions that an address has open. */
    static Set<Long> open(Params params) {
        var open = new TreeSet<Long>();
        params.ids(OPEN, false).stream().limit(MOST_OPEN).forEach(open::add);
        return open;
    }

    /** What is kept when the filter changes. */
    List<FilterBar.Kept> kept() {
        var kept = new ArrayList<FilterBar.Kept>();
        if (!order.equals(Order.NEWEST_FIRST)) {
            kept.add(new FilterBar.Kept("sort", order.toString()));
        }
        if (paging.size() != Paging.DEFAULT_SIZE) {
            kept.add(new FilterBar.Kept("per_page", Integer.toString(paging.size())));
        }
        if (columns != null) {
            kept.add(new FilterBar.Kept(COLUMNS, ListColumn.text(columns)));
        }
        return kept;
    }

    ListRequest with(SessionFilter other) {
        return new ListRequest(other, order, firstPage(paging.size()), Set.of(), columns);
    }

    ListRequest with(Order other) {
        return new ListRequest(filter, other, firstPage(paging.size()), Set.of(), columns);
    }

    ListRequest withSize(int size) {
        return new ListRequest(filter, order, firstPage(size), Set.of(), columns);
    }

    /** The page that it came to, with what is open. */
    ListRequest withPage(Paging found) {
        return new ListRequest(filter, order, found, open, columns);
    }

    ListRequest onPage(long number) {
        return new ListRequest(filter, order, new Paging(number, paging.size(), null), Set.of(), columns);
    }

    ListRequest withOpen(Set<Long> sessions) {
        return new ListRequest(filter, order, paging, sessions, columns);
    }

    /** With the columns that the reader has chosen. */
    ListRequest withoutColumns() {
        return new ListRequest(filter, order, paging, open, null);
    }

    /** With the entries of that session shown, or not, whichever they are not now. */
    ListRequest toggling(long session) {
        var others = new TreeSet<>(open);
        if (!others.remove(session)) {
            others.add(session);
        }
        return withOpen(others);
    }

    /** Gives the addresses of the list {@link #toggling} one session after the other. */
    LongFunction<String> toggles() {
        if (!open.isEmpty()) {
            return session -> toggling(session).address();
        }
        QueryString common = query();
        return session -> PATH + common.with(OPEN, session);
    }

    /** The address of the list. */
    public String address() {
        return PATH + query();
    }

    private QueryString query() {
        QueryString query = filter.addTo(new QueryString());
        kept().forEach(parameter -> query.add(parameter.name(), parameter.value()));
        query.addUnless("page", paging.number(), 1L);
        new TreeSet<>(open).forEach(id -> query.add(OPEN, id));
        return query;
    }

    private static Paging firstPage(int size) {
        return new Paging(1, size, null);
    }
}
