package timesessions.imports;

import static java.util.stream.Collectors.joining;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import timesessions.account.Company;
import timesessions.account.Gate;
import timesessions.account.PathId;
import timesessions.account.SignedIn;
import timesessions.database.Database;
import timesessions.directory.Named;
import timesessions.imports.Matches.Person;
import timesessions.ingest.Source;
import timesessions.ingest.tracker.DateOrder;
import timesessions.ingest.tracker.Reading;
import timesessions.ingest.tracker.TrackerFile;
import timesessions.ingest.tracker.TrackerFormat;
import timesessions.ingest.tracker.TrackerRow;
import timesessions.ingest.tracker.TrackerRows;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;
import timesessions.time.RailsTimeZone;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.Problem;
import timesessions.web.Views;

/** The imports of a company, step by step, for its admins. */
public final class ImportPages {
    public static final String PATH = "/settings/imports";
    /** The file, and what a form has around it. */
    public static final long MOST_BYTES = TrackerFile.MOST_BYTES + (1 << 20);

    private static final int SESSIONS_SHOWN = 20;
    private static final int REFUSED_SHOWN = 200;
    private static final int DOUBTS_SHOWN = 50;
    private static final int NAMES_SHOWN = 40;
    private static final Pattern WITH_ID = Pattern.compile(".* \\(#([1-9][0-9]{0,15})\\)");

    private final ImportQueries queries;
    private final ImportWriter writer;
    private final ImportJobs jobs;
    private final Gate gate;

    public ImportPages(Database database, Clock clock, Gate gate, ImportJobs jobs) {
        this.queries = new ImportQueries(database);
        this.writer = new ImportWriter(database, clock);
        this.jobs = jobs;
        this.gate = gate;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(PATH, ctx -> list(ctx, Form.empty()), Access.ADMIN);
        routes.post(PATH, this::upload, Access.ADMIN);
        routes.get(PATH + "/{id}", this::show, Access.ADMIN);
        routes.get(PATH + "/{id}/reading", this::showReading, Access.ADMIN);
        routes.post(PATH + "/{id}/reading", this::setReading, Access.ADMIN);
        routes.get(PATH + "/{id}/people", this::showPeople, Access.ADMIN);
        routes.post(PATH + "/{id}/people", this::setPeople, Access.ADMIN);
        routes.get(PATH + "/{id}/preview", this::preview, Access.ADMIN);
        routes.post(PATH + "/{id}/run", this::run, Access.ADMIN);
        routes.post(PATH + "/{id}/discard", this::discard, Access.ADMIN);
        routes.get(PATH + "/{id}/rows-to-mend.csv", this::refused, Access.ADMIN);
        routes.get(PATH + "/{id}/undo", this::confirmUndo, Access.ADMIN);
        routes.post(PATH + "/{id}/undo", this::undo, Access.ADMIN);
    }

    private void list(Context ctx, Form form) {
        ctx.render(
                "imports/list",
                Map.of(
                        "imports",
                        queries.list(company(ctx).id()),
                        "form",
                        form,
                        "most",
                        TrackerFile.MOST_BYTES >> 20,
                        "trackers",
                        Stream.of(TrackerFormat.values())
                                .map(TrackerFormat::label)
                                .collect(joining(", "))));
    }

