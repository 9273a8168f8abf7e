package timesessions.sync;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the processes that hold leases, so that a person knows which is meant and another one whether it still lives. */
final class Holder {
    private static final int LONGEST_HOST = 60;
    private static final Pattern NAME = Pattern.compile("(.{1,60}), process ([0-9]{1,18})( \\([0-9]+\\))?");
    private static final String HOST = host();

    /** Where several take part in one process, as in tests. */
    private static final AtomicLong NUMBER = new AtomicLong();

    private Holder() {}

    /** A name of this process that no other call has given. */
    static String newName() {
        long number = NUMBER.getAndIncrement();
        return "%s, process %d%s"
                .formatted(HOST, ProcessHandle.current().pid(), number == 0 ? "" : " (" + number + ")");
    }

    /** Whether it is known to live no more: only of processes of this machine can that be known. */
    static boolean isDead(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                && parts.group(1).equals(HOST)
                && ProcessHandle.of(Long.parseLong(parts.group(2)))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.length() <= LONGEST_HOST ? name : name.substring(0, LONGEST_HOST);
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
