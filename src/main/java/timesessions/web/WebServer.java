package timesessions.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** Javalin and Jetty set up for this application. */
public final class WebServer {
    private static final int HEADERS_AT_MOST = 16 * 1024;
    private static final long BODY_AT_MOST = 1024 * 1024;
    private static final long IDLE_MILLIS = 30_000;
    private static final long LEAST_BYTES_A_SECOND = 200;

    private WebServer() {}

    /**
     * A server with these routes, not yet started.
     *
     * @throws IllegalStateException if a route says nothing of who may call it
     */
    public static Javalin create(PublicUrl publicUrl, Consumer<JavalinConfig> routes) {
        var headers = new SecurityHeaders(publicUrl);
        Javalin javalin = Javalin.create(config -> {
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
                server.insertHandler(new MinimumDataRateHandler(LEAST_BYTES_A_SECOND, LEAST_BYTES_A_SECOND));
                closeSlowConnections(server);
            });
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(HEADERS_AT_MOST);
                http.setUriCompliance(UriCompliance.DEFAULT);
                http.setIdleTimeout(IDLE_MILLIS);
            });
            Errors.addTo(config.routes);
            config.routes.before(headers::set);
            config.routes.before(WebServer::refuseLongBody);
            routes.accept(config);
        });
        Access.routes(javalin);
        return javalin;
    }

    /** What says that it is too long need not be read first. */
    private static void refuseLongBody(Context ctx) {
        if (ctx.req().getContentLengthLong() > BODY_AT_MOST) {
            throw Errors.problemOf(413);
        }
    }

    private static void closeSlowConnections(Server server) {
        var slow = new SlowClients(server);
        server.addBean(slow);
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle event) {
                for (Connector connector : server.getConnectors()) {
                    connector.addEventListener(slow);
                }
            }
        });
    }
}