    private void upload(Context ctx) {
        Form form = Form.of(ctx);
        UploadedFile uploaded = ctx.uploadedFile("file");
        if (uploaded == null || uploaded.size() == 0) {
            form.problem("file", "Choose a file, and one that is not empty.");
        } else {
            try {
                byte[] content = content(uploaded);
                var file = new TrackerFile(content);
                if (file.formats().isEmpty()) {
                    form.problem(
                            "file",
                            "This is no detailed CSV export of a tracker that is known here. Its columns are: "
                                    + String.join(", ", file.header()));
                } else {
                    long id = keep(ctx, uploaded.filename(), content, file);
                    ctx.redirect(PATH + "/" + id + "/reading", HttpStatus.SEE_OTHER);
                    return;
                }
            } catch (Source.Unreadable e) {
                form.problem("file", "The file cannot be read: " + e.getMessage() + ".");
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        list(ctx, form);
    }

    private static byte[] content(UploadedFile uploaded) {
        try (InputStream stream = uploaded.content()) {
            return stream.readNBytes(TrackerFile.MOST_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long keep(Context ctx, String fileName, byte[] content, TrackerFile file) {
        Company company = company(ctx);
        TrackerFormat format = file.formats().size() == 1 ? file.formats().getFirst() : null;
        String name = fileName.replaceAll("\\p{Cntrl}", "").strip();
        return writer.create(
                company.id(),
                name.isEmpty() ? "file.csv" : name,
                content,
                Import.Settings.of(format, company.timeZone()),
                gate.actor(ctx).name());
    }

    /** An import that has not begun, with its file. */
    private record Open(Import kept, TrackerFile file) {
        /** Null as long as something has to be chosen before the file can be read. */
        @Nullable
        TrackerRows rows() {
            boolean isOpen = kept.settings().format() == null
                    || (kept.settings().order() == null
                            && !file.possibleOrders().isEmpty());
            return isOpen ? null : file.read(kept.settings().reading());
        }
    }

    /** What a step is about; null where the browser has been sent on, since the import has begun. */
    private @Nullable Open open(Context ctx) {
        Import found = find(ctx);
        Optional<byte[]> content = found.state() == Import.State.NEW && found.hasFile()
                ? queries.file(found.companyId(), found.id())
                : Optional.empty();
        if (content.isEmpty()) {
            ctx.redirect(path(found), HttpStatus.SEE_OTHER);
            return null;
        }
        return new Open(found, new TrackerFile(content.get()));
    }

    private void showReading(Context ctx) {
        Open open = open(ctx);
        if (open != null) {
            Import.Settings settings = open.kept.settings();
            showReading(
                    ctx,
                    open,
                    Form.empty()
                            .with(
                                    "source",
                                    settings.format() == null
                                            ? ""
                                            : settings.format().parameter())
                            .with("time_zone", settings.zone().name())
                            .with(
                                    "date_order",
                                    settings.order() == null
                                            ? ""
                                            : settings.order().parameter())
                            .with("day_start", settings.dayStart())
                            .with("sessions", settings.grouping().join() ? "joined" : "single")
                            .with("gap", settings.grouping().gapMinutes())
                            .with("gap_is", settings.grouping().gapIsBreak() ? "break" : "nothing"));
        }
    }

    private void showReading(Context ctx, Open open, Form form) {
        var zones = new ArrayList<>(
                RailsTimeZone.all().stream().map(RailsTimeZone::name).toList());
        if (!zones.contains(open.kept.settings().zone().name())) {
            zones.add(open.kept.settings().zone().name());
        }
        var model = new HashMap<String, Object>();
        model.put("import", open.kept);
        model.put("file", open.file);
        model.put("form", form);
        model.put("zones", zones);
        model.put("formats", open.file.formats());
        model.put("orders", open.file.possibleOrders());
        model.put("example", Optional.ofNullable(open.file.ambiguousDate()).orElse(""));
        model.put("proven", open.file.provenOrder().map(DateOrder::label).orElse(""));
        model.put("hoursOnly", open.file.formats().equals(List.of(TrackerFormat.HARVEST)));
        model.put("mostGap", Grouping.MOST_MINUTES);
        ctx.render("imports/reading", model);
    }

    private void setReading(Context ctx) {
        Open open = open(ctx);
        if (open == null) {
            return;
        }
        Form form = Form.of(ctx);
        Optional<Import.Settings> settings = read(form, open.file);
        if (settings.isEmpty()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            showReading(ctx, open, form);
            return;
        }
        writer.configure(open.kept.companyId(), open.kept.id(), settings.get());
        ctx.redirect(path(open.kept) + "/people", HttpStatus.SEE_OTHER);
    }

    private static Optional<Import.Settings> read(Form form, TrackerFile file) {
        Optional<TrackerFormat> format =
                TrackerFormat.find(form.value("source")).filter(file.formats()::contains);
        if (format.isEmpty()) {
            form.problem("source", "Choose where the file is from.");
        }
        Optional<RailsTimeZone> zone = RailsTimeZone.find(form.value("time_zone"));
        if (zone.isEmpty()) {
            form.problem("time_zone", "Choose a time zone.");
        }
        Optional<DateOrder> order = DateOrder.find(form.value("date_order")).filter(file.possibleOrders()::contains);
        if (order.isEmpty() && !file.possibleOrders().isEmpty()) {
            form.problem("date_order", "Choose how the dates are to be read.");
        }
        boolean join = !form.value("sessions").equals("single");
        int gap = join ? gap(form) : 0;
        LocalTime dayStart = dayStart(form);
        return form.isGood() && format.isPresent() && zone.isPresent()
                ? Optional.of(new Import.Settings(
                        format.get(),
                        zone.get(),
                        order.orElse(null),
                        dayStart,
                        new Grouping(join, gap, !form.value("gap_is").equals("nothing"))))
                : Optional.empty();
    }

    private static int gap(Form form) {
        String typed = form.line("gap");
        if (typed.matches("[0-9]{1,4}") && Integer.parseInt(typed) <= Grouping.MOST_MINUTES) {
            return Integer.parseInt(typed);
        }
        form.problem("gap", "Give whole minutes from 0 to %d.".formatted(Grouping.MOST_MINUTES));
        return 0;
    }

    private static LocalTime dayStart(Form form) {
        String typed = form.line("day_start");
        try {
            return typed.isEmpty() ? Reading.USUAL_START : LocalTime.parse(typed);
        } catch (DateTimeException e) {
            form.problem("day_start", "Give a time such as 08:00.");
            return LocalTime.MIDNIGHT;
        }
    }

    private void showPeople(Context ctx) {
        Open open = open(ctx);
        TrackerRows rows = open == null ? null : rowsOrBack(ctx, open);
        if (open != null && rows != null) {
            List<Person> people = people(open.kept, rows);
            Form form = Form.empty();
            List<Named> offered = queries.people(open.kept.companyId());
            for (int i = 0; i < people.size(); i++) {
                Named person = people.get(i).person();
                form.with("person-" + i, person == null ? "" : shown(person, offered));
            }
            showPeople(ctx, open.kept, people, offered, form);
        }
    }

    /** The rows of a file; null where the browser has been sent back to say how to read it. */
    private @Nullable TrackerRows rowsOrBack(Context ctx, Open open) {
        TrackerRows rows = open.rows();
        if (rows == null) {
            ctx.redirect(path(open.kept) + "/reading", HttpStatus.SEE_OTHER);
        }
        return rows;
    }

    private List<Person> people(Import kept, TrackerRows rows) {
        return queries.matches(kept.companyId(), kept.id(), rows.rows()).people().stream()
                .sorted(Comparator.comparing((Person person) -> person.who().name(), String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(person -> person.who().email()))
                .toList();
    }

    private static void showPeople(Context ctx, Import kept, List<Person> people, List<Named> offered, Form form) {
        ctx.render(
                "imports/people",
                Map.of(
                        "import",
                        kept,
                        "people",
                        people,
                        "offered",
                        offered.stream().map(person -> shown(person, offered)).toList(),
                        "form",
                        form));
    }

    /** A name, with its id where others bear it too. */
    private static String shown(Named person, List<Named> all) {
        String folded = Identity.folded(person.name());
        boolean isShared = all.stream()
                .anyMatch(other -> other.id() != person.id()
                        && Identity.folded(other.name()).equals(folded));
        return isShared ? person.name() + " (#" + person.id() + ")" : person.name();
    }

    private void setPeople(Context ctx) {
        Open open = open(ctx);
        TrackerRows rows = open == null ? null : rowsOrBack(ctx, open);
        if (open == null || rows == null) {
            return;
        }
        Form form = Form.of(ctx);
        List<Person> people = people(open.kept, rows);
        Map<String, Optional<Long>> choices = new LinkedHashMap<>();
        for (int i = 0; i < people.size(); i++) {
            String field = "person-" + i;
            Optional<Long> chosen = chosen(open.kept.companyId(), form, field);
            choices.put(people.get(i).identity(), chosen);
        }
        if (!form.isGood()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            showPeople(ctx, open.kept, people, queries.people(open.kept.companyId()), form);
            return;
        }
        // What is recognised anyway is no choice, and is told as what it is.
        writer.choose(open.kept.companyId(), open.kept.id(), Map.of());
        for (Person person : people(open.kept, rows)) {
            Optional<Long> recognised = Optional.ofNullable(person.person()).map(Named::id);
            choices.remove(person.identity(), recognised);
        }
        writer.choose(open.kept.companyId(), open.kept.id(), choices);
        ctx.redirect(path(open.kept) + "/preview", HttpStatus.SEE_OTHER);
    }

    private Optional<Long> chosen(long companyId, Form form, String field) {
        String typed = form.line(field);
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        Matcher withId = WITH_ID.matcher(typed);
        if (withId.matches()) {
            Named person = queries.person(companyId, Long.parseLong(String.valueOf(withId.group(1))));
            if (person != null) {
                return Optional.of(person.id());
            }
        }
        List<Named> named = queries.peopleNamed(companyId, typed);
        if (named.size() == 1) {
            return Optional.of(named.getFirst().id());
        }
        form.problem(
                field,
                named.isEmpty()
                        ? "Nobody is called that. Choose from the list, or leave it empty for a new person."
                        : "More than one is called that. Choose from the list, which tells them apart.");
        return Optional.empty();
    }

    private void preview(Context ctx) {
        Open open = open(ctx);
        TrackerRows rows = open == null ? null : rowsOrBack(ctx, open);
        if (open == null || rows == null) {
            return;
        }
        Import kept = open.kept;
        Matches matches = queries.matches(kept.companyId(), kept.id(), rows.rows());
        var model = new HashMap<String, Object>();
        model.put("import", kept);
        model.put("rows", rows.rows().size());
        model.put("hours", hours(rows.rows()));
        model.put("forecast", queries.forecast(kept, rows.rows()));
        model.put(
                "sessions",
                queries.preview(kept, rows.rows(), SESSIONS_SHOWN).stream()
                        .map(one -> Shown.of(one, kept.settings().zone().zone()))
                        .toList());
        model.put("refused", rows.refused().stream().limit(REFUSED_SHOWN).toList());
        model.put("refusedCount", rows.refused().size());
        model.put("doubts", rows.doubts().stream().limit(DOUBTS_SHOWN).toList());
        model.put("doubtCount", rows.doubts().size());
        model.put("matches", matches);
        model.put(
                "newPeople",
                names(matches.people().stream()
                        .filter(person -> person.person() == null)
                        .map(person -> person.who().name())
                        .toList()));
        model.put("newProjects", names(matches.newProjects()));
        model.put("newLaborTypes", names(matches.newLaborTypes()));
        ctx.render("imports/preview", model);
    }

    /** A session of the preview, as it is shown. */
    public record Shown(
            String person,
            String day,
            String from,
            String to,
            String work,
            String breaks,
            String on,
            String laborTypes,
            String description) {
        private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

        static Shown of(TimeSession one, ZoneId zone) {
            ZonedDateTime from = one.startAt().atZone(zone);
            Named on = one.project() == null ? one.category() : one.project();
            return new Shown(
                    one.user().name(),
                    DAY.format(from),
                    TIME.format(from),
                    one.endAt() == null ? "" : TIME.format(one.endAt().atZone(zone)),
                    clock(one.workDuration()),
                    clock(one.breakDuration()),
                    on == null ? "–" : on.name(),
                    one.entries().stream()
                            .map(TimeEntry::laborType)
                            .filter(Objects::nonNull)
                            .map(Named::name)
                            .distinct()
                            .collect(joining(", ")),
                    one.description() == null ? "" : one.description());
        }
    }

    private static String clock(long seconds) {
        return String.format(Locale.ENGLISH, "%,d:%02d", seconds / 3_600, seconds / 60 % 60);
    }

    private static String hours(List<TrackerRow> rows) {
        long seconds = rows.stream()
                .filter(row -> !row.isBreak())
                .mapToLong(row -> row.seconds() - row.pause())
                .sum();
        return clock(seconds);
    }

    private static String names(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        return names.size() <= NAMES_SHOWN ? shown : "%s and %,d more".formatted(shown, names.size() - NAMES_SHOWN);
    }

    private void run(Context ctx) {
        Import found = find(ctx);
        if (found.state() == Import.State.NEW) {
            Open open = open(ctx);
            if (open == null || rowsOrBack(ctx, open) == null) {
                return;
            }
        }
        writer.start(gate.actor(ctx), found.companyId(), found.id());
        jobs.wake();
        ctx.redirect(path(found), HttpStatus.SEE_OTHER);
    }

    private void discard(Context ctx) {
        Import found = find(ctx);
        writer.discard(found.companyId(), found.id());
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx) {
        Import found = find(ctx);
        if (found.state() == Import.State.NEW && found.hasFile()) {
            ctx.redirect(path(found) + "/reading", HttpStatus.SEE_OTHER);
            return;
        }
        Views.pageOrFragment(
                ctx,
                "imports/show",
                "state",
                Map.of("import", found, "refused", queries.refused(found.companyId(), found.id(), REFUSED_SHOWN)));
    }

    private void refused(Context ctx) {
        Import found = find(ctx);
        ctx.header("Content-Disposition", "attachment; filename=\"rows-to-mend-%d.csv\"".formatted(found.id()));
        ctx.contentType("text/csv; charset=utf-8")
                .result(RefusedCsv.of(
                        queries.refusals(found.companyId(), found.id()),
                        queries.refused(found.companyId(), found.id(), Integer.MAX_VALUE)));
    }

    private void confirmUndo(Context ctx) {
        Import found = find(ctx);
        if (found.state() != Import.State.DONE && found.state() != Import.State.FAILED) {
            ctx.redirect(path(found), HttpStatus.SEE_OTHER);
            return;
        }
        ctx.render("imports/undo", Map.of("import", found));
    }

    private void undo(Context ctx) {
        Import found = find(ctx);
        writer.undo(gate.actor(ctx), found.companyId(), found.id());
        jobs.wake();
        ctx.redirect(path(found), HttpStatus.SEE_OTHER);
    }

    private Import find(Context ctx) {
        return queries.find(company(ctx).id(), PathId.of(ctx)).orElseThrow(Problem::notFound);
    }

    private static String path(Import kept) {
        return PATH + "/" + kept.id();
    }

    private static Company company(Context ctx) {
        return SignedIn.of(ctx).company();
    }
}
