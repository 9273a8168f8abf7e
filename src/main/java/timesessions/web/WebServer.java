package timesessions.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;

/** Javalin and Jetty set up for this application. */
public final class WebServer {
    private static final int HEADERS_AT_MOST = 16 * 1024;
    /** The links of a page repeat its address four times, and an escape makes three bytes of one. */
    private static final int ANSWER_HEADERS_AT_MOST = 4 * 3 * HEADERS_AT_MOST + HEADERS_AT_MOST;

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
                server.insertHandler(new MendedHeaders());
            });
            config.jetty.modifyServletContextHandler(
                    context -> context.addFilter(new HeadAsGet(), "/*", EnumSet.of(DispatcherType.REQUEST)));
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(HEADERS_AT_MOST);
                http.setMaxResponseHeaderSize(ANSWER_HEADERS_AT_MOST);
                http.setUriCompliance(UriCompliance.DEFAULT);
            });
            Errors.addTo(config.routes);
            config.routes.before(ctx -> ctx.header("X-Content-Type-Options", "nosniff"));
            routes.accept(config);
        });
    }
}
