package timesessions.web;

import java.util.Locale;
import java.util.function.LongFunction;

/**
 * The links around one page of a list.
 *
 * @param previous where the page before is; empty on the first
 * @param next where the page after is; empty on the last
 * @param summary which part of how many is shown
 */
public record Pager(String previous, String next, String summary, boolean needed) {

    /** The links of a page, with a function that knows the address of each. */
    public static Pager of(Page<?> page, LongFunction<String> address) {
        long from = (page.number() - 1) * page.size() + 1;
        long to = from + page.items().size() - 1;
        return new Pager(
                page.hasPrevious() ? address.apply(page.previous()) : "",
                page.hasNext() ? address.apply(page.next()) : "",
                String.format(Locale.ENGLISH, "%,d–%,d of %,d", from, to, page.total()),
                page.last() > 1);
    }
}
