package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import timesessions.account.SignIns.Outcome;
import timesessions.web.Access;
import timesessions.web.Form;

/** One's own account: the password, and the browsers that are signed in. */
final class OwnAccountPages {
    private static final String PATH = "/account";

    private final SignIns signIns;
    private final Logins logins;
    private final Gate gate;

    OwnAccountPages(SignIns signIns, Logins logins, Gate gate) {
        this.signIns = signIns;
        this.logins = logins;
        this.gate = gate;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, ctx -> show(ctx, Form.empty()), Access.SIGNED_IN);
        routes.post(PATH + "/password", this::changePassword, Access.SIGNED_IN);
        routes.post(PATH + "/browsers/{id}/sign-out", this::signOutOne, Access.SIGNED_IN);
        routes.post(PATH + "/sign-out-others", this::signOutOthers, Access.SIGNED_IN);
    }

    private void show(Context ctx, Form form) {
        SignedIn who = SignedIn.of(ctx);
        ctx.render(
                "account/own",
                Map.of(
                        "form",
                        form,
                        "logins",
                        logins.list(who.account().id()),
                        "here",
                        who.loginId(),
                        "shortest",
                        PasswordRules.SHORTEST));
    }

    private void changePassword(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Form form = Form.of(ctx);
        String chosen = SignInPages.newPassword(
                form, new Email(who.account().email()), who.account().name());
        if (form.isGood()) {
            switch (signIns.changePassword(who, form.value("current"), chosen, gate.origin(ctx))) {
                case Outcome.Welcome welcome -> {
                    gate.enter(ctx, welcome);
                    gate.notice(ctx, Notice.PASSWORD_CHANGED);
                    ctx.redirect(PATH, HttpStatus.SEE_OTHER);
                    return;
                }
                case Outcome.Wrong wrong -> form.problem("current", "This is not your current password.");
                case Outcome.TooMany tooMany ->
                    form.problem(
                            "current",
                            "There were too many attempts. Try again in %s."
                                    .formatted(SignInPages.inWords(tooMany.pause())));
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(ctx, form);
    }

    private void signOutOne(Context ctx) {
        signIns.signOutOther(SignedIn.of(ctx), gate.origin(ctx).address(), PathId.of(ctx));
        gate.notice(ctx, Notice.BROWSER_SIGNED_OUT);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private void signOutOthers(Context ctx) {
        signIns.signOutOthers(SignedIn.of(ctx), gate.origin(ctx).address());
        gate.notice(ctx, Notice.OTHERS_SIGNED_OUT);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }
}
