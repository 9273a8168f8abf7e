package timesessions.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;

/** Javalin and Jetty set up for this application. */
public final class WebServer {
    private static final int HEADERS_AT_MOST = 16 * 1024;
    private static final long BODY_AT_MOST = 1024 * 1024;

    private WebServer() {}

    /** A server with these routes, not yet started. */
    public static Javalin create(Consumer<JavalinConfig> routes) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = BODY_AT_MOST;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyServer(server -> {
                server.setErrorHandler(new ConnectorErrors());
                server.insertHandler(new SpacedContentType());
            });
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(HEADERS_AT_MOST);
                http.setUriCompliance(UriCompliance.DEFAULT);
            });
            Errors.addTo(config.routes);
            config.routes.before(ctx -> ctx.header("X-Content-Type-Options", "nosniff"));
            routes.accept(config);
        });
    }
}
