package timesessions.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Who a request came from. What proxies say in {@code X-Forwarded-*} is believed only of those that are trusted; anybody
 * can send the headers.
 */
public final class ClientAddress {
    private final InetAddressSet trusted = new InetAddressSet();
    private final boolean anyTrusted;

    /**
     * Trusts these proxies.
     *
     * @param trustedProxies addresses and networks, as in 10.0.0.0/8
     */
    public ClientAddress(List<String> trustedProxies) {
        trustedProxies.forEach(trusted::add);
        anyTrusted = !trustedProxies.isEmpty();
    }

    /** The nearest address on the way of the request that is not a trusted proxy. */
    public String of(Context ctx) {
        String nearest = ctx.req().getRemoteAddr();
        if (!isBehindTrustedProxy(ctx)) {
            return nearest;
        }
        for (String hop : values(ctx, "X-Forwarded-For").reversed()) {
            Optional<InetAddress> address = Addresses.parse(hop);
            if (address.isEmpty()) {
                return nearest;
            }
            nearest = address.get().getHostAddress();
            if (!trusted.test(address.get())) {
                return nearest;
            }
        }
        return nearest;
    }

    /** Whether the request itself comes from a trusted proxy, so that its other headers are believed. */
    public boolean isBehindTrustedProxy(Context ctx) {
        return anyTrusted
                && Addresses.parse(ctx.req().getRemoteAddr()).filter(trusted).isPresent();
    }

    /**
     * What a trusted proxy says in that header. It may have added to what the client sent, in the same line or in one more,
     * so the last value is its own.
     */
    Optional<String> saidByProxy(Context ctx, String header) {
        return isBehindTrustedProxy(ctx)
                ? values(ctx, header).reversed().stream().findFirst()
                : Optional.empty();
    }

    private static List<String> values(Context ctx, String header) {
        return Collections.list(ctx.req().getHeaders(header)).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
