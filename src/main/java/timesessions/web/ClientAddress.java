package timesessions.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/**
 * Who a request came from. What proxies say in {@code X-Forwarded-*} is believed only of those that are trusted; anybody
 * can send the headers.
 */
public final class ClientAddress {
    /** What can only be an address: a name would be looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.%]{2,60}");

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
        String peer = ctx.req().getRemoteAddr();
        if (!isTrusted(peer)) {
            return peer;
        }
        List<String> way = forwarded(ctx, "X-Forwarded-For");
        String nearest = peer;
        for (String hop : way.reversed()) {
            if (address(hop) == null) {
                return nearest;
            }
            nearest = hop;
            if (!isTrusted(hop)) {
                return hop;
            }
        }
        return nearest;
    }

    /** Whether the request itself comes from a trusted proxy, so that its other headers are believed. */
    public boolean isBehindTrustedProxy(Context ctx) {
        return isTrusted(ctx.req().getRemoteAddr());
    }

    private static List<String> forwarded(Context ctx, String header) {
        var values = new ArrayList<String>();
        var lines = ctx.req().getHeaders(header);
        while (lines.hasMoreElements()) {
            Arrays.stream(lines.nextElement().split(",", -1)).map(String::strip).forEach(values::add);
        }
        return values;
    }

    private boolean isTrusted(String text) {
        if (!anyTrusted) {
            return false;
        }
        InetAddress address = address(text);
        return address != null && trusted.test(address);
    }

    static @Nullable InetAddress address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!LITERAL.matcher(bare).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
