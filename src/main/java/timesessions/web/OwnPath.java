package timesessions.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a reader wants to go on to, if that is a page of ours and not a way to send them elsewhere. */
public final class OwnPath {
    private static final int LONGEST = 2_000;
    /** Browsers take a backslash for a slash, drop line ends and tabs, and read two slashes as a host. */
    private static final Pattern SAFE = Pattern.compile("/(?![/\\\\])[!#-\\[\\]-~]*");

    private OwnPath() {}

    /** The path and query, if they stay on this site. */
    public static Optional<String> parse(@Nullable String typed) {
        if (typed == null || typed.length() > LONGEST || !SAFE.matcher(typed).matches()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(typed);
            return uri.getScheme() == null && uri.getRawAuthority() == null ? Optional.of(typed) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The path and query of an address of ours, as browsers tell where they are. */
    public static Optional<String> ofAddress(@Nullable String address, String origin) {
        return address != null && address.startsWith(origin + "/")
                ? parse(address.substring(origin.length()).replaceFirst("#.*", ""))
                : Optional.empty();
    }
}
