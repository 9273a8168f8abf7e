package timesessions.sync;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that a query asks for. */
final class PageNumber {
    private static final Pattern PAGE = Pattern.compile("(^|&)page=([0-9]{1,15})(?=&|$)");

    private PageNumber() {}

    static long of(String query) {
        Matcher page = PAGE.matcher(query);
        return page.find() ? Long.parseLong(page.group(2)) : 1;
    }

    /** The same query for a page so many before. */
    static String back(String query, long pages) {
        long number = Math.max(1, of(query) - 1 - pages);
        return PAGE.matcher(query).replaceFirst("$1page=" + number);
    }
}
