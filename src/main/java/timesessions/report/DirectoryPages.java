package timesessions.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import timesessions.account.Company;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.directory.Named;
import timesessions.session.DirectoryQueries;
import timesessions.session.GroupBy;
import timesessions.session.SessionFilter;
import timesessions.session.Sums;
import timesessions.session.TotalQueries;
import timesessions.time.DayText;
import timesessions.time.Hours;
import timesessions.time.RangePreset;
import timesessions.web.Access;
import timesessions.web.Page;
import timesessions.web.Pager;
import timesessions.web.Params;
import timesessions.web.QueryString;

/** The lists of people and of projects: a name leads to the hours. */
public final class DirectoryPages {
    private final DirectoryQueries directory;
    private final TotalQueries totals;
    private final Clock clock;

    /** A name, and what it has come to lately. */
    public record Line(String name, String href, String latest, String before) {}

    public DirectoryPages(DirectoryQueries directory, TotalQueries totals, Clock clock) {
        this.directory = directory;
        this.totals = totals;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(
                "/people",
                ctx -> list(ctx, Dimension.USER, GroupBy.PERSON, RangePreset.THIS_WEEK, RangePreset.LAST_WEEK),
                Access.SIGNED_IN);
        routes.get(
                "/projects",
                ctx -> list(ctx, Dimension.PROJECT, GroupBy.PROJECT, RangePreset.THIS_MONTH, RangePreset.LAST_MONTH),
                Access.SIGNED_IN);
    }

    private void list(Context ctx, Dimension dimension, GroupBy by, RangePreset latest, RangePreset before) {
        SignedIn who = SignedIn.of(ctx);
        Params params = Params.of(ctx.queryString());
        String search = params.text("q").map(String::strip).orElse("");
        Page<Named> page = directory.list(who.visibility(), dimension, search, params.positive("page", 1));
        var ids = new TreeSet<Long>();
        page.items().forEach(named -> ids.add(named.id()));
        Map<Long, Sums> now = sums(who, dimension, by, ids, latest);
        Map<Long, Sums> earlier = sums(who, dimension, by, ids, before);
        Hours hours = who.preferences().hours();
        List<Line> lines = page.items().stream()
                .map(named -> new Line(
                        named.name().isBlank() ? dimension.label() + " " + named.id() : named.name(),
                        ctx.path() + "/" + named.id(),
                        hours.of(now.getOrDefault(named.id(), Sums.NONE).total()),
                        hours.of(earlier.getOrDefault(named.id(), Sums.NONE).total())))
                .toList();
        Company company = who.company();
        LocalDate today = company.today(clock);
        var model = new HashMap<String, Object>();
        model.put("title", dimension.plural());
        model.put("label", dimension.label());
        model.put("action", ctx.path());
        model.put("search", search);
        model.put("lines", lines);
        model.put("latest", latest.label());
        model.put("latestDays", DayText.range(company.days(latest, today), today));
        model.put("before", before.label());
        model.put("beforeDays", DayText.range(company.days(before, today), today));
        model.put(
                "problems",
                params.problems().stream()
                        .map(problem -> "“%s” %s. It is left out.".formatted(problem.parameter(), problem.message()))
                        .toList());
        model.put(
                "pager",
                Pager.of(
                        page,
                        number ->
                                ctx.path() + new QueryString().add("q", search).addUnless("page", number, 1L)));
        ctx.render("report/directory", model);
    }

    private Map<Long, Sums> sums(SignedIn who, Dimension dimension, GroupBy by, Set<Long> ids, RangePreset preset) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        SessionFilter filter = SessionFilter.ALL
                .during(preset, who.company(), who.company().today(clock))
                .with(dimension, ids);
        return totals.find(who.visibility(), filter, List.of(by), who.company(), clock.instant())
                .map(found -> found.firsts())
                .orElse(Map.of());
    }
}
