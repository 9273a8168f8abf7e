package timesessions.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a body that is whole in memory: compressed where the reader takes that, and not at all where it has the same
 * already.
 */
public final class Reply {
    /** The type of every JSON that is sent. */
    public static final String JSON = "application/json; charset=utf-8";

    private static final Logger log = LoggerFactory.getLogger(Reply.class);
    private static final String TO_BE_ASKED_FOR = "private, max-age=0, must-revalidate";
    private static final int COMPRESSED_FROM = 1_000;

    private Reply() {}

    /**
     * Sends the body with an ETag, or 304 without it. Where the answer is known by its state, whoever has it must ask whether
     * that still holds.
     *
     * @param headers that the body comes with and 304 does not: what else makes the answer another one
     * @throws IOException if the reader has gone, or takes too long
     */
    public static void tagged(Context ctx, String contentType, byte[] body, Map<String, String> headers)
            throws IOException {
        Answer answer = Answer.find(ctx);
        String state = answer == null || answer.cache() == null ? "" : answer.state();
        var tag = new EntityTag(content(body, headers), state);
        if (!state.isEmpty()) {
            ctx.header("Cache-Control", TO_BE_ASKED_FOR);
        }
        if (tag.isAmong(ctx.header("If-None-Match"))) {
            notModified(ctx, tag);
            return;
        }
        ctx.header("ETag", tag.toString());
        headers.forEach(ctx::header);
        ctx.contentType(contentType);
        whole(ctx, tag, body);
    }

    /** Tells a reader that they have the answer. */
    static void notModified(Context ctx, EntityTag tag) {
        vary(ctx);
        ctx.header("ETag", tag.toString());
        if (!tag.state().isEmpty()) {
            ctx.header("Cache-Control", TO_BE_ASKED_FOR);
        }
        ctx.status(304);
    }

    /**
     * Sends the body.
     *
     * @throws IOException if the reader has gone, or takes too long
     */
    public static void plain(Context ctx, byte[] body) throws IOException {
        whole(ctx, null, body);
    }

    private static void whole(Context ctx, @Nullable EntityTag tag, byte[] body) throws IOException {
        vary(ctx);
        ResponseCache.Body sent = send(ctx, new ResponseCache.Body(body, null));
        Answer answer = Answer.find(ctx);
        if (answer != null && answer.cache() != null) {
            answer.cache().keep(ctx, answer, tag, sent);
        }
    }

    /**
     * Sends the body, compressed where the reader takes that.
     *
     * @return the same, with its compressed form if that was made now
     */
    static ResponseCache.Body send(Context ctx, ResponseCache.Body body) throws IOException {
        if (body.plain().length < COMPRESSED_FROM || !acceptsGzip(ctx.header("Accept-Encoding"))) {
            sized(ctx, body.plain());
            return body;
        }
        byte[] compressed = body.compressed() == null ? Gzip.quickly(body.plain()) : body.compressed();
        ctx.header("Content-Encoding", "gzip");
        sized(ctx, compressed);
        return body.compressed() == null ? new ResponseCache.Body(body.plain(), compressed) : body;
    }

    /**
     * Says the length, which a HEAD tells too. The bytes are not left to Javalin, which would copy them through a buffer of
     * its own, larger than most of them.
     */
    private static void sized(Context ctx, byte[] body) throws IOException {
        ctx.res().setContentLength(body.length);
        try {
            ctx.res().getOutputStream().write(body);
        } catch (IOException e) {
            // Javalin takes it for a reader who has gone, and says nothing.
            log.info("{} {} could not be answered: {}", ctx.method(), ctx.path(), e.toString());
            throw e;
        }
    }

    private static void vary(Context ctx) {
        String others = ctx.res().getHeader("Vary");
        ctx.header("Vary", others == null ? "Accept-Encoding" : others + ", Accept-Encoding");
    }

    static boolean acceptsGzip(@Nullable String header) {
        boolean any = false;
        for (Weighted choice : Weighted.parse(header)) {
            if (choice.value().equals("gzip")) {
                return choice.isWanted();
            }
            any |= choice.value().equals("*") && choice.isWanted();
        }
        return any;
    }

    /** Two checksums of different polynomials: they take less time than a digest, and nobody gains by a collision. */
    private static String content(byte[] body, Map<String, String> headers) {
        var lines = new StringBuilder();
        new TreeMap<>(headers)
                .forEach((name, value) ->
                        lines.append(name).append(": ").append(value).append('\n'));
        byte[] stated = lines.toString().getBytes(StandardCharsets.UTF_8);
        var one = new CRC32();
        var other = new CRC32C();
        for (Checksum checksum : List.of(one, other)) {
            checksum.update(stated);
            checksum.update(body);
        }
        return Long.toHexString(one.getValue() << Integer.SIZE | other.getValue());
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
