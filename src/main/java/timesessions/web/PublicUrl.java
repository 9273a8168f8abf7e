package timesessions.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address under which the outside reaches this server, for links that go out in answers. */
public final class PublicUrl {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]{1,253})(:[0-9]{1,5})?");

    private final @Nullable URI configured;
    private final ClientAddress clients;

    /**
     * Takes the address from the settings, or else from requests.
     *
     * @param configured without a slash at its end; null to take it from requests
     */
    public PublicUrl(@Nullable URI configured, ClientAddress clients) {
        this.configured = configured;
        this.clients = clients;
    }

    /**
     * Scheme, host and port, and the path of the settings, without a slash at the end.
     *
     * @throws Problem 400 where the request names no host that could be one
     */
    public String of(Context ctx) {
        if (configured != null) {
            return configured.toString();
        }
        return (isHttps(ctx) ? "https" : "http") + "://" + host(ctx);
    }

    /** Scheme, host and port, as browsers say where a form comes from. */
    public String originOf(Context ctx) {
        URI address = URI.create(of(ctx));
        boolean usualPort = address.getPort() == ("https".equals(address.getScheme()) ? 443 : 80);
        String host = address.getHost() == null ? address.getAuthority() : address.getHost();
        return address.getScheme() + "://" + host + (address.getPort() < 0 || usualPort ? "" : ":" + address.getPort());
    }

    /** Whether the browser speaks HTTPS, to us or to a proxy that we trust. */
    public boolean isHttps(Context ctx) {
        if (configured != null) {
            return "https".equals(configured.getScheme());
        }
        return "https"
                .equalsIgnoreCase(clients.saidByProxy(ctx, "X-Forwarded-Proto")
                        .orElse(ctx.req().getScheme()));
    }

    /** What the address depends on, also where the request says none that could be one. */
    String saidBy(Context ctx) {
        return configured != null ? configured.toString() : isHttps(ctx) + " " + saidHost(ctx);
    }

    private @Nullable String saidHost(Context ctx) {
        return clients.saidByProxy(ctx, "X-Forwarded-Host").orElse(ctx.header("Host"));
    }

    private String host(Context ctx) {
        String host = saidHost(ctx);
        if (host == null || !HOST.matcher(host).matches()) {
            throw Problem.badRequest("The request does not say a host that could be one.");
        }
        return host.toLowerCase(Locale.ROOT);
    }
}
