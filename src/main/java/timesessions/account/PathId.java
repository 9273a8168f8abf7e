package timesessions.account;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import timesessions.web.Problem;

/** The id in the path of a page. */
public final class PathId {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    private PathId() {}

    /**
     * Reads it.
     *
     * @throws Problem 404 for what cannot be the id of anything
     */
    public static long of(Context ctx) {
        String id = ctx.pathParam("id");
        if (!ID.matcher(id).matches()) {
            throw Problem.notFound();
        }
        return Long.parseLong(id);
    }
}
