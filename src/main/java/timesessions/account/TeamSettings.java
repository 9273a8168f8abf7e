package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import timesessions.directory.Named;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.Page;
import timesessions.web.Pager;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.QueryString;

/** The teams of a company, for its admins. */
final class TeamSettings {
    private static final String PATH = "/settings/teams";
    private static final int LONGEST_NAME = 200;

    /** Which of the people are looked at; forms carry it along, so that one comes back to the same place. */
    private record View(String search, long page) {
        static View of(Context ctx) {
            Params params = Params.of(ctx.queryString());
            return new View(params.text("q").map(String::strip).orElse(""), params.positive("page", 1));
        }

        static View of(Form form) {
            String page = form.value("page");
            return new View(form.line("q"), page.matches("[1-9][0-9]{0,8}") ? Long.parseLong(page) : 1);
        }

        View at(long page) {
            return new View(search, page);
        }

        String query() {
            return new QueryString()
                    .add("q", search)
                    .addUnless("page", page, 1L)
                    .toString();
        }
    }

    private final TeamQueries teams;
    private final Gate gate;

    TeamSettings(TeamQueries teams, Gate gate) {
        this.teams = teams;
        this.gate = gate;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, ctx -> list(ctx, Form.empty()), Access.ADMIN);
        routes.post(PATH, this::create, Access.ADMIN);
        routes.get(PATH + "/{id}", this::show, Access.ADMIN);
        routes.post(PATH + "/{id}", this::rename, Access.ADMIN);
        routes.post(PATH + "/{id}/managers", this::setManagers, Access.ADMIN);
        routes.post(PATH + "/{id}/remove", this::removePeople, Access.ADMIN);
        routes.get(PATH + "/{id}/add", this::showOthers, Access.ADMIN);
        routes.post(PATH + "/{id}/add", this::addPeople, Access.ADMIN);
        routes.get(PATH + "/{id}/delete", this::confirmDelete, Access.ADMIN);
        routes.post(PATH + "/{id}/delete", this::delete, Access.ADMIN);
    }

    private void list(Context ctx, Form form) {
        ctx.render("settings/teams", Map.of("teams", teams.list(company(ctx)), "form", form));
    }

    private void create(Context ctx) {
        Form form = Form.of(ctx);
        String name = name(form);
        if (form.isGood()) {
            try {
                Team team = teams.create(gate.actor(ctx), company(ctx), name);
                gate.notice(ctx, Notice.TEAM_CREATED);
                ctx.redirect(path(team), HttpStatus.SEE_OTHER);
                return;
            } catch (Refused e) {
                form.problem(e.field(), e.reason());
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        list(ctx, form);
    }

    private void show(Context ctx) {
        Team team = find(ctx);
        show(ctx, team, Form.empty().with("name", team.name()));
    }

    private void show(Context ctx, Team team, Form form) {
        View view = View.of(ctx);
        Page<Named> people = teams.members(company(ctx), team.id(), view.search, view.page);
        var model = new HashMap<String, Object>();
        model.put("team", team);
        model.put("form", form);
        model.put("size", teams.size(team.id()));
        model.put("managers", teams.managers(company(ctx), team.id()));
        model.put("people", people);
        model.put("search", view.search);
        model.put(
                "pager", Pager.of(people, number -> path(team) + view.at(number).query()));
        ctx.render("settings/team", model);
    }

    private void rename(Context ctx) {
        Team team = find(ctx);
        Form form = Form.of(ctx);
        String name = name(form);
        if (form.isGood()) {
            try {
                teams.rename(gate.actor(ctx), company(ctx), team.id(), name);
                gate.notice(ctx, Notice.TEAM_RENAMED);
                ctx.redirect(path(team), HttpStatus.SEE_OTHER);
                return;
            } catch (Refused e) {
                form.problem(e.field(), e.reason());
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(ctx, team, form);
    }

    private void setManagers(Context ctx) {
        Team team = find(ctx);
        teams.setManagers(gate.actor(ctx), company(ctx), team.id(), Form.of(ctx).ids("managers"));
        gate.notice(ctx, Notice.MANAGERS_CHANGED);
        ctx.redirect(path(team), HttpStatus.SEE_OTHER);
    }

    private void removePeople(Context ctx) {
        Team team = find(ctx);
        Form form = Form.of(ctx);
        int removed = teams.remove(gate.actor(ctx), company(ctx), team.id(), form.ids("people"));
        noticeCount(ctx, Notice.PEOPLE_REMOVED, removed);
        ctx.redirect(path(team) + View.of(form).query(), HttpStatus.SEE_OTHER);
    }

    private void showOthers(Context ctx) {
        Team team = find(ctx);
        View view = View.of(ctx);
        Page<Named> people = teams.others(company(ctx), team.id(), view.search, view.page);
        ctx.render(
                "settings/team-add",
                Map.of(
                        "team",
                        team,
                        "people",
                        people,
                        "search",
                        view.search,
                        "pager",
                        Pager.of(
                                people,
                                number -> path(team) + "/add" + view.at(number).query())));
    }

    private void addPeople(Context ctx) {
        Team team = find(ctx);
        Form form = Form.of(ctx);
        View view = View.of(form);
        boolean everyone = form.value("which").equals("everyone");
        int added = everyone
                ? teams.addMatching(gate.actor(ctx), company(ctx), team.id(), view.search)
                : teams.add(gate.actor(ctx), company(ctx), team.id(), form.ids("people"));
        noticeCount(ctx, Notice.PEOPLE_ADDED, added);
        ctx.redirect(everyone ? path(team) : path(team) + "/add" + view.query(), HttpStatus.SEE_OTHER);
    }

    private void confirmDelete(Context ctx) {
        Team team = find(ctx);
        ctx.render("settings/team-delete", Map.of("team", team, "size", teams.size(team.id())));
    }

    private void delete(Context ctx) {
        teams.delete(gate.actor(ctx), company(ctx), find(ctx).id());
        gate.notice(ctx, Notice.TEAM_DELETED);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private void noticeCount(Context ctx, Notice notice, int count) {
        if (count == 0) {
            gate.notice(ctx, Notice.NOBODY_CHOSEN);
        } else {
            gate.notice(ctx, notice, count);
        }
    }

    private static String name(Form form) {
        return form.required("name", LONGEST_NAME, "Give the team a name.");
    }

    private Team find(Context ctx) {
        return teams.find(company(ctx), PathId.of(ctx)).orElseThrow(Problem::notFound);
    }

    private static String path(Team team) {
        return PATH + "/" + team.id();
    }

    private static long company(Context ctx) {
        return SignedIn.of(ctx).company().id();
    }
}
