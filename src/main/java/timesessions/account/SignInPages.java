package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timesessions.account.SignIns.Invitation;
import timesessions.account.SignIns.Outcome;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.OwnPath;

/** The way in and out: signing in, the link by which one gets a password, and signing out. */
final class SignInPages {
    private static final String SIGN_IN = "/sign-in";
    private static final String INVITATION = "/invitation";
    /** Leads on to where the account starts. */
    private static final String START = "/";

    private final SignIns signIns;
    private final Gate gate;

    SignInPages(SignIns signIns, Gate gate) {
        this.signIns = signIns;
        this.gate = gate;
    }

    /** Where an invitation leads. */
    static String invitationPath(Token token) {
        // Not in the path, which errors are logged with.
        return INVITATION + "?token=" + token.text();
    }

    void addTo(RoutesConfig routes) {
        routes.get(SIGN_IN, this::show, Access.VISITOR);
        routes.post(SIGN_IN, this::signIn, Access.VISITOR);
        routes.post("/sign-out", this::signOut, Access.SIGNED_IN);
        routes.get(INVITATION, this::showInvitation, Access.VISITOR);
        routes.post(INVITATION, this::accept, Access.VISITOR);
    }

    private void show(Context ctx) {
        if (SignedIn.find(ctx).isPresent()) {
            ctx.redirect(next(ctx.queryParam("next")), HttpStatus.SEE_OTHER);
            return;
        }
        Form form = Form.empty();
        OwnPath.parse(ctx.queryParam("next")).ifPresent(next -> form.with("next", next));
        showSignIn(ctx, form, "");
    }

    private void signIn(Context ctx) {
        Form form = Form.of(ctx);
        Outcome outcome =
                signIns.signIn(form.value("email"), form.value("password"), gate.origin(ctx), gate.browser(ctx));
        switch (outcome) {
            case Outcome.Welcome welcome -> {
                gate.enter(ctx, welcome);
                ctx.redirect(next(form.value("next")), HttpStatus.SEE_OTHER);
            }
            case Outcome.Wrong wrong -> {
                ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
                showSignIn(ctx, form, "This e-mail address and password do not go together.");
            }
            case Outcome.TooMany tooMany -> {
                ctx.status(HttpStatus.TOO_MANY_REQUESTS)
                        .header("Retry-After", Long.toString(tooMany.pause().toSeconds()));
                showSignIn(
                        ctx,
                        form,
                        "There were too many attempts. Try again in %s.".formatted(inWords(tooMany.pause())));
            }
        }
    }

    private static void showSignIn(Context ctx, Form form, String problem) {
        ctx.render("account/sign-in", Map.of("form", form, "problem", problem));
    }

    private void signOut(Context ctx) {
        signIns.signOut(SignedIn.of(ctx), gate.origin(ctx).address());
        gate.leave(ctx);
        gate.notice(ctx, Notice.SIGNED_OUT);
        ctx.redirect(SIGN_IN, HttpStatus.SEE_OTHER);
    }

    private void showInvitation(Context ctx) {
        String token = Optional.ofNullable(ctx.queryParam("token")).orElse("");
        Optional<Invitation> invitation = Token.parse(token).flatMap(signIns::invitation);
        if (invitation.isEmpty()) {
            showUsedUp(ctx);
            return;
        }
        showInvitation(ctx, invitation.get(), Form.empty().with("token", token));
    }

    private void accept(Context ctx) {
        Form form = Form.of(ctx);
        Optional<Token> token = Token.parse(form.value("token"));
        Optional<Invitation> invitation = token.flatMap(signIns::invitation);
        if (token.isEmpty() || invitation.isEmpty()) {
            showUsedUp(ctx);
            return;
        }
        String password =
                newPassword(form, invitation.get().email(), invitation.get().name());
        if (!form.isGood()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            showInvitation(ctx, invitation.get(), form);
            return;
        }
        signIns.accept(token.get(), password, gate.origin(ctx), gate.browser(ctx))
                .ifPresentOrElse(
                        welcome -> {
                            gate.enter(ctx, welcome);
                            ctx.redirect(START, HttpStatus.SEE_OTHER);
                        },
                        () -> showUsedUp(ctx));
    }

    /** The password chosen, typed twice, with what is wrong with it noted in the form. */
    static String newPassword(Form form, Email email, String name) {
        String password = form.value("password");
        PasswordRules.problem(password, email, name).ifPresent(problem -> form.problem("password", problem));
        if (!password.equals(form.value("repeated"))) {
            form.problem("repeated", "This is not the same as above.");
        }
        return password;
    }

    private static void showInvitation(Context ctx, Invitation invitation, Form form) {
        ctx.render(
                "account/invitation",
                Map.of("form", form, "invitation", invitation, "shortest", PasswordRules.SHORTEST));
    }

    private static void showUsedUp(Context ctx) {
        ctx.status(HttpStatus.NOT_FOUND);
        ctx.render("account/invitation-used", Map.of());
    }

    private static String next(@Nullable String asked) {
        return OwnPath.parse(asked)
                .filter(path -> !path.startsWith(SIGN_IN) && !path.startsWith(INVITATION) && !path.equals("/"))
                .orElse(START);
    }

    static String inWords(Duration pause) {
        long seconds = pause.toSeconds();
        if (seconds <= 90) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        return Math.ceilDiv(seconds, 60) + " minutes";
    }
}
