package timesessions.web;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a program accepts is what the API sends: JSON, in version 1 where a version is named. */
public final class AcceptHeader {
    private static final Set<String> SERVED = Set.of(
            "*/*",
            "application/*",
            "application/json",
            "application/vnd.jetbuilt.v1",
            "application/vnd.jetbuilt.v1+json");

    private AcceptHeader() {}

    /**
     * Checks the header.
     *
     * @throws Problem 406 where the answer would not be accepted
     */
    public static void requireJson(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return;
        }
        for (String range : header.split(",", -1)) {
            if (isServed(range)) {
                return;
            }
        }
        throw new Problem(
                406, "This is sent as application/vnd.jetbuilt.v1+json or application/json only.", null, Map.of());
    }

    private static boolean isServed(String range) {
        String[] parts = range.split(";", -1);
        if (!SERVED.contains(parts[0].strip().toLowerCase(Locale.ROOT))) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            if (parameter.matches("q=0(\\.0{0,3})?")) {
                return false;
            }
        }
        return true;
    }
}
