package timesessions.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without a screen: it keeps cookies, and sends forms as the page that it was given has them. */
public final class WebClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** An answer as it came; redirects are not followed. */
    public record Page(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String location() {
            return response.headers().firstValue("Location").orElse("");
        }

        public String header(String name) {
            return String.join("\n", response.headers().allValues(name));
        }

        public String body() {
            return response.body();
        }

        public Document html() {
            return Jsoup.parse(response.body());
        }

        /** What is said beside a field. */
        public String problemOf(String field) {
            Element problem = html().getElementById(field + "-problem");
            return problem == null ? "" : problem.text();
        }

        public String value(String field) {
            Element input = html().getElementById(field);
            return input == null ? "" : input.val();
        }
    }

    public WebClient(TestServer server) {
        this.server = server.url("");
    }

    public WebClient withCookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    public String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    public Page get(String path, String... headers) {
        return send(request(path, headers));
    }

    /** What a link to a file gives. */
    public HttpResponse<byte[]> download(String path) {
        try {
            return HTTP.send(request(path).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends fields to an address as a form of ours would, with the token that the page in question holds. */
    public Page post(String page, String action, String... fields) {
        Element token = get(page).html().selectFirst("input[name=csrf_token]");
        return postAs(token == null ? "" : token.val(), action, fields);
    }

    /** Sends fields with this token; none for an empty one. */
    public Page postAs(String token, String action, String... fields) {
        return postWith(new String[0], token, action, fields);
    }

    public Page postWith(String[] headers, String token, String action, String... fields) {
        var body = new StringJoiner("&");
        for (int i = 0; i < fields.length; i += 2) {
            body.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
        }
        if (!token.isEmpty()) {
            body.add("csrf_token=" + encode(token));
        }
        return send(request(action, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Sends a file to an address, as the form of a page would that has a field for it. */
    public Page upload(String page, String action, String field, String fileName, byte[] content) {
        Element token = get(page).html().selectFirst("input[name=csrf_token]");
        String boundary = "----a-boundary-that-is-in-no-file";
        var body = new ByteArrayOutputStream();
        body.writeBytes("""
                --%1$s\r
                Content-Disposition: form-data; name="csrf_token"\r
                \r
                %2$s\r
                --%1$s\r
                Content-Disposition: form-data; name="%3$s"; filename="%4$s"\r
                Content-Type: text/csv\r
                \r
                """.formatted(boundary, token == null ? "" : token.val(), field, fileName)
                .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(UTF_8));
        return send(request(action)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /** Goes where an answer leads. */
    public Page follow(Page page) {
        return get(page.location());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(server + path));
        if (!cookies.isEmpty()) {
            var all = new StringJoiner("; ");
            cookies.forEach((name, value) -> all.add(name + "=" + value));
            request.header("Cookie", all.toString());
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            for (String header : response.headers().allValues("Set-Cookie")) {
                String[] pair = header.split(";", 2)[0].split("=", 2);
                if (header.contains("Max-Age=0") || pair[1].isEmpty()) {
                    cookies.remove(pair[0]);
                } else {
                    cookies.put(pair[0], pair[1]);
                }
            }
            return new Page(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
