package timesessions.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is not what was asked for, in words for its reader. {@link Errors} sends it. */
public final class Problem extends RuntimeException {
    private final int status;
    private final @Nullable String parameter;
    private final Map<String, String> headers;

    /**
     * Describes the answer.
     *
     * @param parameter the query parameter that is at fault; null if none is
     * @param headers that go with the answer
     */
    public Problem(int status, String message, @Nullable String parameter, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.parameter = parameter;
        this.headers = Map.copyOf(headers);
    }

    public static Problem badRequest(String message) {
        return new Problem(400, message, null, Map.of());
    }

    public static Problem badParameter(Params.Problem problem) {
        return new Problem(400, problem.parameter() + " " + problem.message() + ".", problem.parameter(), Map.of());
    }

    public static Problem notFound() {
        return new Problem(404, "There is nothing here.", null, Map.of());
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "This can only be read.", null, Map.of("Allow", allowed));
    }

    public int status() {
        return status;
    }

    public @Nullable String parameter() {
        return parameter;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
