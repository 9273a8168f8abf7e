package timesessions.bench;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A Javalin in a process of its own, in the same heap as the product, that answers everything with the same headers and
 * bytes, compressed already, and does nothing else. What the product sets up around its routes, such as guards against slow
 * clients, is not there either: it counts as the product's.
 */
final class WebFloor implements AutoCloseable {
    /** What the server adds by itself. */
    private static final Set<String> OF_SERVER = Set.of("date", "content-length", "connection", "transfer-encoding");

    private final Process process;
    private final String address;

    private WebFloor(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** The process: it reads the answer from standard input and prints its port. */
    public static void main(String[] arguments) throws IOException {
        var in = new DataInputStream(System.in);
        var headers = new LinkedHashMap<String, String>();
        for (int left = in.readInt(); left > 0; left--) {
            headers.put(in.readUTF(), in.readUTF());
        }
        byte[] body = in.readNBytes(in.readInt());
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
            config.routes.get("/*", ctx -> {
                headers.forEach(ctx::header);
                ctx.res().setContentLength(body.length);
                ctx.result(body);
            });
        });
        javalin.start("127.0.0.1", 0);
        System.out.println(javalin.port());
    }

    static WebFloor start(HttpResponse<byte[]> answer) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Server.HEAP,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WebFloor.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new DataOutputStream(process.getOutputStream())) {
            var headers = sent(answer);
            out.writeInt(headers.size());
            for (var header : headers.entrySet()) {
                out.writeUTF(header.getKey());
                out.writeUTF(header.getValue());
            }
            out.writeInt(answer.body().length);
            out.write(answer.body());
        }
        BufferedReader said = process.inputReader();
        String port = said.readLine();
        if (port == null) {
            throw new IllegalStateException("The web server's floor did not start.");
        }
        return new WebFloor(process, "http://127.0.0.1:" + port);
    }

    private static Map<String, String> sent(HttpResponse<byte[]> answer) {
        var headers = new LinkedHashMap<String, String>();
        answer.headers().map().forEach((name, values) -> {
            if (!OF_SERVER.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(", ", values));
            }
        });
        return headers;
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }
}
