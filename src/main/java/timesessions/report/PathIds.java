package timesessions.report;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** The id in the path of a page. */
final class PathIds {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    private PathIds() {}

    /** Empty for what cannot be the id of anything. */
    static Optional<Long> find(Context ctx) {
        return Optional.of(ctx.pathParam("id")).filter(ID.asMatchPredicate()).map(Long::parseLong);
    }
}
