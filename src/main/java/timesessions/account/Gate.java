package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import timesessions.account.Logins.Origin;
import timesessions.database.Database;
import timesessions.web.Access;
import timesessions.web.Answer;
import timesessions.web.ClientAddress;
import timesessions.web.Cookies;
import timesessions.web.FormToken;
import timesessions.web.OwnPath;
import timesessions.web.Problem;
import timesessions.web.PublicUrl;
import timesessions.web.QueryString;
import timesessions.web.Theme;

/**
 * The one place where it is decided who gets to a route: by its {@link Access}, before its handler is called. What they
 * see there is decided by their {@link Visibility}.
 */
public final class Gate {
    /** The cookie of a browser that is signed in. */
    private static final String LOGIN = "time_sessions_login";
    /** The cookie that the forms on the way there belong to. */
    private static final String VISITOR = "time_sessions_visitor";
    /** The cookie by which a browser is known at its next sign-in. */
    private static final String BROWSER = "time_sessions_browser";

    private static final Duration BROWSER_LASTS = Duration.ofDays(400);

    private final Clock clock;
    private final Logins logins;
    private final ApiAccess api;
    private final ClientAddress clients;
    private final PublicUrl publicUrl;
    private final Cookies cookies;

    /**
     * Makes the gate.
     *
     * @param signInLasts how long a browser stays signed in that does not ask for anything
     */
    public Gate(Database database, Clock clock, Duration signInLasts, ClientAddress clients, PublicUrl publicUrl) {
        this.clock = clock;
        this.logins = new Logins(database, clock, signInLasts);
        this.api = new ApiAccess(new ApiTokenQueries(database, clock), clock);
        this.clients = clients;
        this.publicUrl = publicUrl;
        this.cookies = new Cookies(publicUrl);
    }

    public void addTo(RoutesConfig routes) {
        routes.beforeMatched(this::check);
    }

    private void check(Context ctx) {
        switch (Access.of(ctx.routeRoles())) {
            case ANYONE -> {}
            case API_KEY -> api.admit(ctx);
            case VISITOR -> admitVisitor(ctx);
            case SIGNED_IN -> admitSignedIn(ctx);
            case ADMIN -> {
                if (admitSignedIn(ctx).filter(who -> !who.account().isAdmin()).isPresent()) {
                    throw new Problem(403, "This page is for admins.", null, Map.of());
                }
            }
        }
    }

    Logins logins() {
        return logins;
    }

    /** Where the request comes from, as far as it can be known. */
    Origin origin(Context ctx) {
        return new Origin(clients.of(ctx), Optional.ofNullable(ctx.userAgent()).orElse(""));
    }

    /** Who acts, for the trail. */
    public Actor actor(Context ctx) {
        return Actor.of(SignedIn.of(ctx).account(), clients.of(ctx));
    }

    /** Leaves a notice for the page that the reader goes on to. */
    public void notice(Context ctx, Notice notice) {
        notice.leave(ctx, cookies);
    }

    void notice(Context ctx, Notice notice, int count) {
        notice.leave(ctx, cookies, count);
    }

    /** What the page before left to be said. */
    public Optional<String> takeNotice(Context ctx) {
        return Notice.take(ctx, cookies);
    }

    /** An address of ours, to be passed on. */
    String link(Context ctx, String path) {
        return publicUrl.of(ctx) + path;
    }

    /** Signs the browser in: it gets new cookies, whatever it had before. */
    void enter(Context ctx, SignIns.Outcome.Welcome welcome) {
        cookies.set(ctx, LOGIN, welcome.login().text(), Logins.LONGEST);
        cookies.set(ctx, BROWSER, welcome.browser().text(), BROWSER_LASTS);
    }

    void leave(Context ctx) {
        cookies.remove(ctx, LOGIN);
    }

    /** What the browser says it is known by. */
    @Nullable
    Token browser(Context ctx) {
        return cookies.find(ctx, BROWSER).flatMap(Token::parse).orElse(null);
    }

