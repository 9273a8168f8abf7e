package timesessions.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Style sheets, scripts and pictures, read and compressed once. The address of each holds a hash of its content, so that
 * browsers may keep it for ever and yet see a new one at once.
 */
public final class Assets {
    private static final String WEBJARS = "/META-INF/resources/webjars/";

    /** What is served, by the name that templates use. */
    private static final Map<String, String> RESOURCES = Map.of(
            "app.css",
            "/static/app.css",
            "app.js",
            "/static/app.js",
            "icon.svg",
            "/static/icon.svg",
            "tabler.css",
            WEBJARS + "tabler__core/1.4.0/dist/css/tabler.min.css",
            "htmx.js",
            WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String SOURCE_MAP = "/*# sourceMappingURL=";
    private static final int HASH_LENGTH = 8;

    @SuppressWarnings("ArrayRecordComponent") // Never compared: it only carries what is sent.
    private record File(String type, String tag, byte[] plain, byte[] compressed) {}

    private final Map<String, String> urls = new HashMap<>();
    private final Map<String, File> files = new HashMap<>();

    /**
     * Reads the files.
     *
     * @throws IllegalStateException if one of them is not in the program
     */
    public Assets() {
        RESOURCES.forEach((name, resource) -> {
            byte[] content = read(resource);
            String hash = hash(content);
            int dot = name.lastIndexOf('.');
            String type = name.substring(dot + 1);
            String hashed = name.substring(0, dot) + "." + hash + "." + type;
            urls.put(name, "/static/" + hashed);
            files.put(
                    hashed,
                    new File(
                            Objects.requireNonNull(TYPES.get(type), name),
                            "W/\"" + hash + "\"",
                            content,
                            Gzip.tightly(content)));
        });
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/static/{file}", this::send, Access.ANYONE);
    }

    /**
     * Where a file is to be had.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public String url(String name) {
        String url = urls.get(name);
        if (url == null) {
            throw new IllegalArgumentException("No file " + name + " is served");
        }
        return url;
    }

    private void send(Context ctx) {
        File file = files.get(ctx.pathParam("file"));
        if (file == null) {
            throw Problem.notFound();
        }
        ctx.header("Cache-Control", FOR_EVER).header("ETag", file.tag).header("Vary", "Accept-Encoding");
        if (Reply.matches(ctx.header("If-None-Match"), file.tag)) {
            ctx.status(304);
            return;
        }
        boolean compress = Reply.acceptsGzip(ctx.header("Accept-Encoding"));
        if (compress) {
            ctx.header("Content-Encoding", "gzip");
        }
        byte[] body = compress ? file.compressed : file.plain;
        ctx.res().setContentLength(body.length);
        ctx.contentType(file.type).result(body);
    }

    private static byte[] read(String resource) {
        try (var stream = Assets.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The program lacks its file " + resource);
            }
            return withoutSourceMap(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Developer tools would ask in vain for the source map that a packed file names at its end. */
    private static byte[] withoutSourceMap(byte[] content) {
        // A character for each byte, whichever encoding it is: that is a copy. Decoding half a megabyte takes long in a
        // JVM that has just been started.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int from = text.lastIndexOf(SOURCE_MAP);
        int to = from < 0 ? -1 : text.indexOf("*/", from);
        return to < 0
                ? content
                : (text.substring(0, from) + text.substring(to + 2)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A checksum tells two versions of a file apart, and a digest takes long in a JVM that has just been started. */
    private static String hash(byte[] content) {
        var sum = new CRC32();
        sum.update(content);
        return HexFormat.of().toHexDigits(sum.getValue(), HASH_LENGTH);
    }
}
