package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import timesessions.time.DateRange;
import timesessions.web.Access;
import timesessions.web.Params;
import timesessions.web.QueryString;

/** The trail of a company, for its admins to read. */
final class TrailPages {
    private static final String PATH = "/settings/trail";
    private static final int PAGE_SIZE = 50;

    private final TrailQueries trail;
    private final AccountQueries accounts;

    TrailPages(TrailQueries trail, AccountQueries accounts) {
        this.trail = trail;
        this.accounts = accounts;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, this::show, Access.ADMIN);
    }

    private void show(Context ctx) {
        Company company = SignedIn.of(ctx).company();
        Params params = Params.of(ctx.queryString());
        var filter = new TrailQueries.Filter(
                day(params, "from"),
                day(params, "to"),
                params.ids("account_id", false).stream().findFirst().orElse(null),
                params.text("action").flatMap(TrailAction::find).orElse(null),
                params.ids("before", false).stream().findFirst().orElse(null));
        ZoneId zone = company.timeZone().zone();
        List<TrailQueries.Line> lines = trail.read(company.id(), filter, zone, PAGE_SIZE + 1);
        boolean hasMore = lines.size() > PAGE_SIZE;
        List<TrailQueries.Line> shown = hasMore ? lines.subList(0, PAGE_SIZE) : lines;

        var model = new HashMap<String, Object>();
        model.put("lines", shown);
        model.put("zone", zone);
        model.put("accounts", accounts.names(company.id()));
        model.put("actions", List.of(TrailAction.values()));
        model.put("from", text(filter.from()));
        model.put("to", text(filter.to()));
        model.put("accountId", text(filter.accountId()));
        model.put("action", filter.action() == null ? "" : filter.action().parameter());
        model.put("filtered", !query(filter).toString().isEmpty());
        model.put("first", PATH + query(filter));
        model.put("continued", filter.before() != null);
        model.put(
                "older",
                hasMore ? PATH + query(filter).add("before", shown.getLast().id()) : "");
        ctx.render("settings/trail", model);
    }

    /** A day that is in no calendar of the database filters nothing. */
    private static @Nullable LocalDate day(Params params, String name) {
        LocalDate day = params.date(name);
        return day == null || !DateRange.ALL.contains(day) ? null : day;
    }

    private static QueryString query(TrailQueries.Filter filter) {
        return new QueryString()
                .add("from", filter.from())
                .add("to", filter.to())
                .add("account_id", filter.accountId())
                .add("action", filter.action() == null ? null : filter.action().parameter());
    }

    private static String text(@Nullable Object value) {
        return Optional.ofNullable(value).map(Object::toString).orElse("");
    }
}
