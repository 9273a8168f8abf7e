package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import timesessions.account.ApiTokenQueries.Listed;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.Problem;

/** The keys by which programs read the hours of a company, for its admins. */
final class TokenSettings {
    private static final String PATH = "/settings/tokens";
    private static final int LONGEST_LABEL = 200;

    private final ApiTokenQueries tokens;
    private final Gate gate;
    private final Clock clock;

    TokenSettings(ApiTokenQueries tokens, Gate gate, Clock clock) {
        this.tokens = tokens;
        this.gate = gate;
        this.clock = clock;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, ctx -> list(ctx, Form.empty()), Access.ADMIN);
        routes.post(PATH, this::create, Access.ADMIN);
        routes.get(PATH + "/{id}/revoke", this::confirmRevoke, Access.ADMIN);
        routes.post(PATH + "/{id}/revoke", this::revoke, Access.ADMIN);
    }

    private void list(Context ctx, Form form) {
        Company company = SignedIn.of(ctx).company();
        ctx.render(
                "settings/tokens",
                Map.of(
                        "tokens",
                        tokens.list(company.id()),
                        "form",
                        form,
                        "now",
                        clock.instant(),
                        "tomorrow",
                        company.today(clock).plusDays(1)));
    }

    private void create(Context ctx) {
        Company company = SignedIn.of(ctx).company();
        Form form = Form.of(ctx);
        String label = form.required("label", LONGEST_LABEL, "Say what the key is for, to tell it from others.");
        Instant expiresAt = expiry(form, company);
        if (!form.isGood()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            list(ctx, form);
            return;
        }
        String key =
                tokens.create(gate.actor(ctx), company.id(), label, expiresAt).orElseThrow(Problem::notFound);
        ctx.render("settings/token-key", Map.of("label", label, "key", key, "address", gate.link(ctx, "/api")));
    }

    /** The end of the last day on which the key works. */
    private @Nullable Instant expiry(Form form, Company company) {
        String typed = form.line("expires");
        if (typed.isEmpty()) {
            return null;
        }
        try {
            LocalDate lastDay = LocalDate.parse(typed);
            if (lastDay.isAfter(company.today(clock)) && lastDay.getYear() <= 9998) {
                return lastDay.plusDays(1)
                        .atStartOfDay(company.timeZone().zone())
                        .toInstant();
            }
            form.problem("expires", "Choose a day from tomorrow on, or none.");
        } catch (DateTimeException e) {
            form.problem("expires", "Give a date such as 2027-01-31, or none.");
        }
        return null;
    }

    private void confirmRevoke(Context ctx) {
        ctx.render("settings/token-revoke", Map.of("token", find(ctx)));
    }

    private void revoke(Context ctx) {
        tokens.revoke(
                gate.actor(ctx), SignedIn.of(ctx).company().id(), find(ctx).id());
        gate.notice(ctx, Notice.TOKEN_REVOKED);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private Listed find(Context ctx) {
        long id = PathId.of(ctx);
        return tokens.list(SignedIn.of(ctx).company().id()).stream()
                .filter(token -> token.id() == id)
                .findFirst()
                .orElseThrow(Problem::notFound);
    }
}
