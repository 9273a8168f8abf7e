package timesessions.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Light or dark, as the reader chose with the switch on every page, or as their system has it. */
public enum Theme {
    AUTO("Auto"),
    LIGHT("Light"),
    DARK("Dark");

    private static final String COOKIE = "theme";
    private static final Duration KEPT = Duration.ofDays(400);

    private final String label;

    Theme(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** As the cookie and the page's root element have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What browsers are told in {@code color-scheme}. */
    public String schemes() {
        return this == AUTO ? "light dark" : code();
    }

    public static List<Theme> choices() {
        return List.of(values());
    }

    public static Theme of(Context ctx) {
        return parse(ctx.cookie(COOKIE));
    }

    /** Adds where the switch on every page is sent to. */
    public static void addTo(RoutesConfig routes, PublicUrl publicUrl) {
        routes.post("/theme", ctx -> choose(ctx, publicUrl), Access.ANYONE);
    }

    private static void choose(Context ctx, PublicUrl publicUrl) {
        String code = parse(ctx.formParam(COOKIE)).code();
        int seconds = Math.toIntExact(KEPT.toSeconds());
        ctx.cookie(new Cookie(COOKIE, code, "/", seconds, publicUrl.isHttps(ctx), true, null, SameSite.LAX));
        ctx.header("Cache-Control", "no-store");
        ctx.redirect(pathOf(ctx.header("Referer")), HttpStatus.SEE_OTHER);
    }

    private static Theme parse(@Nullable String code) {
        for (Theme theme : values()) {
            if (theme.code().equals(code)) {
                return theme;
            }
        }
        return AUTO;
    }

    /** The page that the switch was on, as a path alone: another site cannot name itself as the place to go on to. */
    private static String pathOf(@Nullable String address) {
        try {
            URI uri = new URI(address == null ? "/" : address);
            String path = uri.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return "/";
            }
            return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            return "/";
        }
    }
}
