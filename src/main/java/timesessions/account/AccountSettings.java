package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timesessions.account.AccountQueries.Details;
import timesessions.account.AccountQueries.Listed;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.Page;
import timesessions.web.Pager;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.QueryString;

/** The accounts of a company, for its admins. */
final class AccountSettings {
    private static final String PATH = "/settings/accounts";
    private static final int LONGEST_NAME = 200;

    private final AccountQueries accounts;
    private final TeamQueries teams;
    private final Gate gate;

    AccountSettings(AccountQueries accounts, TeamQueries teams, Gate gate) {
        this.accounts = accounts;
        this.teams = teams;
        this.gate = gate;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/settings", ctx -> ctx.redirect(PATH, HttpStatus.SEE_OTHER), Access.ADMIN);
        routes.get(PATH, this::list, Access.ADMIN);
        routes.get(PATH + "/new", this::startInvitation, Access.ADMIN);
        routes.post(PATH + "/new", this::invite, Access.ADMIN);
        routes.get(PATH + "/{id}", this::show, Access.ADMIN);
        routes.post(PATH + "/{id}", this::change, Access.ADMIN);
        routes.post(PATH + "/{id}/link", this::newLink, Access.ADMIN);
        routes.post(PATH + "/{id}/sign-out", this::signOut, Access.ADMIN);
        routes.get(PATH + "/{id}/disable", ctx -> confirm(ctx, "disable"), Access.ADMIN);
        routes.post(PATH + "/{id}/disable", this::disable, Access.ADMIN);
        routes.post(PATH + "/{id}/enable", this::enable, Access.ADMIN);
        routes.get(PATH + "/{id}/withdraw", ctx -> confirm(ctx, "withdraw"), Access.ADMIN);
        routes.post(PATH + "/{id}/withdraw", this::withdraw, Access.ADMIN);
    }

    private void list(Context ctx) {
        Params params = Params.of(ctx.queryString());
        String search = params.text("q").map(String::strip).orElse("");
        Page<Listed> page = accounts.list(company(ctx), search, params.positive("page", 1));
        ctx.render(
                "settings/accounts",
                Map.of(
                        "page",
                        page,
                        "search",
                        search,
                        "pager",
                        Pager.of(
                                page,
                                number -> PATH
                                        + new QueryString().add("q", search).add("page", number))));
    }

    private void startInvitation(Context ctx) {
        showInvitation(ctx, Form.empty().with("role", Role.MANAGER.parameter()));
    }

    private void invite(Context ctx) {
        Form form = Form.of(ctx);
        Optional<Details> details = read(form);
        if (details.isPresent()) {
            try {
                Token token = accounts.invite(gate.actor(ctx), company(ctx), details.get());
                ctx.render(
                        "settings/account-link",
                        Map.of(
                                "name",
                                details.get().name(),
                                "first",
                                true,
                                "link",
                                gate.link(ctx, SignInPages.invitationPath(token)),
                                "days",
                                AccountQueries.LINK_LASTS.toDays()));
                return;
            } catch (Refused e) {
                form.problem(e.field(), e.reason());
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        showInvitation(ctx, form);
    }

    private void showInvitation(Context ctx, Form form) {
        ctx.render(
                "settings/account-new",
                Map.of("form", form, "roles", List.of(Role.values()), "teams", teams.all(company(ctx))));
    }

    private void show(Context ctx) {
        Listed listed = find(ctx);
        Account account = listed.account();
        show(
                ctx,
                listed,
                Form.empty()
                        .with("name", account.name())
                        .with("email", account.email())
                        .with("role", account.role().parameter())
                        .withAll("teams", accounts.teams(account.id())));
    }

    private void change(Context ctx) {
        Listed listed = find(ctx);
        Form form = Form.of(ctx);
        Optional<Details> details = read(form);
        if (details.isPresent()) {
            try {
                accounts.change(gate.actor(ctx), company(ctx), listed.account().id(), details.get());
                gate.notice(ctx, Notice.ACCOUNT_CHANGED);
                ctx.redirect(path(listed), HttpStatus.SEE_OTHER);
                return;
            } catch (Refused e) {
                form.problem(e.field(), e.reason());
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(ctx, listed, form);
    }

    private void show(Context ctx, Listed listed, Form form) {
        var model = new HashMap<String, Object>();
        model.put("listed", listed);
        model.put("form", form);
        model.put("roles", List.of(Role.values()));
        model.put("teams", teams.all(company(ctx)));
        model.put("own", listed.account().id() == SignedIn.of(ctx).account().id());
        ctx.render("settings/account", model);
    }

    private void newLink(Context ctx) {
        Listed listed = find(ctx);
        Token token =
                accounts.newLink(gate.actor(ctx), company(ctx), listed.account().id());
        ctx.render(
                "settings/account-link",
                Map.of(
                        "name",
                        listed.account().name(),
                        "first",
                        !listed.hasPassword(),
                        "link",
                        gate.link(ctx, SignInPages.invitationPath(token)),
                        "days",
                        AccountQueries.LINK_LASTS.toDays()));
    }

    private void signOut(Context ctx) {
        Listed listed = find(ctx);
        accounts.signOut(gate.actor(ctx), company(ctx), listed.account().id());
        gate.notice(ctx, Notice.ACCOUNT_SIGNED_OUT);
        ctx.redirect(path(listed), HttpStatus.SEE_OTHER);
    }

    private void confirm(Context ctx, String what) {
        confirm(ctx, what, find(ctx), "");
    }

    private static void confirm(Context ctx, String what, Listed listed, String problem) {
        ctx.render("settings/account-" + what, Map.of("listed", listed, "problem", problem));
    }

    private void disable(Context ctx) {
        Listed listed = find(ctx);
        try {
            accounts.disable(gate.actor(ctx), company(ctx), listed.account().id());
        } catch (Refused e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            confirm(ctx, "disable", listed, e.reason());
            return;
        }
        gate.notice(ctx, Notice.ACCOUNT_DISABLED);
        ctx.redirect(path(listed), HttpStatus.SEE_OTHER);
    }

    private void enable(Context ctx) {
        Listed listed = find(ctx);
        accounts.enable(gate.actor(ctx), company(ctx), listed.account().id());
        gate.notice(ctx, Notice.ACCOUNT_ENABLED);
        ctx.redirect(path(listed), HttpStatus.SEE_OTHER);
    }

    private void withdraw(Context ctx) {
        Listed listed = find(ctx);
        accounts.withdraw(gate.actor(ctx), company(ctx), listed.account().id());
        gate.notice(ctx, Notice.INVITATION_WITHDRAWN);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private static Optional<Details> read(Form form) {
        String name = form.required("name", LONGEST_NAME, "Say whose account it is.");
        Optional<Email> email = Email.parse(form.line("email"));
        if (email.isEmpty()) {
            form.problem("email", "Give an e-mail address such as ada@example.com.");
        }
        Optional<Role> role = Role.find(form.value("role"));
        if (role.isEmpty()) {
            form.problem("role", "Choose a role.");
        }
        return form.isGood() && email.isPresent() && role.isPresent()
                ? Optional.of(new Details(email.get(), name, role.get(), form.ids("teams")))
                : Optional.empty();
    }

    private Listed find(Context ctx) {
        return accounts.find(company(ctx), PathId.of(ctx)).orElseThrow(Problem::notFound);
    }

    private static String path(Listed listed) {
        return PATH + "/" + listed.account().id();
    }

    private static long company(Context ctx) {
        return SignedIn.of(ctx).company().id();
    }
}
