package timesessions.web;

import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who may call a route. Every route is registered with exactly one of these; a server with one that is not does not start. */
public enum Access implements RouteRole {
    /** Everyone, and nothing depends on who it is: files, health, documentation. */
    ANYONE,
    /** Everyone, on the way to signing in. */
    VISITOR,
    /** Programs with the key of a company. */
    API_KEY,
    /** Everyone who is signed in; what they see there depends on what they may see. */
    SIGNED_IN,
    /** Admins. */
    ADMIN;

    /** The rule of the route that a request has been matched to. */
    public static Access of(Set<RouteRole> roles) {
        return roles.stream()
                .map(Access.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The route says nothing of who may call it"));
    }

    /** Every route with its rule. */
    public static List<Route> routes(Javalin javalin) {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(Route::of)
                .toList();
    }

    /** A route as it was registered. */
    public record Route(String method, String path, Access access) {
        private static Route of(Endpoint endpoint) {
            @Nullable Roles roles = endpoint.metadata(Roles.class);
            if (roles == null
                    || roles.getRoles().size() != 1
                    || !(roles.getRoles().iterator().next() instanceof Access access)) {
                throw new IllegalStateException("%s %s must be registered with one of %s"
                        .formatted(
                                endpoint.method,
                                endpoint.path,
                                Set.of(values()).stream()
                                        .map(Access::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
            }
            return new Route(endpoint.method.name(), endpoint.path, access);
        }
    }
}
