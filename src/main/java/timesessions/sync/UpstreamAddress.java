package timesessions.sync;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Where the sessions of an upstream are. An upstream may well be on the local network; but what answers on link-local
 * addresses are the secrets of cloud machines, and never an upstream.
 */
record UpstreamAddress(URI sessions) {
    static final int LONGEST = 500;

    private static final String SESSIONS = "/time_sessions";

    /**
     * Reads what an admin types: the address of the server, of its API, or of its sessions.
     *
     * @throws IllegalArgumentException with a message for whoever typed it
     */
    static UpstreamAddress parse(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Give the address of the server, such as https://app.jetbuilt.com.");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("Use at most %d characters.".formatted(LONGEST));
        }
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("This is no address: https://app.jetbuilt.com would be one.", e);
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("The address must begin with https:// or http://.");
        }
        if (address.getHost() == null || address.getPort() > 65_535) {
            throw new IllegalArgumentException("The address must name a server, as https://app.jetbuilt.com does.");
        }
        if (address.getUserInfo() != null) {
            throw new IllegalArgumentException("Leave out user and password: the key has a field of its own.");
        }
        if (address.getQuery() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("Leave out what begins with ? or #.");
        }
        String path = address.getRawPath().replaceFirst("/+$", "");
        if (path.endsWith("/api")) {
            path += SESSIONS;
        } else if (!path.endsWith(SESSIONS)) {
            path += "/api" + SESSIONS;
        }
        return new UpstreamAddress(URI.create(scheme + "://" + address.getRawAuthority() + path));
    }

    /** What pages call the upstream. */
    String host() {
        return sessions.getHost();
    }

    /** Whose limit of requests is used up. */
    String origin() {
        return sessions.getScheme() + "://" + sessions.getRawAuthority().toLowerCase(Locale.ROOT);
    }

    /** A list of sessions. What a link says of another host or path is not followed, so that the key stays where it belongs. */
    URI list(String query) {
        return URI.create(query.isEmpty() ? sessions.toString() : sessions + "?" + query);
    }

    URI one(long id) {
        return URI.create(sessions + "/" + id);
    }

    /**
     * Checks that requests go to a place that they may go to.
     *
     * @throws UpstreamFault if the host is not known, or is not one to ask
     */
    void requireAllowed() {
        try {
            for (InetAddress address : InetAddress.getAllByName(sessions.getHost())) {
                if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
                    throw new UpstreamFault(
                            UpstreamFault.Kind.LASTING, "%s is not the address of an upstream.".formatted(host()));
                }
            }
        } catch (UnknownHostException e) {
            throw new UpstreamFault(
                    UpstreamFault.Kind.PASSING, "There is no server named %s.".formatted(host()), null, e);
        }
    }
}
