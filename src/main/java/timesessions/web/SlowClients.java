package timesessions.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request does not get whole. An idle timeout does not see them: a byte now and then keeps a
 * connection busy for hours, and enough of those take all that the system has.
 */
final class SlowClients extends AbstractLifeCycle implements Connection.Listener {
    private static final long SWEEP_MILLIS = 2_000;
    private static final long HEADERS_MAY_TAKE_MILLIS = 20_000;

    /** How far a connection was when it was last seen to get on: since when no further request has come whole. */
    private record Progress(long requests, long bytes, long sinceNanos) {
        static Progress of(Connection connection) {
            return new Progress(connection.getMessagesIn(), connection.getBytesIn(), System.nanoTime());
        }
    }

    private final Server server;
    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
    private Scheduler.@Nullable Task next;

    SlowClients(Server server) {
        this.server = server;
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, Progress.of(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    protected void doStart() {
        next = server.getScheduler().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (next != null) {
            next.cancel();
        }
    }

    private void sweep() {
        open.replaceAll((connection, before) -> {
            var now = Progress.of(connection);
            boolean waits = now.bytes == before.bytes;
            boolean gotOn = now.requests > before.requests || connection.getMessagesOut() < now.requests;
            if (waits || gotOn) {
                return now;
            }
            if (now.sinceNanos - before.sinceNanos > TimeUnit.MILLISECONDS.toNanos(HEADERS_MAY_TAKE_MILLIS)) {
                connection.getEndPoint().close();
            }
            return before;
        });
        if (isRunning()) {
            doStart();
        }
    }
}
