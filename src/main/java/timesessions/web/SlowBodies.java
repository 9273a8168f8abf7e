package timesessions.web;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off requests whose body drips: each byte is news to the idle timeout. Jetty's own {@code MinimumDataRateHandler}
 * holds the bytes of all requests there ever were against the time of one, so that it finds nobody slow, and fails everybody
 * once these are 9.2 GB, of which the billionfold is no long any more.
 */
final class SlowBodies extends Handler.Wrapper {
    private static final long LEAST_BYTES_A_SECOND = 200;
    private static final long MAY_BE_SLOW_SECONDS = 20;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Timed(request), response, callback);
    }

    private static final class Timed extends Request.Wrapper {
        private final long begin = NanoTime.now();
        private long bytes;
        private Content.@Nullable Chunk failure;

        Timed(Request request) {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (failure != null) {
                return failure;
            }
            Content.@Nullable Chunk chunk = super.read();
            if (chunk != null) {
                bytes += chunk.remaining();
            }
            return chunk;
        }

        @Override
        public void demand(Runnable whenThereIsMore) {
            long seconds = NanoTime.secondsSince(begin);
            if (seconds >= MAY_BE_SLOW_SECONDS && bytes < LEAST_BYTES_A_SECOND * seconds) {
                failure = Content.Chunk.from(
                        new TimeoutException("%d bytes of the body have come in %d seconds".formatted(bytes, seconds)));
                whenThereIsMore.run();
                return;
            }
            super.demand(whenThereIsMore);
        }
    }
}
