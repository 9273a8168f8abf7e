package timesessions.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends files that are made while they are sent, only so many at a time: each holds a connection of the database for as
 * long as its reader takes. One that fails half way breaks off, so that nobody takes it for a whole one.
 */
public final class Download {
    private static final Logger log = LoggerFactory.getLogger(Download.class);
    private static final String RETRY_SECONDS = "30";

    /** What makes the file. */
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private final Semaphore places;

    /**
     * Makes the door.
     *
     * @param atOnce how many files are sent at a time
     */
    public Download(int atOnce) {
        places = new Semaphore(atOnce);
    }

    /**
     * Sends a file under that name.
     *
     * @throws Problem if too many are being sent
     */
    public void send(Context ctx, String fileName, String contentType, Body body) {
        ctx.contentType(contentType);
        ctx.header("Content-Disposition", disposition(fileName));
        ctx.header("Cache-Control", "private, no-store");
        if (HeadAsGet.isHead(ctx)) {
            return;
        }
        if (!places.tryAcquire()) {
            throw new Problem(
                    503,
                    "Several exports are being made already. Try again in half a minute.",
                    null,
                    Map.of("Retry-After", RETRY_SECONDS));
        }
        try {
            writeAndLeave(ctx, body);
        } catch (IOException | UncheckedIOException e) {
            log.info("{} was not taken to its end: {}", ctx.path(), e.getMessage());
            breakOff(ctx, e);
        } catch (RuntimeException e) {
            if (!ctx.res().isCommitted()) {
                throw e;
            }
            log.error("{} failed half way", ctx.path(), e);
            breakOff(ctx, e);
        }
    }

    /** The place is free before the reader can notice the end: it may ask again at once. */
    private void writeAndLeave(Context ctx, Body body) throws IOException {
        try {
            body.writeTo(ctx.res().getOutputStream());
        } finally {
            places.release();
        }
    }

    /**
     * The connection ends without the end of the file, which is how a browser learns that it is not whole. The request
     * itself is left to end as always: one that is aborted is taken for one that goes on in the background.
     */
    private static void breakOff(Context ctx, Exception cause) {
        ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close(cause);
    }

    private static String disposition(String fileName) {
        String plain = fileName.replaceAll("[^A-Za-z0-9 ._()-]", "_");
        String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
    }
}
