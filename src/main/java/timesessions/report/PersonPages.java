package timesessions.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import timesessions.account.Company;
import timesessions.account.PathId;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.directory.Named;
import timesessions.session.DayAxis;
import timesessions.session.DirectoryQueries;
import timesessions.session.Order;
import timesessions.session.Paging;
import timesessions.session.SessionFilter;
import timesessions.session.SessionList;
import timesessions.session.SessionQueries;
import timesessions.session.SessionView;
import timesessions.session.Sums;
import timesessions.session.TimeSession;
import timesessions.time.DateRange;
import timesessions.time.DayText;
import timesessions.time.Hours;
import timesessions.time.PayPeriod;
import timesessions.web.Access;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.QueryString;

/** A person's week: seven days side by side, each session to scale on the day on which it began. */
public final class PersonPages {
    private static final String PATH = "/people";
    /** More sessions than this nobody has in a week but by mistake; the list has them all. */
    private static final int MOST = Paging.LARGEST;

    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final DirectoryQueries directory;
    private final SessionQueries sessions;
    private final Clock clock;

    /**
     * One of the seven.
     *
     * @param total of all its sessions; empty for none
     * @param href the day's sessions
     */
    public record Day(
            String weekday,
            String date,
            String total,
            String otherwise,
            String work,
            String breaks,
            String href,
            boolean today,
            List<Block> blocks) {}

    /**
     * A session in its day. Several at the same time stand side by side.
     *
     * @param x in per cent of the day's column
     * @param bars down the day, in per cent of the axis
     */
    public record Block(String title, String href, String x, String width, List<DayAxis.Bar> bars) {}

    public PersonPages(DirectoryQueries directory, SessionQueries sessions, Clock clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(PATH + "/{id}", this::week, Access.SIGNED_IN);
    }

    private void week(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Company company = who.company();
        LocalDate today = company.today(clock);
        Instant now = clock.instant();
        Named person =
                directory.find(who.visibility(), Dimension.USER, PathId.of(ctx)).orElseThrow(Problem::notFound);
        Params params = Params.of(ctx.queryString());
        LocalDate asked = params.date("week");
        LocalDate day = asked == null || !DateRange.ALL.contains(asked) ? today : asked;
        PayPeriod weeks = new PayPeriod.Weekly(company.firstDayOfWeek());
        DateRange week = weeks.containing(day);
        SessionFilter filter = SessionFilter.ALL.during(week).with(Dimension.USER, Set.of(person.id()));
        SessionList list = sessions.list(
                who.visibility(), filter, Order.OLDEST_FIRST, new Paging(1, MOST, null), Optional.empty(), now);
        DayAxis axis = DayAxis.of(list.rows(), now);
        Hours hours = who.preferences().hours();
        var maker = new SessionView.Maker(company, hours, today, now, axis);
        var model = new HashMap<String, Object>();
        model.put("person", person.name().isBlank() ? "Person " + person.id() : person.name());
        model.put("label", DayText.range(week, today));
        model.put("days", days(list, filter, week, hours, today, now));
        model.put("ticks", axis.ticks());
        model.put(
                "rows",
                list.rows().stream().map(row -> maker.of(row, false, "")).toList());
        model.put("sums", list.sums());
        model.put("work", hours.of(list.sums().work()));
        model.put("breaks", hours.of(list.sums().breaks()));
        model.put("total", hours.of(list.sums().total()));
        model.put("more", Math.max(0, list.sums().sessions() - list.rows().size()));
        model.put("previous", address(person, weeks.before(day), today, weeks));
        model.put("next", address(person, weeks.after(day), today, weeks));
        model.put("thisWeek", week.contains(today) ? "" : PATH + "/" + person.id());
        model.put("list", filter.on("/sessions"));
        model.put("report", filter.on("/reports"));
        model.put("zone", company.timeZone().name());
        model.put(
                "problem",
                params.problems().isEmpty()
                        ? ""
                        : "“week” %s. This week is shown."
                                .formatted(params.problems().getFirst().message()));
        ctx.render("report/person", model);
    }

    private static String address(Named person, DateRange week, LocalDate today, PayPeriod weeks) {
        boolean current = week.equals(weeks.containing(today));
        return PATH + "/" + person.id() + new QueryString().add("week", current ? null : week.from());
    }

    private static List<Day> days(
            SessionList list, SessionFilter filter, DateRange week, Hours hours, LocalDate today, Instant now) {
        var rows = new HashMap<LocalDate, List<SessionList.Row>>();
        list.rows()
                .forEach(row -> rows.computeIfAbsent(row.day(), any -> new ArrayList<>())
                        .add(row));
        DayAxis axis = DayAxis.of(list.rows(), now);
        return week.from()
                .datesUntil(week.to().plusDays(1))
                .map(day -> {
                    Sums sums = list.days().getOrDefault(day, Sums.NONE);
                    return new Day(
                            WEEKDAY.format(day),
                            DAY.format(day),
                            sums.equals(Sums.NONE) ? "" : hours.of(sums.total()),
                            hours.otherwise(sums.total()),
                            hours.of(sums.work()),
                            hours.of(sums.breaks()),
                            filter.during(DateRange.of(day)).on("/sessions"),
                            day.equals(today),
                            blocks(rows.getOrDefault(day, List.of()), axis, hours, now));
                })
                .toList();
    }

    private static List<Block> blocks(List<SessionList.Row> rows, DayAxis axis, Hours hours, Instant now) {
        List<Integer> lanes = lanes(rows, now);
        int count = 1 + lanes.stream().mapToInt(Integer::intValue).max().orElse(0);
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < rows.size(); i++) {
            TimeSession session = rows.get(i).session();
            String project = session.project() != null
                    ? session.project().name()
                    : session.category() != null ? session.category().name() : "no project";
            blocks.add(new Block(
                    "%s: %s work, %s break"
                            .formatted(project, hours.of(session.workDuration()), hours.of(session.breakDuration())),
                    "/sessions/" + session.id(),
                    percent((lanes.get(i) + 0.06) * 100 / count),
                    percent(0.88 * 100 / count),
                    axis.bars(rows.get(i), now)));
        }
        return blocks;
    }

    /** The first place beside each other in which sessions do not overlap. */
    private static List<Integer> lanes(List<SessionList.Row> rows, Instant now) {
        var ends = new ArrayList<Instant>();
        var lanes = new ArrayList<Integer>();
        for (SessionList.Row row : rows) {
            int lane = 0;
            while (lane < ends.size() && ends.get(lane).isAfter(row.session().startAt())) {
                lane++;
            }
            Instant end = row.session().endAt() == null ? now : row.session().endAt();
            if (lane == ends.size()) {
                ends.add(end);
            } else {
                ends.set(lane, end);
            }
            lanes.add(lane);
        }
        return lanes;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
