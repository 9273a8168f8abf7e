package timesessions.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import timesessions.account.Company;
import timesessions.directory.Dimension;
import timesessions.export.Column;
import timesessions.session.GroupBy;
import timesessions.session.Sums;
import timesessions.session.TotalCell;
import timesessions.session.Totals;

/** A report as a file has it: one row for each group that has anything, or each pair of groups. */
final class ReportRows {
    record Row(long first, long second, Sums sums) {}

    private final ReportRequest request;
    private final Totals totals;
    private final Company company;
    private final LocalDate today;

    ReportRows(ReportRequest request, Totals totals, Company company, LocalDate today) {
        this.request = request;
        this.totals = totals;
        this.company = company;
        this.today = today;
    }

    /** For example {@code Hours by person and month}. */
    String title() {
        return "Hours by "
                + request.by().stream()
                        .map(by -> by.parameter().replace('_', ' '))
                        .collect(Collectors.joining(" and "));
    }

    Map<Dimension, Set<Long>> ids() {
        var ids = new HashMap<Dimension, Set<Long>>();
        for (int i = 0; i < request.by().size(); i++) {
            GroupBy by = request.by().get(i);
            if (!by.isTime()) {
                ids.put(by.dimension(), new HashSet<>((i == 0 ? totals.firsts() : totals.seconds()).keySet()));
            }
        }
        return ids;
    }

    List<Row> rows() {
        return totals.cells().stream()
                .sorted(Comparator.comparingLong(TotalCell::first).thenComparingLong(TotalCell::second))
                .map(cell -> new Row(cell.first(), cell.second(), cell.sums()))
                .toList();
    }

    List<Column<Row>> columns(Map<Dimension, Map<Long, String>> names) {
        var columns = new ArrayList<Column<Row>>();
        for (int i = 0; i < request.by().size(); i++) {
            boolean isFirst = i == 0;
            GroupBy by = request.by().get(i);
            var groups = new Groups(by, request.filter(), company, today);
            if (by.isTime()) {
                columns.add(new Column<>(
                        by.parameter() + "_from",
                        Column.Type.DATE,
                        row -> groups.days(isFirst ? row.first : row.second).from()));
                columns.add(new Column<>(
                        by.parameter() + "_to",
                        Column.Type.DATE,
                        row -> groups.days(isFirst ? row.first : row.second).to()));
            } else {
                columns.add(new Column<>(by.parameter() + "_id", Column.Type.NUMBER, row -> {
                    long key = isFirst ? row.first : row.second;
                    return key == 0 ? null : key;
                }));
                columns.add(new Column<>(
                        by.parameter(),
                        Column.Type.TEXT,
                        row -> groups.label(isFirst ? row.first : row.second, names)));
            }
        }
        columns.add(new Column<>("sessions", Column.Type.NUMBER, row -> row.sums.sessions()));
        columns.addAll(Column.seconds("work", row -> row.sums.work()));
        columns.addAll(Column.seconds("break", row -> row.sums.breaks()));
        columns.addAll(Column.seconds("total", row -> row.sums.total()));
        return columns;
    }
}
