package timesessions.export;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import timesessions.account.ApiAccess;
import timesessions.account.ApiTokenQueries.Reader;
import timesessions.session.SessionApi;
import timesessions.session.SessionFilter;
import timesessions.session.SessionQueries;
import timesessions.time.DateRange;
import timesessions.web.Access;
import timesessions.web.Download;
import timesessions.web.Params;
import timesessions.web.Problem;

/** For programs: all sessions of a filter in one answer, as CSV. */
public final class ExportApi {
    private final SessionExport export;
    private final Download download;
    private final Clock clock;

    public ExportApi(SessionQueries sessions, Download download, Clock clock) {
        this.export = new SessionExport(sessions);
        this.download = download;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(SessionApi.PATH + ".csv", this::csv, Access.API_KEY);
    }

    private void csv(Context ctx) {
        Reader reader = ApiAccess.reader(ctx);
        Params params = Params.of(ctx.queryString());
        DateRange days = days(params);
        SessionFilter filter = SessionFilter.ofApi(params).during(days);
        SessionExport.Rows rows = SessionExport.Rows.parse(params);
        CsvSink.Separator separator = ExportFormat.separator(params);
        params.problems().stream().findFirst().ifPresent(problem -> {
            throw Problem.badParameter(problem);
        });
        download.send(
                ctx,
                ExportFile.name("", "time " + rows.title(), days, reader.timeZone(), ExportFormat.CSV),
                ExportFormat.CSV.contentType(),
                out -> export.write(
                        out,
                        ExportFormat.CSV,
                        separator,
                        rows,
                        reader.visibility(),
                        filter,
                        reader.timeZone(),
                        Map.of(),
                        clock.instant()));
    }

    private static DateRange days(Params params) {
        params.text("range").ifPresent(range -> params.problem("range", "is for pages only: give from and to"));
        LocalDate from = Objects.requireNonNullElse(params.date("from"), DateRange.ALL.from());
        LocalDate to = Objects.requireNonNullElse(params.date("to"), DateRange.ALL.to());
        if (to.isBefore(from)) {
            params.problem("to", "must not be before from");
            return DateRange.ALL;
        }
        return new DateRange(from, to);
    }
}
