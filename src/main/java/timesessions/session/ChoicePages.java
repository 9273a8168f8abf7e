package timesessions.session;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import timesessions.account.SignedIn;
import timesessions.directory.Dimension;
import timesessions.time.DayText;
import timesessions.web.Access;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.QueryString;
import timesessions.web.Views;

/**
 * The names that one filter of a page can be set to: a page of its own, or the list that a picker opens. What is chosen
 * comes first, so that it stays chosen whatever is searched for.
 */
public final class ChoicePages {
    private static final String FIND = "find";

    private final String path;
    private final ChoiceQueries choices;
    private final Clock clock;

    /**
     * One line of the list.
     *
     * @param value as the parameter says it
     * @param sessions how many have it, empty where they are not counted
     * @param title what is counted
     */
    public record Line(String value, String name, String sessions, String title, boolean chosen) {}

    /** @param path the page that the filter is of */
    public ChoicePages(String path, ChoiceQueries choices, Clock clock) {
        this.path = path;
        this.choices = choices;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(path + "/choices/{dimension}", this::show, Access.SIGNED_IN);
    }

    private void show(Context ctx) {
        SignedIn who = SignedIn.of(ctx);
        Dimension dimension = Dimension.find(ctx.pathParam("dimension")).orElseThrow(Problem::notFound);
        LocalDate today = who.company().today(clock);
        Params params = Params.of(ctx.queryString());
        SessionFilter filter = SessionFilter.ofPage(params, who.company(), today);
        String find = params.text(FIND).orElse("").strip();
        var found = choices.choices(who.visibility(), dimension, find, filter.days());
        Map<Long, String> names =
                choices.chosen(who.visibility(), filter, List.of()).getOrDefault(dimension, Map.of());
        var model = new HashMap<String, Object>();
        model.put("dimension", dimension);
        model.put("action", path);
        var before = new QueryString();
        kept(params, "").forEach(parameter -> before.add(parameter.name(), parameter.value()));
        model.put("cancel", path + before);
        model.put("here", path + "/choices/" + dimension.parameter());
        model.put("find", find);
        model.put(
                "lines",
                lines(dimension, found, filter.keys(dimension), names, find, DayText.range(filter.days(), today)));
        model.put("cut", found.isCut());
        model.put("most", ChoiceQueries.MOST);
        model.put("kept", kept(params, dimension.parameter()));
        model.put(
                "chosen", filter.keys(dimension).stream().map(Dimension::value).toList());
        String list = "choice-list-" + dimension.parameter();
        if (Views.isSwapOf(ctx, list)) {
            ctx.render("session/choices :: list", model);
        } else if (Views.isSwapOf(ctx, "choices-" + dimension.parameter())) {
            ctx.render("session/choices :: picker", model);
        } else {
            ctx.render("session/choices", model);
        }
    }

    private static List<Line> lines(
            Dimension dimension,
            ChoiceQueries.Choices found,
            Set<Long> chosen,
            Map<Long, String> names,
            String find,
            String days) {
        var counts = new HashMap<Long, @Nullable Long>();
        found.names().forEach(choice -> counts.put(choice.name().id(), choice.sessions()));
        var lines = new ArrayList<Line>();
        for (Long id : new TreeSet<>(chosen)) {
            if (id != 0) {
                lines.add(line(id, dimension.name(id, names), counts.get(id), days, true));
            }
        }
        lines.sort((one, other) -> String.CASE_INSENSITIVE_ORDER.compare(one.name, other.name));
        if (dimension.isOptional() && (chosen.contains(0L) || find.isEmpty())) {
            lines.add(line(0, dimension.none(), found.none(), days, chosen.contains(0L)));
        }
        // Names that these days know come before those that they do not.
        found.names().stream()
                .filter(choice -> !chosen.contains(choice.name().id()))
                .sorted(Comparator.comparing(choice -> Objects.equals(choice.sessions(), 0L)))
                .map(choice -> line(choice.name().id(), choice.name().name(), choice.sessions(), days, false))
                .forEach(lines::add);
        return lines;
    }

    private static Line line(long id, String name, @Nullable Long sessions, String days, boolean chosen) {
        return sessions == null
                ? new Line(Dimension.value(id), name, "", "", chosen)
                : new Line(
                        Dimension.value(id),
                        name,
                        ListView.count(sessions),
                        ListView.sessions(sessions) + (days.isEmpty() ? "" : ", " + days),
                        chosen);
    }

    /** What else the address says: it is still said when the choice is made. */
    private static List<FilterBar.Kept> kept(Params params, String parameter) {
        var kept = new ArrayList<FilterBar.Kept>();
        params.forEach((name, value) -> {
            if (!Set.of(FIND, "page", "open", parameter).contains(name) && !value.isBlank()) {
                kept.add(new FilterBar.Kept(name, value));
            }
        });
        return kept;
    }
}
