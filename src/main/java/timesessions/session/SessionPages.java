package timesessions.session;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import timesessions.account.PreferenceQueries;
import timesessions.account.Preferences;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.time.DateRange;
import timesessions.time.DayText;
import timesessions.time.Hours;
import timesessions.time.RangePreset;
import timesessions.web.Access;
import timesessions.web.Answer;
import timesessions.web.Form;
import timesessions.web.OwnPath;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.ResponseCache;
import timesessions.web.Views;

/** The list of sessions, and one session. */
public final class SessionPages {
    private static final String ROW = "session-";

    private final SessionQueries sessions;
    private final ChoiceQueries choices;
    private final PreferenceQueries preferences;
    private final ResponseCache answers;
    private final Clock clock;

    public SessionPages(
            SessionQueries sessions,
            ChoiceQueries choices,
            PreferenceQueries preferences,
            ResponseCache answers,
            Clock clock) {
        this.answers = answers;
        this.sessions = sessions;
        this.choices = choices;
        this.preferences = preferences;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(ListRequest.PATH, answers.over(this::list), Access.SIGNED_IN);
        routes.get(ListRequest.PATH + "/{id}", answers.over(this::detail), Access.SIGNED_IN);
        routes.post(ListRequest.PATH + "/columns", this::saveColumns, Access.SIGNED_IN);
        new ChoicePages(ListRequest.PATH, choices, clock).addTo(routes);
    }

    private void list(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Answer answer = Answer.of(ctx);
        Instant now = answer.now();
        LocalDate today = who.company().today(now);
        Params params = Params.of(ctx.queryString());
        ListRequest request = ListRequest.of(params, who.company(), today);
        Optional<Long> toggled = toggled(ctx);
        if (toggled.isPresent()) {
            row(ctx, who, request, params, toggled.get(), today);
            return;
        }
        boolean swap = Views.isSwapOf(ctx, "results");
        if (!swap && params.problems().isEmpty() && hasBlanks(params)) {
            ctx.redirect(request.address(), HttpStatus.SEE_OTHER);
            return;
        }
        if (swap && params.problems().isEmpty()) {
            ctx.header("HX-Push-Url", request.address());
        }
        SessionList list;
        try {
            list = find(who, request, today, now);
        } catch (Problem tooCommon) {
            if (!"q".equals(tooCommon.parameter())) {
                throw tooCommon;
            }
            params.problem("q", SearchLimits.TOO_COMMON);
            request = request.with(request.filter().withoutWords());
            list = find(who, request, today, now);
        }
        answer.ticks(list.ticks());
        var model = new HashMap<String, Object>();
        model.put("withoutPeople", Set.of().equals(who.visibility().people()));
        model.put("list", ListView.of(request, list, who.company(), who.preferences(), today, now));
        model.put("request", request);
        model.put("exports", ExportLinks.of(request.filter()));
        model.put(
                "bar",
                FilterBar.of(
                        ListRequest.PATH,
                        request.filter(),
                        request.kept(),
                        params,
                        choices.chosen(who.visibility(), FilterBar.named(request.filter(), swap), list.sessions()),
                        who.company(),
                        today));
        model.put("preferences", who.preferences());
        model.put("zone", who.company().timeZone().name());
        model.put("wider", list.rows().isEmpty() ? wider(who, request, today) : List.of());
        Views.pageOrFragment(ctx, "session/list", "results", "session/list :: state", model);
    }

    private SessionList find(SignedIn who, ListRequest request, LocalDate today, Instant now) {
        return sessions.list(
                who.visibility(),
                request.filter(),
                request.order(),
                request.paging(),
                request.filter().days().before(today, who.company().payPeriod()),
                now);
    }

    /** One row of the list, with its entries or without, for the list that the browser shows now. */
    private void row(Context ctx, SignedIn who, ListRequest request, Params params, long id, LocalDate today) {
        Answer answer = Answer.of(ctx);
        Instant now = answer.now();
        SessionList.Row found = sessions.row(who.visibility(), id, now).orElseThrow(Problem::notFound);
        answer.ticks(found.session().ticks());
        String current = Optional.ofNullable(ctx.header("HX-Current-URL")).orElse("");
        var open = new HashSet<>(ListRequest.open(
                Params.of(current.contains("?") ? current.substring(current.indexOf('?') + 1) : null)));
        boolean opens = request.open().contains(id);
        if (opens) {
            open.add(id);
        } else {
            open.remove(id);
        }
        ListRequest shown = request.withOpen(open);
        int hours = params.positive("axis", 24, 48);
        var maker = new SessionView.Maker(who.company(), who.preferences().hours(), today, now, DayAxis.of(hours));
        ctx.header("HX-Push-Url", shown.address());
        ListColumn.Shown columns =
                ListColumn.Shown.of(request, who.preferences().hiddenColumns());
        SessionView session = maker.of(found, opens, shown.toggling(id).address());
        boolean byDay = request.order().column() == Order.Column.DAY;
        var model = new HashMap<String, Object>();
        model.put("lines", SessionLines.of(List.of(session), columns, maker.axis(), byDay));
        model.put("columns", columns);
        ctx.render("session/row :: sessions", model);
    }

