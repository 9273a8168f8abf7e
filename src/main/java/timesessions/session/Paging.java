package timesessions.session;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import timesessions.web.Params;

/**
 * Which part of a list is asked for.
 *
 * @param number from 1; with a cursor only what the page is called
 * @param cursor where the page starts; null to count up to it
 */
public record Paging(long number, int size, @Nullable Cursor cursor) {
    public static final int DEFAULT_SIZE = 25;
    public static final int LARGEST = 100;
    /** What pages offer. */
    public static final List<Integer> SIZES = List.of(25, 50, 100);

    /** Reads {@code page}, {@code per_page} and {@code cursor} of the API. */
    public static Paging ofApi(Params params, Order order) {
        return new Paging(
                params.positive("page", 1),
                params.positive("per_page", DEFAULT_SIZE, LARGEST),
                params.read("cursor", text -> Cursor.decode(text, order)));
    }

    /** Reads {@code page} and {@code per_page} of pages, which come in {@link #SIZES}. */
    public static Paging ofPage(Params params) {
        int size = params.positive("per_page", DEFAULT_SIZE, LARGEST);
        if (!SIZES.contains(size)) {
            params.problem(
                    "per_page",
                    "must be one of %s"
                            .formatted(SIZES.stream().map(Object::toString).collect(Collectors.joining(", "))));
            size = DEFAULT_SIZE;
        }
        return new Paging(params.positive("page", 1), size, null);
    }

    /** The same page, or the last one where there are fewer. */
    Paging within(long total) {
        return new Paging(Math.min(number, Math.max(1, Math.ceilDiv(total, size))), size, cursor);
    }

    /** Rows before the page; the largest long where that many cannot be counted. */
    long offset() {
        return number - 1 > Long.MAX_VALUE / size ? Long.MAX_VALUE : (number - 1) * size;
    }
}
