package timesessions.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import timesessions.account.Company;
import timesessions.session.FilterBar;
import timesessions.session.GroupBy;
import timesessions.session.Paging;
import timesessions.session.SessionFilter;
import timesessions.web.Params;
import timesessions.web.QueryString;

/**
 * What a report is asked for.
 *
 * @param by one grouping or two, of which at most one is a stretch of time: rows, then columns
 */
public record ReportRequest(SessionFilter filter, List<GroupBy> by, Measure measure, Paging paging) {
    public static final String PATH = "/reports";
    private static final List<GroupBy> DEFAULT_BY = List.of(GroupBy.DAY);
    private static final Measure DEFAULT_MEASURE = Measure.TOTAL;

    public ReportRequest {
        by = List.copyOf(by);
    }

    /** Reads the parameters of the page; what cannot be read is among their problems. */
    public static ReportRequest of(Params params, Company company, LocalDate today) {
        return new ReportRequest(
                SessionFilter.ofPage(params, company, today), by(params), measure(params), Paging.ofPage(params));
    }

    private static List<GroupBy> by(Params params) {
        var by = new ArrayList<GroupBy>();
        for (String value : params.all("by")) {
            String name = value.strip();
            // A form sends the second choice also where none is made.
            if (name.isEmpty()) {
                continue;
            }
            GroupBy group = GroupBy.find(name).orElse(null);
            if (group == null) {
                params.problem(
                        "by",
                        "must be one of %s, not %s"
                                .formatted(
                                        Arrays.stream(GroupBy.values())
                                                .map(GroupBy::parameter)
                                                .collect(Collectors.joining(", ")),
                                        Params.quoted(name)));
            } else if (by.contains(group)) {
                params.problem("by", "cannot be %s twice".formatted(group.parameter()));
            } else if (by.size() == 2) {
                params.problem("by", "takes two groupings at most");
            } else if (group.isTime() && by.stream().anyMatch(GroupBy::isTime)) {
                params.problem("by", "takes one stretch of time only: day, week, month or pay_period");
            } else {
                by.add(group);
            }
        }
        return by.isEmpty() ? DEFAULT_BY : by;
    }

    private static Measure measure(Params params) {
        String name = params.text("measure").orElse("").strip();
        if (name.isEmpty()) {
            return DEFAULT_MEASURE;
        }
        return Measure.find(name).orElseGet(() -> {
            params.problem("measure", "must be work, break, total or sessions, not " + Params.quoted(name));
            return DEFAULT_MEASURE;
        });
    }

    /** What stays when the filter changes. */
    public List<FilterBar.Kept> kept() {
        var kept = new ArrayList<FilterBar.Kept>();
        if (!by.equals(DEFAULT_BY)) {
            by.forEach(group -> kept.add(new FilterBar.Kept("by", group.parameter())));
        }
        if (measure != DEFAULT_MEASURE) {
            kept.add(new FilterBar.Kept("measure", measure.parameter()));
        }
        if (paging.size() != Paging.DEFAULT_SIZE) {
            kept.add(new FilterBar.Kept("per_page", Integer.toString(paging.size())));
        }
        return kept;
    }

    public ReportRequest with(Measure other) {
        return new ReportRequest(filter, by, other, new Paging(1, paging.size(), null));
    }

    public ReportRequest with(SessionFilter other) {
        return new ReportRequest(other, by, measure, new Paging(1, paging.size(), null));
    }

    public ReportRequest by(GroupBy... groups) {
        return new ReportRequest(filter, List.of(groups), measure, new Paging(1, paging.size(), null));
    }

    public ReportRequest onPage(long number) {
        return new ReportRequest(filter, by, measure, new Paging(number, paging.size(), null));
    }

    public String address() {
        return on(PATH);
    }

    /** The same of another path, such as that of an export. */
    public String on(String path) {
        QueryString query = filter.addTo(new QueryString());
        kept().forEach(parameter -> query.add(parameter.name(), parameter.value()));
        return path + query.addUnless("page", paging.number(), 1L);
    }

    public GroupBy rows() {
        return by.getFirst();
    }

    public boolean hasColumns() {
        return by.size() > 1;
    }
}