    private void detail(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Answer answer = Answer.of(ctx);
        Instant now = answer.now();
        LocalDate today = who.company().today(now);
        SessionDetail detail = id(ctx.pathParam("id"))
                .flatMap(id -> sessions.detail(who.visibility(), id, now))
                .orElseThrow(Problem::notFound);
        var maker = new SessionView.Maker(
                who.company(), who.preferences().hours(), today, now, DayAxis.of(List.of(detail.row()), now));
        TimeSession session = detail.row().session();
        answer.ticks(session.ticks());
        var model = new HashMap<String, Object>();
        model.put("row", maker.of(detail.row(), true, ""));
        model.put("axis", maker.axis());
        model.put("day", DayText.heading(detail.row().day(), today));
        model.put(
                "dayHref",
                SessionFilter.ALL
                        .during(DateRange.of(detail.row().day()))
                        .with(Dimension.USER, Set.of(session.user().id()))
                        .on(ListRequest.PATH));
        model.put("created", who.company().when(session.createdAt()));
        model.put("updated", who.company().when(session.updatedAt()));
        model.put("zone", who.company().timeZone().name());
        model.put("source", detail.row().source().label());
        model.put(
                "previous",
                detail.previous().map(id -> ListRequest.PATH + "/" + id).orElse(""));
        model.put("next", detail.next().map(id -> ListRequest.PATH + "/" + id).orElse(""));
        ctx.render("session/detail", model);
    }

    private void saveColumns(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Form form = Form.of(ctx);
        Set<String> hidden = Arrays.stream(ListColumn.values())
                .map(ListColumn::code)
                .filter(code -> !form.has("column", code))
                .collect(Collectors.toSet());
        preferences.save(
                who.account(),
                new Preferences(form.has("hours", Hours.DECIMAL.code()) ? Hours.DECIMAL : Hours.CLOCK, hidden));
        String next = OwnPath.parse(form.value("next"))
                .filter(path -> path.startsWith(ListRequest.PATH + "?"))
                .orElse("");
        var params = Params.of(next.isEmpty() ? null : next.substring(next.indexOf('?') + 1));
        ctx.redirect(
                ListRequest.of(params, who.company(), who.company().today(clock))
                        .withoutColumns()
                        .address(),
                HttpStatus.SEE_OTHER);
    }

    /**
     * Where sessions are, if none match: without what narrows the days, over all time, or without either. Only those that
     * have some, or may have some among so many that they are not counted for this.
     */
    private List<Wider> wider(SignedIn who, ListRequest request, LocalDate today) {
        SessionFilter filter = request.filter();
        var candidates = new LinkedHashMap<SessionFilter, String>();
        SessionFilter always = filter.during(RangePreset.ALL, who.company(), today);
        if (!filter.equals(always)) {
            candidates.put(always, filter.isNarrowed() ? "The same filters over all time" : "All time");
        }
        if (filter.isNarrowed()) {
            candidates.put(filter.ofDaysOnly(), "The same days without filters");
        }
        var wider = new ArrayList<Wider>();
        candidates.forEach((candidate, label) -> {
            try {
                Optional<Long> count = sessions.countIfSoon(who.visibility(), candidate);
                if (count.orElse(1L) > 0) {
                    wider.add(new Wider(
                            count.map(found -> label + ": " + ListView.sessions(found))
                                    .orElse(label),
                            request.with(candidate).address()));
                }
            } catch (Problem tooCommon) {
                // A word that is rare on the days asked for: where it would be refused it is not offered.
            }
        });
        return wider;
    }

    /** Another filter that finds some. */
    public record Wider(String label, String href) {}

    private static boolean hasBlanks(Params params) {
        boolean[] blank = {false};
        params.forEach((name, value) -> blank[0] |= value.isBlank());
        return blank[0];
    }

    /** The session whose row is to be swapped. */
    private static Optional<Long> toggled(Context ctx) {
        String target = ctx.header("HX-Target");
        return target != null && target.startsWith(ROW) && Views.isSwapOf(ctx, target)
                ? id(target.substring(ROW.length()))
                : Optional.empty();
    }

    private static Optional<Long> id(String text) {
        return text.matches("[1-9][0-9]{0,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
