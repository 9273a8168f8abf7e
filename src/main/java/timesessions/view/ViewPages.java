package timesessions.view;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import timesessions.account.Account;
import timesessions.account.PathId;
import timesessions.account.Role;
import timesessions.account.SignedIn;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.OwnPath;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.QueryString;

/** Saved views: keeping, opening, changing them, and where one starts. */
public final class ViewPages {
    private static final String PATH = "/views";
    private static final String START = "/sessions";
    private static final int LONGEST_NAME = 100;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    private final SavedViewQueries views;

    public ViewPages(SavedViewQueries views) {
        this.views = views;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/", this::start, Access.SIGNED_IN);
        routes.get(PATH, ctx -> list(ctx, Form.empty(), 0), Access.SIGNED_IN);
        routes.post(PATH, this::create, Access.SIGNED_IN);
        routes.post(PATH + "/start", this::startWith, Access.SIGNED_IN);
        routes.post(PATH + "/{id}", this::rename, Access.SIGNED_IN);
        routes.post(PATH + "/{id}/delete", this::delete, Access.SIGNED_IN);
        routes.post(PATH + "/{id}/up", ctx -> move(ctx, true), Access.SIGNED_IN);
        routes.post(PATH + "/{id}/down", ctx -> move(ctx, false), Access.SIGNED_IN);
    }

    /**
     * What the menu of a page shows. The views are read when a page has the menu, and not for others.
     *
     * @param address the page as it is now
     */
    public record Menu(SavedViewQueries queries, Account account, String address) {
        public List<SavedView> views() {
            return queries.menu(account);
        }
    }

    /** The menu, for those who are signed in. */
    public Map<String, Object> common(Context ctx) {
        return SignedIn.find(ctx)
                .map(who -> Map.<String, Object>of(
                        "viewMenu",
                        new Menu(
                                views,
                                who.account(),
                                ctx.path() + (ctx.queryString() == null ? "" : "?" + ctx.queryString()))))
                .orElse(Map.of());
    }

    private void start(Context ctx) {
        ctx.redirect(views.start(account(ctx)).orElse(START), HttpStatus.SEE_OTHER);
    }

    /**
     * Shows the views to change.
     *
     * @param wrong the view that the form was for; 0 for a new one
     */
    private void list(Context ctx, Form form, long wrong) {
        Account account = account(ctx);
        var model = new HashMap<String, Object>();
        model.put("form", form);
        model.put("wrong", wrong);
        model.put("views", views.changeable(account));
        model.put("choices", views.menu(account));
        ctx.render("view/views", model);
    }

    private void create(Context ctx) {
        Account account = account(ctx);
        Form form = Form.of(ctx);
        String name = form.required("name", LONGEST_NAME, "Give the view a name.");
        Optional<String> address = address(form.value("address"));
        if (address.isEmpty()) {
            form.problem("name", "Only lists of sessions and reports can be kept, with not too long a filter.");
        }
        Role role = role(form, account);
        if (form.isGood()
                && !views.create(account, name, role, withColumns(address.orElseThrow(), form.line("columns")))) {
            form.problem("name", "You have %d views, which is all there can be.".formatted(SavedViewQueries.MOST));
        }
        if (!form.isGood()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            list(ctx, form, 0);
            return;
        }
        ctx.redirect(address.orElseThrow(), HttpStatus.SEE_OTHER);
    }

    /** A list is kept with the columns that it has now, whatever the reader chooses later. */
    private static String withColumns(String address, String columns) {
        boolean says = columns.isEmpty() || !columns.matches("[a-z_,]{1,200}") || address.matches(".*[?&]columns=.*");
        return says ? address : address + (address.contains("?") ? "&" : "?") + "columns=" + columns;
    }

    private static @Nullable Role role(Form form, Account account) {
        String typed = form.value("role");
        if (typed.isEmpty()) {
            return null;
        }
        Optional<Role> role = Role.find(typed);
        if (role.isEmpty() || !account.isAdmin()) {
            form.problem("role", "Only admins keep views for a role.");
        }
        return role.orElse(null);
    }

    /** The page with its filter, order and groups, but not where in it one was. */
    private static Optional<String> address(String typed) {
        return OwnPath.parse(typed).flatMap(path -> {
            int question = path.indexOf('?');
            String page = question < 0 ? path : path.substring(0, question);
            if (!page.equals("/sessions") && !page.equals("/reports")) {
                return Optional.empty();
            }
            var query = new QueryString();
            Params.of(question < 0 ? null : path.substring(question + 1)).forEach((name, value) -> {
                if (!name.equals("page") && !name.equals("open")) {
                    query.add(name, value);
                }
            });
            return Optional.of(page + query);
        });
    }

    private void rename(Context ctx) {
        long id = PathId.of(ctx);
        Form form = Form.of(ctx);
        String name = form.required("name", LONGEST_NAME, "Give the view a name.");
        if (!form.isGood()) {
            if (views.changeable(account(ctx)).stream().noneMatch(view -> view.id() == id)) {
                throw Problem.notFound();
            }
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            list(ctx, form, id);
            return;
        }
        done(ctx, views.rename(account(ctx), id, name));
    }

    private void delete(Context ctx) {
        done(ctx, views.delete(account(ctx), PathId.of(ctx)));
    }

    private void move(Context ctx, boolean up) {
        done(ctx, views.move(account(ctx), PathId.of(ctx), up));
    }

    private void startWith(Context ctx) {
        String typed = Form.of(ctx).value("view");
        if (!typed.isEmpty() && !ID.matcher(typed).matches()) {
            throw Problem.notFound();
        }
        done(ctx, views.startWith(account(ctx), typed.isEmpty() ? null : Long.valueOf(typed)));
    }

    private static void done(Context ctx, boolean found) {
        if (!found) {
            throw Problem.notFound();
        }
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private static Account account(Context ctx) {
        return SignedIn.of(ctx).account();
    }
}
