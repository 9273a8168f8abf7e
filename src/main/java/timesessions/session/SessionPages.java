package timesessions.session;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Set;
import timesessions.account.SignedIn;
import timesessions.web.Access;

/** Where one lands after signing in. */
public final class SessionPages {
    public void addTo(RoutesConfig routes) {
        routes.get("/sessions", SessionPages::list, Access.SIGNED_IN);
    }

    private static void list(Context ctx) {
        boolean withoutPeople = Set.of().equals(SignedIn.of(ctx).visibility().people());
        ctx.render("session/placeholder", Map.of("withoutPeople", withoutPeople));
    }
}
