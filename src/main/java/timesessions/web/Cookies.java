package timesessions.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cookies that no script reads, that other sites do not cause to be sent along with forms, and that under HTTPS neither
 * leave it nor can be planted by a neighbouring host (which is what the prefix makes browsers see to).
 */
public final class Cookies {
    private static final String HOST_ONLY = "__Host-";

    private final PublicUrl publicUrl;

    public Cookies(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    public Optional<String> find(Context ctx, String name) {
        @Nullable String value = ctx.cookie(nameFor(ctx, name));
        return Optional.ofNullable(value);
    }

    /** Sets a cookie for as long as the browser is open. */
    public void set(Context ctx, String name, String value) {
        ctx.cookie(cookie(ctx, name, value, -1));
    }

    public void set(Context ctx, String name, String value, Duration lasts) {
        ctx.cookie(cookie(ctx, name, value, Math.toIntExact(lasts.toSeconds())));
    }

    public void remove(Context ctx, String name) {
        ctx.cookie(cookie(ctx, name, "", 0));
    }

    private Cookie cookie(Context ctx, String name, String value, int maxAge) {
        return new Cookie(nameFor(ctx, name), value, "/", maxAge, publicUrl.isHttps(ctx), true, null, SameSite.LAX);
    }

    private String nameFor(Context ctx, String name) {
        return publicUrl.isHttps(ctx) ? HOST_ONLY + name : name;
    }
}
