package timesessions.account;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import timesessions.account.ApiTokenQueries.Reader;
import timesessions.web.Problem;

/** Lets programs in that send the key of a company. */
public final class ApiAccess {
    private static final String ATTRIBUTE = "api-reader";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "\\s*(?:Bearer\\s+(?<bearer>[^\\s,;\"]+)|Token\\s+(?:token\\s*=\\s*)?(?:\"(?<quoted>[^\"]*)\"|(?<bare>[^\\s,;\"]+)))"
                    + "\\s*(?:[,;].*)?",
            Pattern.CASE_INSENSITIVE);

    private final ApiTokenQueries tokens;

    ApiAccess(ApiTokenQueries tokens) {
        this.tokens = tokens;
    }

    /** Whose key came with the request, on a route for programs. */
    public static Reader reader(Context ctx) {
        return Objects.requireNonNull(ctx.<@Nullable Reader>attribute(ATTRIBUTE), "The route takes no key");
    }

    void admit(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null) {
            Matcher parts = AUTHORIZATION.matcher(header);
            if (parts.matches()) {
                for (String group : List.of("bearer", "quoted", "bare")) {
                    if (parts.group(group) != null) {
                        ctx.attribute(
                                ATTRIBUTE, tokens.reader(parts.group(group)).orElseThrow(ApiAccess::unauthorized));
                        return;
                    }
                }
            }
        }
        throw unauthorized();
    }

    private static Problem unauthorized() {
        return new Problem(
                401,
                "A key of this company is needed, as in Authorization: Token token=KEY.",
                null,
                Map.of("WWW-Authenticate", "Token realm=\"Application\""));
    }
}
