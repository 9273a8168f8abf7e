package timesessions.web;

import io.javalin.config.RoutesConfig;
import java.util.function.BooleanSupplier;

/** What a load balancer asks: whether the process lives, and whether it can serve. */
public final class Health {
    private final BooleanSupplier databaseIsReachable;

    public Health(BooleanSupplier databaseIsReachable) {
        this.databaseIsReachable = databaseIsReachable;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/healthz", ctx -> ctx.header("Cache-Control", "no-store").result("alive\n"), Access.ANYONE);
        routes.get(
                "/readyz",
                ctx -> {
                    if (!databaseIsReachable.getAsBoolean()) {
                        throw Errors.problemOf(503);
                    }
                    ctx.header("Cache-Control", "no-store").result("ready\n");
                },
                Access.ANYONE);
    }
}
