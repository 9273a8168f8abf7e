package timesessions.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Builds {@code ?a=1&b=2} in the order of the calls, leaving out what is empty. */
public final class QueryString {
    private final StringJoiner pairs = new StringJoiner("&", "?", "").setEmptyValue("");

    public QueryString add(String name, @Nullable Object value) {
        return value == null || value.toString().isEmpty() ? this : addEven(name, value.toString());
    }

    /** Adds the parameter also where its value is empty. */
    public QueryString addEven(String name, String value) {
        pairs.add(encode(name) + "=" + encode(value));
        return this;
    }

    public QueryString addUnless(String name, Object value, Object fallback) {
        return value.equals(fallback) ? this : add(name, value);
    }

    /** The text with another parameter at its end, which is not added. */
    public String with(String name, long value) {
        return pairs + (pairs.length() == 0 ? "?" : "&") + encode(name) + "=" + value;
    }

    @Override
    public String toString() {
        return pairs.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
