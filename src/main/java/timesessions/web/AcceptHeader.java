package timesessions.web;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what a program accepts is what the API sends: JSON, in version 1 where a version is named. */
public final class AcceptHeader {
    private static final Set<String> VERSION_1 =
            Set.of("application/vnd.jetbuilt.v1", "application/vnd.jetbuilt.v1+json");
    /** From the one that says the most of JSON to the one that says the least. */
    private static final List<String> RANGES_OF_JSON = List.of("application/json", "application/*", "*/*");

    private AcceptHeader() {}

    /**
     * Checks the header.
     *
     * @throws Problem 406 where the answer would not be accepted
     */
    public static void requireJson(Context ctx) {
        if (!takesJson(ctx)) {
            throw new Problem(406, "Version 1 is served, as JSON.", null, Map.of());
        }
    }

    static boolean takesJson(Context ctx) {
        return acceptsJson(String.join(",", Collections.list(ctx.req().getHeaders("Accept"))));
    }

    static boolean acceptsJson(String header) {
        if (header.isBlank()) {
            return true;
        }
        List<Weighted> choices = Weighted.parse(header);
        Stream<Weighted> version1 = choices.stream().filter(choice -> VERSION_1.contains(choice.value()));
        Stream<Weighted> json = RANGES_OF_JSON.stream()
                .flatMap(range ->
                        choices.stream().filter(choice -> choice.value().equals(range)))
                .limit(1);
        return Stream.concat(version1, json).anyMatch(Weighted::isWanted);
    }
}
