package timesessions.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses from text that a stranger wrote: never by asking the name service. */
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV4_AND_PORT = Pattern.compile("^([0-9.]+):\\d{1,5}$");
    private static final Pattern BRACKETED = Pattern.compile("^\\[([^\\]]*)](?::\\d{1,5})?$");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private Addresses() {}

    /** The address in {@code 192.0.2.1}, {@code 2001:db8::1} or {@code [2001:db8::1]}, with or without a port. */
    static Optional<InetAddress> parse(String text) {
        String address = BRACKETED
                .matcher(IPV4_AND_PORT.matcher(text).replaceFirst("$1"))
                .replaceFirst("$1");
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        if (!IPV4.matcher(plain).matches() && !IPV6.matcher(plain).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(plain));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
