package timesessions.account;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a page: the account, its company as it is set now, and what may be seen. Made anew at each request, so that
 * whatever an admin changes holds from the next one on.
 *
 * @param teams how many teams a manager manages; 0 for others
 */
public record SignedIn(
        long loginId, Account account, Company company, Visibility visibility, int teams, Preferences preferences) {
    private static final String ATTRIBUTE = "signed-in";

    /** Who asks for this page, which only the signed-in get to. */
    public static SignedIn of(Context ctx) {
        return find(ctx).orElseThrow(() -> new IllegalStateException("The route is open to those not signed in"));
    }

    /** Who asks for a page that is open to all, if they are signed in. */
    public static Optional<SignedIn> find(Context ctx) {
        return Optional.ofNullable(ctx.<@Nullable SignedIn>attribute(ATTRIBUTE));
    }

    void remember(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }
}
