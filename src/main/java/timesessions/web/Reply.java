package timesessions.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body that is whole in memory: compressed where the reader takes that, and not at all where it has the same
 * already. Tags are weak, since compression changes the bytes.
 */
public final class Reply {
    /** The type of every JSON that is sent. */
    public static final String JSON = "application/json; charset=utf-8";

    private static final int TAG_BYTES = 15;
    private static final int COMPRESSED_FROM = 1_000;
    /** Most of the gain for a fraction of the time that the default level takes. */
    private static final int LEVEL = 3;

    private Reply() {}

    /**
     * Sends the body with an ETag, or 304 without it. The headers of both are those that the answer has by now, but for what
     * is said of the body.
     *
     * @param headers whatever else makes the answer another one
     */
    public static void tagged(Context ctx, String contentType, byte[] body, String... headers) {
        String tag = tag(body, headers);
        ctx.header("ETag", tag);
        if (matches(ctx.header("If-None-Match"), tag)) {
            vary(ctx);
            ctx.status(304);
        } else {
            ctx.contentType(contentType);
            plain(ctx, body);
        }
    }

    /** Sends the body. */
    public static void plain(Context ctx, byte[] body) {
        vary(ctx);
        if (body.length >= COMPRESSED_FROM && acceptsGzip(ctx.header("Accept-Encoding"))) {
            ctx.header("Content-Encoding", "gzip");
            sized(ctx, gzip(body));
        } else {
            sized(ctx, body);
        }
    }

    /** Says the length, which a HEAD tells too. */
    private static void sized(Context ctx, byte[] body) {
        ctx.res().setContentLength(body.length);
        ctx.result(body);
    }

    private static void vary(Context ctx) {
        String others = ctx.res().getHeader("Vary");
        ctx.header("Vary", others == null ? "Accept-Encoding" : others + ", Accept-Encoding");
    }

    static boolean acceptsGzip(@Nullable String header) {
        List<Weighted> choices = Weighted.parse(header);
        return Stream.of("gzip", "*")
                .flatMap(coding ->
                        choices.stream().filter(choice -> choice.value().equals(coding)))
                .limit(1)
                .anyMatch(Weighted::isWanted);
    }

    private static byte[] gzip(byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length / 4);
        try (var gzip = new Fast(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream bytes) throws IOException {
            super(bytes, 8 * 1024);
            def.setLevel(LEVEL);
        }
    }

    private static String tag(byte[] body, String... headers) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String header : headers) {
                digest.update(header.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            byte[] hash = Arrays.copyOf(digest.digest(body), TAG_BYTES);
            return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static boolean matches(@Nullable String header, String tag) {
        if (header == null) {
            return false;
        }
        String opaque = tag.substring(2);
        for (String candidate : header.split(",", -1)) {
            String text = candidate.strip();
            if (text.equals("*") || text.equals(tag) || text.equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
