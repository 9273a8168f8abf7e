package timesessions.testing;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import timesessions.App;
import timesessions.Config;
import timesessions.account.ApiTokenQueries;
import timesessions.database.Database;
import timesessions.web.Access;
import timesessions.web.Views;
import timesessions.web.WebServer;

/** The application on a port of its own, and a client for it. */
public final class TestServer implements AutoCloseable {
    /** Making them takes longer than to start a server. */
    static final Views VIEWS = WebServer.prepare();

    private final Javalin javalin;
    private final Database database;
    private final TestClock clock;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer(Database database, TestClock clock, Map<String, String> settings) {
        this.database = database;
        this.clock = clock;
        var environment = new HashMap<String, String>();
        environment.put("RATE_LIMIT", "0");
        environment.putAll(settings);
        this.javalin =
                App.on(database).web(Config.from(environment), clock, VIEWS).start("127.0.0.1", 0);
    }

    public static TestServer start(TestClock clock, Map<String, String> settings) {
        return new TestServer(TestDatabase.shared(), clock, settings);
    }

    public static TestServer start(TestClock clock) {
        return start(clock, Map.of());
    }

    public static TestServer on(Database database, TestClock clock) {
        return new TestServer(database, clock, Map.of());
    }

    public String newKey(long company) {
        return new ApiTokenQueries(database, clock)
                .create(company, "test", null)
                .orElseThrow();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + javalin.port() + path;
    }

    /** Every route that the application has, with the rule of who may call it. */
    public List<Access.Route> routes() {
        return Access.routes(javalin);
    }

    public int port() {
        return javalin.port();
    }

    /** A request for a path, which a test completes. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    public HttpResponse<String> get(String path, String key) {
        return send(request(path).header("Authorization", "Token token=" + key));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return exchange(request, BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        return exchange(request, BodyHandlers.ofByteArray());
    }

    /** Sends what an HTTP client would not, and gives all that comes back, as text. The request must close the connection. */
    public String raw(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
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
