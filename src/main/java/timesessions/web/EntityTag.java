package timesessions.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Answers 304 where the reader has the same answer already. Tags are weak: compression changes the bytes. */
public final class EntityTag {
    private static final int BYTES = 15;

    private EntityTag() {}

    /**
     * Sends the body, or 304 without it. The headers of both are those that the answer has by now.
     *
     * @param headers whatever else makes the answer another one
     */
    public static void send(Context ctx, byte[] body, String... headers) {
        String tag = tag(body, headers);
        ctx.header("ETag", tag);
        if (matches(ctx.header("If-None-Match"), tag)) {
            ctx.status(304);
        } else {
            ctx.result(body);
        }
    }

    private static String tag(byte[] body, String... headers) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String header : headers) {
                digest.update(header.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            byte[] hash = digest.digest(body);
            return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static boolean matches(@Nullable String header, String tag) {
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