    private void admitVisitor(Context ctx) {
        neverStored(ctx);
        Token visitor = cookies.find(ctx, VISITOR).flatMap(Token::parse).orElseGet(() -> {
            Token token = Token.random();
            cookies.set(ctx, VISITOR, token.text());
            return token;
        });
        entered(ctx);
        requireOwnForm(ctx, visitor);
    }

    private Optional<SignedIn> admitSignedIn(Context ctx) {
        neverStored(ctx);
        Optional<Entered> entered = entered(ctx);
        if (entered.isEmpty()) {
            sendToSignIn(ctx);
            return Optional.empty();
        }
        requireOwnForm(ctx, entered.get().secret);
        prepareAnswer(ctx, entered.get());
        return SignedIn.find(ctx);
    }

    /**
     * A browser that is signed in.
     *
     * @param secret that the page's forms belong to
     */
    private record Entered(Logins.Found found, Token secret) {}

    private Optional<Entered> entered(Context ctx) {
        Optional<Token> sent = cookies.find(ctx, LOGIN).flatMap(Token::parse);
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        Optional<Logins.Found> found = logins.find(sent.get(), origin(ctx));
        if (found.isEmpty()) {
            leave(ctx);
            return Optional.empty();
        }
        found.get().signedIn().remember(ctx);
        Token renewed = found.get().renewed();
        if (renewed == null) {
            return Optional.of(new Entered(found.get(), sent.get()));
        }
        cookies.set(ctx, LOGIN, renewed.text(), Logins.LONGEST);
        // A form that was sent belongs to the token before, and the forms of the page to come to the new one.
        return Optional.of(new Entered(found.get(), changesState(ctx) ? sent.get() : renewed));
    }

    /**
     * Says what pages of the reader depend on. The secret of the browser is part of it, so that it alone can be given the same
     * page again, with forms that are still its own. Their mask is the same then too, which tells nothing: it hides the token
     * from those who have a browser ask for many different pages and look at how long they are.
     */
    private void prepareAnswer(Context ctx, Entered entered) {
        SignedIn who = entered.found.signedIn();
        Instant now = clock.instant();
        Answer.prepare(
                ctx,
                now,
                entered.found.version(),
                who.account(),
                who.company(),
                who.company().today(now),
                who.preferences().hours(),
                new TreeSet<>(who.preferences().hiddenColumns()),
                Theme.of(ctx),
                Notice.isLeft(ctx, cookies),
                entered.secret.text());
    }

    private void requireOwnForm(Context ctx, Token secret) {
        if (changesState(ctx)) {
            FormToken.require(ctx, secret.text(), publicUrl);
        }
        FormToken.prepare(ctx, secret.text());
    }

    private void sendToSignIn(Context ctx) {
        boolean partial = ctx.header("HX-Request") != null;
        Optional<String> page = partial
                ? OwnPath.ofAddress(ctx.header("HX-Current-URL"), publicUrl.originOf(ctx))
                : changesState(ctx)
                        ? OwnPath.ofAddress(ctx.header("Referer"), publicUrl.originOf(ctx))
                        : OwnPath.parse(ctx.path() + (ctx.queryString() == null ? "" : "?" + ctx.queryString()));
        String signIn = "/sign-in"
                + new QueryString()
                        .add("next", page.filter(path -> !path.equals("/")).orElse(null));
        if (partial) {
            // A redirect would be followed by the script, and the sign-in page put into the middle of another.
            ctx.header("HX-Redirect", signIn).status(HttpStatus.UNAUTHORIZED);
        } else {
            ctx.redirect(signIn, HttpStatus.SEE_OTHER);
        }
        ctx.skipRemainingHandlers();
    }

    private static void neverStored(Context ctx) {
        ctx.header("Cache-Control", "private, no-store");
        ctx.header("Vary", "Cookie");
    }

    private static boolean changesState(Context ctx) {
        return !ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD);
    }
}
