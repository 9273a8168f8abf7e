package timesessions.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.account.PathId;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.directory.Named;
import timesessions.session.DayAxis;
import timesessions.session.DirectoryQueries;
import timesessions.session.GroupBy;
import timesessions.session.ListView;
import timesessions.session.Order;
import timesessions.session.Paging;
import timesessions.session.SessionFilter;
import timesessions.session.SessionList;
import timesessions.session.SessionQueries;
import timesessions.session.SessionView;
import timesessions.session.TotalQueries;
import timesessions.session.Totals;
import timesessions.time.Hours;
import timesessions.web.Access;
import timesessions.web.Problem;

/** A project over all its time: its hours month by month, who worked on it and as what, and its last sessions. */
public final class ProjectPages {
    private static final String PATH = "/projects";
    private static final int LAST = 10;

    private final DirectoryQueries directory;
    private final SessionQueries sessions;
    private final TotalQueries totals;
    private final Clock clock;

    public ProjectPages(DirectoryQueries directory, SessionQueries sessions, TotalQueries totals, Clock clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.totals = totals;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(PATH + "/{id}", this::show, Access.SIGNED_IN);
    }

    private void show(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Company company = who.company();
        LocalDate today = company.today(clock);
        Instant now = clock.instant();
        Named project = directory
                .find(who.visibility(), Dimension.PROJECT, PathId.of(ctx))
                .orElseThrow(Problem::notFound);
        SessionFilter filter = SessionFilter.ALL.with(Dimension.PROJECT, Set.of(project.id()));
        SessionList last = sessions.list(
                who.visibility(), filter, Order.NEWEST_FIRST, new Paging(1, LAST, null), Optional.empty(), now);
        Hours hours = who.preferences().hours();
        var maker = new SessionView.Maker(company, hours, today, now, DayAxis.of(last.rows(), now));
        var model = new HashMap<String, Object>();
        model.put("project", project.name().isBlank() ? "Project " + project.id() : project.name());
        model.put("work", hours.of(last.sums().work()));
        model.put("breaks", hours.of(last.sums().breaks()));
        model.put("sessions", ListView.count(last.sums().sessions()));
        model.put("people", ListView.count(last.people()));
        model.put("time", part(who, filter, GroupBy.MONTH, today, now));
        model.put("persons", part(who, filter, GroupBy.PERSON, today, now));
        model.put("laborTypes", part(who, filter, GroupBy.LABOR_TYPE, today, now));
        model.put(
                "rows",
                last.rows().stream().map(row -> maker.of(row, false, "")).toList());
        model.put("list", filter.on("/sessions"));
        model.put("zone", company.timeZone().name());
        ctx.render("report/project", model);
    }

    /**
     * A part of the page.
     *
     * @param chart null where it would read too much
     * @param href the report that goes on from here
     */
    record Part(@Nullable Chart chart, String href) {}

    private Part part(SignedIn who, SessionFilter filter, GroupBy by, LocalDate today, Instant now) {
        var request = new ReportRequest(filter, List.of(by), Measure.TOTAL, new Paging(1, Paging.DEFAULT_SIZE, null));
        Chart chart = totals.find(who.visibility(), filter, request.by(), who.company(), now)
                .map(found -> chart(who, request, found, today))
                .orElse(null);
        return new Part(chart, request.address());
    }

    private Chart chart(SignedIn who, ReportRequest request, Totals found, LocalDate today) {
        var maker = new ReportView.Maker(
                request, found, null, who.company(), who.preferences().hours(), today);
        Map<Dimension, Map<Long, String>> names = totals.names(who.visibility(), maker.ids());
        return maker.view(names).chart();
    }
}
