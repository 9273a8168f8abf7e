package timesessions.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import timesessions.account.Company;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.export.About;
import timesessions.export.CsvSink;
import timesessions.export.ExportFile;
import timesessions.export.ExportFormat;
import timesessions.session.ChoicePages;
import timesessions.session.ChoiceQueries;
import timesessions.session.ExportLinks;
import timesessions.session.FilterBar;
import timesessions.session.GroupBy;
import timesessions.session.SessionFilter;
import timesessions.session.TotalQueries;
import timesessions.session.Totals;
import timesessions.time.Hours;
import timesessions.web.Access;
import timesessions.web.Answer;
import timesessions.web.Download;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.ResponseCache;
import timesessions.web.Views;

/** Totals of what a filter shows, as a chart, a table and a file. */
public final class ReportPages {
    private static final String EXPORT = "/exports/reports.";
    private static final String TOO_WIDE =
            "These are more columns than anybody could read. Choose fewer days, or longer stretches of time.";

    private final TotalQueries totals;
    private final ChoiceQueries choices;
    private final Download download;
    private final ResponseCache answers;
    private final Clock clock;

    public ReportPages(
            TotalQueries totals, ChoiceQueries choices, Download download, ResponseCache answers, Clock clock) {
        this.answers = answers;
        this.totals = totals;
        this.choices = choices;
        this.download = download;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(ReportRequest.PATH, answers.over(this::show), Access.SIGNED_IN);
        for (ExportFormat format : ExportFormat.values()) {
            routes.get(EXPORT + format.extension(), ctx -> export(ctx, format), Access.SIGNED_IN);
        }
        new ChoicePages(ReportRequest.PATH, choices, clock).addTo(routes);
    }

    private void show(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Company company = who.company();
        Answer answer = Answer.of(ctx);
        LocalDate today = company.today(answer.now());
        Params params = Params.of(ctx.queryString());
        ReportRequest request = ReportRequest.of(params, company, today);
        if (Views.isSwapOf(ctx, "results") && params.problems().isEmpty()) {
            ctx.header("HX-Push-Url", request.address());
        }
        var model = new HashMap<String, Object>();
        model.put("request", request);
        model.put("groupings", GroupBy.values());
        model.put("measures", Measure.values());
        model.put("fields", fields(request.filter()));
        model.put("zone", company.timeZone().name());
        model.put("exports", exports(request));
        model.put("withoutPeople", Set.of().equals(who.visibility().people()));
        model.put(
                "bar",
                FilterBar.of(
                        ReportRequest.PATH,
                        request.filter(),
                        request.kept(),
                        params,
                        choices.chosen(
                                who.visibility(),
                                FilterBar.named(request.filter(), Views.isSwapOf(ctx, "results")),
                                List.of()),
                        company,
                        today));
        putReport(model, who, request, today, answer);
        Views.pageOrFragment(ctx, "report/report", "results", "report/report :: state", model);
    }

    private void putReport(
            Map<String, Object> model, SignedIn who, ReportRequest request, LocalDate today, Answer answer) {
        if (ReportView.isSurelyTooWide(request, who.company(), today)) {
            model.put("refused", TOO_WIDE);
            return;
        }
        Optional<Totals> found;
        try {
            found = find(who, request.filter(), request.by(), answer);
        } catch (Problem tooCommon) {
            if (!"q".equals(tooCommon.parameter())) {
                throw tooCommon;
            }
            model.put("refused", "The search word leads to too many sessions. Choose fewer days, or a rarer word.");
            return;
        }
        if (found.isEmpty()) {
            model.put(
                    "refused",
                    "This would add up too many sessions one by one. Choose fewer days, filter by fewer"
                            + " things, or group by one thing only.");
            return;
        }
        Totals before = request.hasColumns()
                ? null
                : request.filter()
                        .days()
                        .before(today, who.company().payPeriod())
                        .flatMap(days -> find(who, request.filter().during(days), request.by(), answer))
                        .orElse(null);
        Hours hours = who.preferences().hours();
        var maker = new ReportView.Maker(request, found.get(), before, who.company(), hours, today);
        if (maker.isTooWide()) {
            model.put("refused", TOO_WIDE);
            return;
        }
        model.put("report", maker.view(totals.names(who.visibility(), maker.ids())));
    }

    private Optional<Totals> find(SignedIn who, SessionFilter filter, List<GroupBy> by, Answer answer) {
        Optional<Totals> found = totals.find(who.visibility(), filter, by, who.company(), answer.now());
        found.ifPresent(sums -> answer.ticks(sums.ticks()));
        return found;
    }

    /** What the form of the groupings sends along. */
    private static List<FilterBar.Kept> fields(SessionFilter filter) {
        var fields = new ArrayList<FilterBar.Kept>();
        filter.forEachParameter((name, value) -> fields.add(new FilterBar.Kept(name, value)));
        return fields;
    }

    private static List<ExportLinks.Link> exports(ReportRequest request) {
        ReportRequest whole = request.onPage(1);
        String csv = whole.on(EXPORT + "csv");
        var links = new ArrayList<ExportLinks.Link>();
        links.add(new ExportLinks.Link("Spreadsheet of this report", whole.on(EXPORT + "xlsx")));
        links.add(new ExportLinks.Link("CSV of this report", csv));
        links.add(new ExportLinks.Link(
                "CSV of this report, with semicolons", csv + (csv.contains("?") ? "&" : "?") + "separator=semicolon"));
        links.addAll(ExportLinks.of(request.filter()));
        return links;
    }

    private void export(Context ctx, ExportFormat format) {
        SignedIn who = SignedIn.of(ctx);
        Company company = who.company();
        LocalDate today = company.today(clock);
        Params params = Params.of(ctx.queryString());
        ReportRequest request = ReportRequest.of(params, company, today);
        CsvSink.Separator separator = ExportFormat.separator(params);
        // A file cannot say beside a field what was left out, so nothing is.
        params.problems().stream().findFirst().ifPresent(problem -> {
            throw Problem.badParameter(problem);
        });
        Instant now = clock.instant();
        Totals found = totals.find(who.visibility(), request.filter(), request.by(), company, now)
                .orElseThrow(() -> Problem.badRequest(
                        "This would add up too many sessions one by one. Choose fewer days or groups."));
        var rows = new ReportRows(request, found, company, today);
        Map<Dimension, Map<Long, String>> names = totals.names(who.visibility(), rows.ids());
        Map<String, String> about = About.of(
                who,
                rows.title(),
                request.filter(),
                choices.chosen(who.visibility(), request.filter(), List.of()),
                clock);
        About.putSums(about, found.sums());
        download.send(
                ctx,
                ExportFile.name(company.name(), rows.title(), request.filter().days(), company.timeZone(), format),
                format.contentType(),
                out -> write(out, format, separator, rows, names, about));
    }

    private static void write(
            OutputStream out,
            ExportFormat format,
            CsvSink.Separator separator,
            ReportRows rows,
            Map<Dimension, Map<Long, String>> names,
            Map<String, String> about)
            throws IOException {
        try (var sink = format.begin(out, separator, "Report", rows.columns(names), about)) {
            for (ReportRows.Row row : rows.rows()) {
                sink.write(row);
            }
        }
    }
}
