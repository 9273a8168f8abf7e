package timesessions.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.directory.Dimension;
import timesessions.session.GroupBy;
import timesessions.session.ListView;
import timesessions.session.SessionFilter;
import timesessions.session.Sums;
import timesessions.session.TotalCell;
import timesessions.session.Totals;
import timesessions.time.DateRange;
import timesessions.time.DayText;
import timesessions.time.Hours;

/**
 * A report in words, figures and links: a chart, and the table of the same numbers. What is rounded is only what is shown:
 * every sum is of seconds.
 *
 * @param chartNote what the chart shows that is not all of the table, or in another way; may be empty
 * @param rowHead what the rows are
 * @param total the last line, of all pages
 * @param note what has to be known to read the numbers; may be empty
 */
record ReportView(
        Chart chart,
        String chartNote,
        String rowHead,
        List<Head> heads,
        List<Row> rows,
        Row total,
        String summary,
        String previous,
        String next,
        String note) {

    /**
     * A column.
     *
     * @param href empty where it leads nowhere
     * @param current whether it is the measure that the report goes by
     * @param wide whether it is only shown where there is room
     */
    record Head(String label, String title, String href, boolean current, boolean wide) {}

    record Row(String label, String href, List<Cell> cells) {}

    record Cell(String text, String title, String href) {
        static final Cell NONE = new Cell("", "", "");
    }

    /** More columns than this cannot be read, nor sent in good time. */
    private static final int MOST_COLUMNS = 100;

    /** Of names so many have a column of their own, the rest share one. */
    private static final int MOST_NAMED_COLUMNS = 30;

    private static final int MOST_BARS = 400;
    private static final int MOST_RANKED = 20;
    private static final String SESSIONS = "/sessions";

    /** Whether there are too many columns whatever the sessions are. */
    static boolean isSurelyTooWide(ReportRequest request, Company company, LocalDate today) {
        return request.hasColumns()
                && request.by().get(1).isTime()
                && new Groups(request.by().get(1), request.filter(), company, today)
                                .ordered(Map.of(), request.measure())
                                .size()
                        > MOST_COLUMNS;
    }

    /** What a view is made from, and for whom. */
    static final class Maker {
        private final ReportRequest request;
        private final Company company;
        private final Hours hours;
        private final LocalDate today;
        private final Totals totals;
        private final @Nullable Totals before;
        private final Groups rows;
        private final List<Long> rowKeys;
        private final @Nullable Groups columns;
        private final List<Long> columnKeys;
        private final List<Long> otherColumnKeys;
        private final int from;
        private final long page;

        Maker(
                ReportRequest request,
                Totals totals,
                @Nullable Totals before,
                Company company,
                Hours hours,
                LocalDate today) {
            this.request = request;
            this.totals = totals;
            this.before = before;
            this.company = company;
            this.hours = hours;
            this.today = today;
            rows = new Groups(request.rows(), request.filter(), company, today);
            rowKeys = rows.ordered(totals.firsts(), request.measure());
            columns = request.hasColumns() ? new Groups(request.by().get(1), request.filter(), company, today) : null;
            List<Long> all = columns == null ? List.of() : columns.ordered(totals.seconds(), request.measure());
            int shown = request.hasColumns() && !request.by().get(1).isTime()
                    ? Math.min(all.size(), MOST_NAMED_COLUMNS)
                    : all.size();
            columnKeys = all.subList(0, shown);
            otherColumnKeys = all.subList(shown, all.size());
            int size = request.paging().size();
            page = Math.min(request.paging().number(), Math.max(1, Math.ceilDiv(rowKeys.size(), size)));
            from = (int) ((page - 1) * size);
        }

        boolean isTooWide() {
            return columnKeys.size() > MOST_COLUMNS;
        }

        private List<Long> shownRows() {
            return rowKeys.subList(
                    from, Math.min(rowKeys.size(), from + request.paging().size()));
        }

        /** The ids whose names the view shows. */
        Map<Dimension, Set<Long>> ids() {
            var ids = new HashMap<Dimension, Set<Long>>();
            if (!request.rows().isTime()) {
                var shown = new HashSet<>(shownRows());
                shown.addAll(rowKeys.subList(0, Math.min(rowKeys.size(), MOST_RANKED)));
                ids.put(request.rows().dimension(), shown);
            }
            if (columns != null && !request.by().get(1).isTime()) {
                ids.put(request.by().get(1).dimension(), new HashSet<>(columnKeys));
            }
            return ids;
        }

        ReportView view(Map<Dimension, Map<Long, String>> names) {
            List<Long> shown = shownRows();
            boolean paged = rowKeys.size() > shown.size();
            String many = "%s %s"
                    .formatted(
                            ListView.count(rowKeys.size()),
                            (rowKeys.size() == 1
                                            ? request.rows().label()
                                            : request.rows().plural())
                                    .toLowerCase(Locale.ENGLISH));
            return new ReportView(
                    chart(names),
                    chartNote(),
                    request.rows().label(),
                    columns == null ? measureHeads() : columnHeads(columns, names),
                    columns == null ? measureRows(shown, names) : matrixRows(columns, shown, names),
                    columns == null
                            ? measureTotal(paged ? "All " + many : "Total")
                            : matrixTotal(columns, paged ? "All " + many : "Total"),
                    paged
                            ? "%s–%s of %s"
                                    .formatted(
                                            ListView.count(from + 1L), ListView.count(from + (long) shown.size()), many)
                            : many,
                    page > 1 ? request.onPage(page - 1).address() : "",
                    from + shown.size() < rowKeys.size()
                            ? request.onPage(page + 1).address()
                            : "",
                    note());
        }

        private String note() {
            if (!request.by().contains(GroupBy.LABOR_TYPE)) {
                return "";
            }
            return "Each labor type has the seconds of its own entries, so that they add up to the whole. A session with"
                    + " two labor types is counted under both.";
        }

        private List<Head> measureHeads() {
            var heads = new ArrayList<Head>();
            for (Measure measure : Measure.values()) {
                boolean current = measure == request.measure();
                heads.add(new Head(
                        measure.label(),
                        current ? "" : "Rank and draw by this",
                        current ? "" : request.with(measure).address(),
                        current,
                        false));
            }
            heads.add(new Head(
                    "Share",
                    "Of the %s of all".formatted(lower(request.measure().label())),
                    "",
                    false,
                    true));
            previousDays().ifPresent(days -> {
                String label = DayText.range(days, today);
                heads.add(
                        new Head("Before", "%s, %s".formatted(request.measure().label(), label), "", false, true));
                heads.add(new Head("Change", "Against " + label, "", false, true));
            });
            return heads;
        }

        private Optional<DateRange> previousDays() {
            return before == null ? Optional.empty() : request.filter().days().before(today, company.payPeriod());
        }

        private List<Row> measureRows(List<Long> shown, Map<Dimension, Map<Long, String>> names) {
            Map<Long, Long> earlier = earlier();
            return shown.stream()
                    .map(key -> {
                        Sums sums = totals.firsts().getOrDefault(key, Sums.NONE);
                        String href = href(rows.narrowed(request.filter(), key), sums);
                        return new Row(
                                rows.label(key, names), href, measureCells(sums, href, earlier.getOrDefault(key, 0L)));
                    })
                    .toList();
        }

        private Row measureTotal(String label) {
            String href = href(request.filter(), totals.sums());
            long earlier = before == null ? 0 : request.measure().of(before.sums());
            return new Row(label, href, measureCells(totals.sums(), href, earlier));
        }

        private List<Cell> measureCells(Sums sums, String href, long earlier) {
            var cells = new ArrayList<Cell>();
            for (Measure measure : Measure.values()) {
                cells.add(cell(measure, measure.of(sums), href));
            }
            long value = request.measure().of(sums);
            cells.add(new Cell(share(value, request.measure().of(totals.sums())), "", ""));
            if (before != null) {
                cells.add(new Cell(
                        request.measure().text(earlier, hours),
                        request.measure().otherwise(earlier, hours),
                        ""));
                cells.add(new Cell(change(value, earlier), "", ""));
            }
            return cells;
        }

        /** What each row was in the days before: the same name, or the stretch of time in the same place. */
        private Map<Long, Long> earlier() {
            DateRange days = previousDays().orElse(null);
            if (days == null || before == null) {
                return Map.of();
            }
            var earlier = new HashMap<Long, Long>();
            if (!request.rows().isTime()) {
                before.firsts()
                        .forEach((key, sums) ->
                                earlier.put(key, request.measure().of(sums)));
                return earlier;
            }
            List<Long> keys = new Groups(request.rows(), request.filter().during(days), company, today)
                    .ordered(before.firsts(), request.measure());
            for (int i = 0; i < Math.min(keys.size(), rowKeys.size()); i++) {
                earlier.put(rowKeys.get(i), request.measure().of(before.firsts().getOrDefault(keys.get(i), Sums.NONE)));
            }
            return earlier;
        }

        private List<Head> columnHeads(Groups columns, Map<Dimension, Map<Long, String>> names) {
            var heads = new ArrayList<Head>();
            for (long key : columnKeys) {
                Sums sums = totals.seconds().getOrDefault(key, Sums.NONE);
                heads.add(new Head(
                        columns.label(key, names),
                        "",
                        href(columns.narrowed(request.filter(), key), sums),
                        false,
                        false));
            }
            if (!otherColumnKeys.isEmpty()) {
                heads.add(new Head(ListView.count(otherColumnKeys.size()) + " others", "", "", false, false));
            }
            heads.add(new Head("All", "", "", true, false));
            return heads;
        }

        private List<Row> matrixRows(Groups columns, List<Long> shown, Map<Dimension, Map<Long, String>> names) {
            var cells = new HashMap<Long, Map<Long, Sums>>();
            var wanted = new HashSet<>(shown);
            for (TotalCell cell : totals.cells()) {
                if (wanted.contains(cell.first())) {
                    cells.computeIfAbsent(cell.first(), any -> new HashMap<>()).put(cell.second(), cell.sums());
                }
            }
            var made = new ArrayList<Row>();
            for (long key : shown) {
                SessionFilter narrowed = rows.narrowed(request.filter(), key);
                Sums sums = totals.firsts().getOrDefault(key, Sums.NONE);
                String href = href(narrowed, sums);
                made.add(new Row(
                        rows.label(key, names),
                        href,
                        matrixCells(columns, narrowed, cells.getOrDefault(key, Map.of()), sums, href)));
            }
            return made;
        }

        private Row matrixTotal(Groups columns, String label) {
            String href = href(request.filter(), totals.sums());
            return new Row(label, href, matrixCells(columns, request.filter(), totals.seconds(), totals.sums(), href));
        }

        private List<Cell> matrixCells(
                Groups columns, @Nullable SessionFilter narrowed, Map<Long, Sums> sums, Sums all, String href) {
            var cells = new ArrayList<Cell>();
            for (long key : columnKeys) {
                Sums found = sums.getOrDefault(key, Sums.NONE);
                cells.add(
                        found.equals(Sums.NONE)
                                ? Cell.NONE
                                : cell(
                                        request.measure(),
                                        request.measure().of(found),
                                        narrowed == null ? "" : href(columns.narrowed(narrowed, key), found)));
            }
            if (!otherColumnKeys.isEmpty()) {
                Sums others = otherColumnKeys.stream()
                        .map(key -> sums.getOrDefault(key, Sums.NONE))
                        .reduce(Sums.NONE, Sums::plus);
                cells.add(cell(request.measure(), request.measure().of(others), ""));
            }
            cells.add(cell(request.measure(), request.measure().of(all), href));
            return cells;
        }

        private Cell cell(Measure measure, long value, String href) {
            return new Cell(measure.text(value, hours), measure.otherwise(value, hours), href);
        }

        private String href(@Nullable SessionFilter filter, Sums sums) {
            return filter == null || sums.sessions() == 0 ? "" : filter.on(SESSIONS);
        }

        private Chart chart(Map<Dimension, Map<Long, String>> names) {
            String label = "%s by %s"
                    .formatted(request.measure().label(), lower(request.rows().label()));
            if (request.rows().isTime()) {
                GroupBy coarse = coarse();
                Groups groups = coarse == request.rows() ? rows : new Groups(coarse, request.filter(), company, today);
                Map<Long, Sums> sums = coarse == request.rows() ? totals.firsts() : folded(coarse);
                List<Chart.Value> values = groups.ordered(sums, request.measure()).stream()
                        .map(key -> value(
                                groups.label(key, names),
                                groups.tick(key),
                                sums.getOrDefault(key, Sums.NONE),
                                groups.narrowed(request.filter(), key)))
                        .toList();
                return Chart.columns(label, request.measure(), values, this::tick);
            }
            List<Long> ranked = rowKeys.subList(0, Math.min(rowKeys.size(), MOST_RANKED));
            List<Chart.Value> values = ranked.stream()
                    .map(key -> {
                        String name = rows.label(key, names);
                        return value(
                                name,
                                shortened(name),
                                totals.firsts().getOrDefault(key, Sums.NONE),
                                rows.narrowed(request.filter(), key));
                    })
                    .toList();
            return Chart.ranking(label, request.measure(), values);
        }

        private String chartNote() {
            if (request.rows().isTime()) {
                GroupBy coarse = coarse();
                return coarse == request.rows() ? "" : "The chart shows %s.".formatted(lower(coarse.plural()));
            }
            return rowKeys.size() <= MOST_RANKED
                    ? ""
                    : "The chart shows the first %d of %s.".formatted(MOST_RANKED, ListView.count(rowKeys.size()));
        }

        /** What there are not too many bars of. */
        private GroupBy coarse() {
            if (rowKeys.size() <= MOST_BARS) {
                return request.rows();
            }
            return folded(GroupBy.WEEK).size() <= MOST_BARS / 2 && request.rows() == GroupBy.DAY
                    ? GroupBy.WEEK
                    : GroupBy.MONTH;
        }

        private Map<Long, Sums> folded(GroupBy coarse) {
            var folded = new HashMap<Long, Sums>();
            totals.firsts()
                    .forEach((key, sums) -> folded.merge(
                            coarse.around(TotalCell.day(key), company).from().toEpochDay(), sums, Sums::plus));
            return folded;
        }

        private Chart.Value value(String label, String tick, Sums sums, @Nullable SessionFilter narrowed) {
            String value = request.measure().text(request.measure().of(sums), hours);
            String title = "%s: %s work, %s break, %s %s"
                    .formatted(
                            label,
                            hours.of(sums.work()),
                            hours.of(sums.breaks()),
                            ListView.count(sums.sessions()),
                            sums.sessions() == 1 ? "session" : "sessions");
            return new Chart.Value(
                    tick, value, title, href(narrowed, sums), sums.work(), sums.breaks(), sums.sessions());
        }

        private String tick(long value) {
            return request.measure().text(value, hours);
        }
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= 36
                ? name
                : name.substring(0, name.offsetByCodePoints(0, 35)).strip() + "…";
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ENGLISH);
    }

    static String share(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ENGLISH, "%.1f %%", part * 100.0 / whole);
    }

    static String change(long now, long before) {
        if (before == 0) {
            return now == 0 ? "±0 %" : "new";
        }
        double change = (now - before) * 100.0 / before;
        String sign = Math.abs(change) < 0.05 ? "±" : change > 0 ? "+" : "−";
        return sign + String.format(Locale.ENGLISH, "%,.1f %%", Math.abs(change));
    }
}
