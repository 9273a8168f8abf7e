package timesessions.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Style sheets, scripts and pictures. The address of each holds a hash of what is in it, so that browsers may keep it for
 * ever and still get the new one.
 */
public final class Assets {
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Map<String, String> SOURCES = Map.of(
            "app.css", "/static/app.css",
            "app.js", "/static/app.js",
            "theme.js", "/static/theme.js",
            "icon.svg", "/static/icon.svg",
            "tabler.css", WEBJARS + "tabler__core/1.4.0/dist/css/tabler.min.css",
            "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int HASH_LENGTH = 12;

    @SuppressWarnings("ArrayRecordComponent") // Never compared: it only carries what is sent.
    private record Asset(String type, byte[] plain, byte[] compressed) {}

    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, Asset> byFile = new HashMap<>();

    public Assets() {
        SOURCES.forEach((name, source) -> {
            byte[] bytes = read(source);
            int dot = name.lastIndexOf('.');
            String file = name.substring(0, dot) + "-" + hash(bytes) + name.substring(dot);
            byFile.put(file, new Asset(type(name), bytes, compressed(bytes)));
            paths.put(name, "/static/" + file);
        });
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/static/{file}", this::send, Access.ANYONE);
        routes.head("/static/{file}", this::send, Access.ANYONE);
    }

    /** Where a file is to be had; templates ask for it. */
    public String path(String name) {
        String path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException("There is no asset " + name);
        }
        return path;
    }

    private void send(Context ctx) {
        Asset asset = byFile.get(ctx.pathParam("file"));
        if (asset == null) {
            throw Problem.notFound();
        }
        boolean compress = Reply.acceptsGzip(ctx.header("Accept-Encoding"));
        if (compress) {
            ctx.header("Content-Encoding", "gzip");
        }
        byte[] body = compress ? asset.compressed : asset.plain;
        ctx.header("Vary", "Accept-Encoding").header("Cache-Control", FOR_EVER).contentType(asset.type);
        ctx.res().setContentLength(body.length);
        ctx.result(body);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("No content type is known for " + name);
        };
    }

    private static byte[] read(String source) {
        try (var stream = Assets.class.getResourceAsStream(source)) {
            if (stream == null) {
                throw new IllegalStateException("The program lacks its file " + source);
            }
            // What only developer tools read would not be found.
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("/\\*# sourceMappingURL=[^*]*\\*/", "").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        var target = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(target) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }
}
