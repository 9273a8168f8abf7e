package timesessions.web;

import io.javalin.http.Context;
import java.util.Map;

/** What every answer tells the browser not to do with it. */
public final class SecurityHeaders {
    /** Style sheets hold small pictures as data, and nothing else comes from anywhere but here. */
    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            // Of no use to browsers of today, which the policy serves; scanners ask for it.
            "X-XSS-Protection", "1; mode=block",
            // Links may hold what was filtered by, and one kind holds a secret. Forms need their origin to be told.
            "Referrer-Policy", "same-origin",
            "Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final String HTTPS_FOR_A_YEAR = "max-age=31536000";

    private final PublicUrl publicUrl;

    public SecurityHeaders(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    public void set(Context ctx) {
        ALWAYS.forEach(ctx::header);
        if (publicUrl.isHttps(ctx)) {
            ctx.header("Strict-Transport-Security", HTTPS_FOR_A_YEAR);
        }
    }
}
