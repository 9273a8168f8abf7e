package timesessions.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody who asks: a program with a key, or a browser that is signed in. */
final class Visitor {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf_token\" value=\"([^\"]*)\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Nobody waits longer; the database may be cold. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String server;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Visitor(String server) {
        this.server = server;
        headers.put("Accept-Encoding", "gzip");
    }

    static Visitor withKey(String server, String key) {
        var visitor = new Visitor(server);
        visitor.headers.put("Authorization", "Token token=" + key);
        return visitor;
    }

    /** Signs in as a browser does, by the form. */
    static Visitor signedIn(String server, String email) throws IOException, InterruptedException {
        return SignIn.begin(server, email).send();
    }

    /** The sign-in form, filled in by somebody whom the server has not seen before. */
    static final class SignIn {
        private final Visitor visitor;
        private final String email;
        private final Map<String, String> cookies = new LinkedHashMap<>();
        private final HttpRequest request;

        private SignIn(Visitor visitor, String email) throws IOException, InterruptedException {
            this.visitor = visitor;
            this.email = email;
            HttpResponse<String> page = HTTP.send(visitor.request("/sign-in").build(), BodyHandlers.ofString());
            keepCookies(page, cookies);
            var token = TOKEN.matcher(page.body());
            if (!token.find()) {
                throw new IllegalStateException("The sign-in page has no form token.");
            }
            request = visitor.request("/sign-in")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Cookie", cookieHeader(cookies))
                    .POST(BodyPublishers.ofString("email=%s&password=%s&csrf_token=%s"
                            .formatted(
                                    URLEncoder.encode(email, UTF_8),
                                    URLEncoder.encode(BenchData.PASSWORD, UTF_8),
                                    URLEncoder.encode(token.group(1), UTF_8))))
                    .build();
        }

        static SignIn begin(String server, String email) throws IOException, InterruptedException {
            var visitor = new Visitor(server);
            visitor.headers.clear();
            return new SignIn(visitor, email);
        }

        Visitor send() throws IOException, InterruptedException {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 303) {
                throw new IllegalStateException("%s could not sign in: %d".formatted(email, answer.statusCode()));
            }
            keepCookies(answer, cookies);
            visitor.headers.put("Accept-Encoding", "gzip");
            visitor.headers.put("Cookie", cookieHeader(cookies));
            return visitor;
        }
    }

    private static void keepCookies(HttpResponse<?> response, Map<String, String> cookies) {
        for (String header : response.headers().allValues("Set-Cookie")) {
            String[] pair = header.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
    }

    private static String cookieHeader(Map<String, String> cookies) {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The same one, with another header. */
    Visitor with(String header, String value) {
        var other = new Visitor(server);
        other.headers.putAll(headers);
        other.headers.put(header, value);
        return other;
    }

    /** The same one, at another server. */
    Visitor at(String address) {
        var other = new Visitor(address);
        other.headers.putAll(headers);
        return other;
    }

    /** One that has htmx swap the list. */
    Visitor swapping() {
        return with("HX-Request", "true").with("HX-Target", "results");
    }

    Map<String, String> headers() {
        return headers;
    }

    String url(String path) {
        return server + path;
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(LONGEST);
        headers.forEach(request::header);
        return request;
    }
}
