package timesessions.web;

import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/** Javalin and Jetty set up for this application. */
public final class WebServer {
    private static final int HEADERS_AT_MOST = 16 * 1024;
    /** The links of a page repeat its address four times, and an escape makes three bytes of one. */
    private static final int ANSWER_HEADERS_AT_MOST = 4 * 3 * HEADERS_AT_MOST + HEADERS_AT_MOST;

    private static final long BODY_AT_MOST = 1024 * 1024;
    private static final long IDLE_MILLIS = 30_000;

    private WebServer() {}

    /** Does what takes long once, and needs no settings and no database. */
    public static Views prepare() {
        // Jetty asks the JDK for all the languages of the world.
        requireNonNull(MimeTypes.DEFAULTS);
        return new Views(new Assets());
    }

    /** As {@link #create(PublicUrl, Map, Consumer)}, with forms that have no files. */
    public static Javalin create(PublicUrl publicUrl, Consumer<JavalinConfig> routes) {
        return create(publicUrl, Map.of(), routes);
    }

    /**
     * A server with these routes, not yet started.
     *
     * @param uploads the paths that take forms with files, each with the most bytes that such a form may have
     * @throws IllegalStateException if a route says nothing of who may call it
     */
    public static Javalin create(PublicUrl publicUrl, Map<String, Long> uploads, Consumer<JavalinConfig> routes) {
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
                server.insertHandler(new MendedHeaders());
                server.insertHandler(new SlowBodies());
                closeSlowConnections(server);
            });
            config.jetty.modifyServletContextHandler(
                    context -> context.addFilter(new HeadAsGet(), "/*", EnumSet.of(DispatcherType.REQUEST)));
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(HEADERS_AT_MOST);
                http.setMaxResponseHeaderSize(ANSWER_HEADERS_AT_MOST);
                http.setUriCompliance(UriCompliance.DEFAULT);
                http.setIdleTimeout(IDLE_MILLIS);
            });
            Errors.addTo(config.routes);
            config.routes.before(headers::set);
            config.jetty.multipartConfig.maxTotalRequestSize(
                    uploads.values().stream().mapToLong(most -> most).max().orElse(BODY_AT_MOST), SizeUnit.BYTES);
            config.routes.before(ctx -> refuseLongBody(ctx, uploads));
            routes.accept(config);
        });
        Access.routes(javalin);
        return javalin;
    }

    /** What says that it is too long need not be read first. A form with files has to say, and go to where it is taken. */
    private static void refuseLongBody(Context ctx, Map<String, Long> uploads) {
        @Nullable String type = ctx.contentType();
        boolean hasFiles = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
        long length = ctx.req().getContentLengthLong();
        if (hasFiles && (length < 0 || !uploads.containsKey(ctx.path()))) {
            throw Errors.problemOf(400);
        }
        if (length > (hasFiles ? uploads.getOrDefault(ctx.path(), 0L) : BODY_AT_MOST)) {
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
