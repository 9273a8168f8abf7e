package timesessions.account;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timesessions.account.ApiTokenQueries.Reader;
import timesessions.web.Answer;
import timesessions.web.Problem;

/** Lets programs in that send the key of a company. */
public final class ApiAccess {
    private static final String ATTRIBUTE = "api-reader";

    private final ApiTokenQueries tokens;
    private final Clock clock;

    ApiAccess(ApiTokenQueries tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whose key came with the request, on a route for programs. */
    public static Reader reader(Context ctx) {
        return Objects.requireNonNull(ctx.<@Nullable Reader>attribute(ATTRIBUTE), "The route takes no key");
    }

    void admit(Context ctx) {
        Reader reader = Optional.ofNullable(ctx.header("Authorization"))
                .flatMap(ApiTokenQueries::keyIn)
                .flatMap(tokens::reader)
                .orElseThrow(ApiAccess::unauthorized);
        ctx.attribute(ATTRIBUTE, reader);
        // Every key of a company sees all of it, so that what one was given can be given to another.
        Answer.prepare(
                ctx,
                clock.instant(),
                reader.version(),
                reader.visibility(),
                reader.timeZone().name());
    }

    private static Problem unauthorized() {
        return new Problem(
                401, "A valid API key is needed.", null, Map.of("WWW-Authenticate", "Token realm=\"Application\""));
    }
}
