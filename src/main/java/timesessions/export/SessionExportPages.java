package timesessions.export;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import timesessions.account.Company;
import timesessions.account.SignedIn;
import timesessions.session.ChoiceQueries;
import timesessions.session.SessionFilter;
import timesessions.session.SessionQueries;
import timesessions.web.Access;
import timesessions.web.Download;
import timesessions.web.Params;
import timesessions.web.Problem;

/** The files that the menu above a list leads to: what its filter shows, whole. */
public final class SessionExportPages {
    private static final String PATH = "/exports/sessions.";

    private final SessionExport export;
    private final ChoiceQueries choices;
    private final Download download;
    private final Clock clock;

    public SessionExportPages(SessionQueries sessions, ChoiceQueries choices, Download download, Clock clock) {
        this.export = new SessionExport(sessions);
        this.choices = choices;
        this.download = download;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        for (ExportFormat format : ExportFormat.values()) {
            routes.get(PATH + format.extension(), ctx -> send(ctx, format), Access.SIGNED_IN);
        }
    }

    private void send(Context ctx, ExportFormat format) {
        SignedIn who = SignedIn.of(ctx);
        Company company = who.company();
        Params params = Params.of(ctx.queryString());
        SessionFilter filter = SessionFilter.ofPage(params, company, company.today(clock));
        SessionExport.Rows rows = SessionExport.Rows.parse(params);
        CsvSink.Separator separator = ExportFormat.separator(params);
        // A file cannot say beside a field what was left out, so nothing is.
        params.problems().stream().findFirst().ifPresent(problem -> {
            throw Problem.badParameter(problem);
        });
        download.send(
                ctx,
                ExportFile.name(company.name(), rows.title(), filter.days(), company.timeZone(), format),
                format.contentType(),
                out -> export.write(
                        out,
                        format,
                        separator,
                        rows,
                        who.visibility(),
                        filter,
                        company.timeZone(),
                        about(who, rows.title(), filter),
                        clock.instant()));
    }

    private Map<String, String> about(SignedIn who, String what, SessionFilter filter) {
        return About.of(who, what, filter, choices.chosen(who.visibility(), filter, List.of()), clock);
    }
}
