package timesessions.testing;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import timesessions.web.ClientAddress;
import timesessions.web.NavItem;
import timesessions.web.PublicUrl;
import timesessions.web.Theme;
import timesessions.web.WebServer;

/** Pages as the application serves them, but no database: for tests that bring their own routes. */
public final class PageServer implements AutoCloseable {
    private final Javalin javalin;
    private final HttpClient client = HttpClient.newHttpClient();

    public PageServer(Consumer<RoutesConfig> routes) {
        var publicUrl = new PublicUrl(null, new ClientAddress(List.of()));
        var navigation = List.of(new NavItem("List", "/list"), new NavItem("Other", "/other"));
        javalin = WebServer.create(publicUrl, config -> {
                    TestServer.VIEWS.addTo(config, ctx -> Map.of("navigation", navigation));
                    Theme.addTo(config.routes, publicUrl);
                    routes.accept(config.routes);
                })
                .start("127.0.0.1", 0);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + javalin.port() + path;
    }

    /** A request for a path, which a test completes. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return exchange(request, BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        return exchange(request, BodyHandlers.ofByteArray());
    }

    public <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        javalin.stop();
    }
}
