package timesessions.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import timesessions.account.Company;
import timesessions.account.Gate;
import timesessions.account.Notice;
import timesessions.account.PathId;
import timesessions.account.SignedIn;
import timesessions.database.Database;
import timesessions.session.TimeSession;
import timesessions.sync.SyncWriter.Setup;
import timesessions.web.Access;
import timesessions.web.Form;
import timesessions.web.Page;
import timesessions.web.Pager;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.QueryString;
import timesessions.web.Views;

/** Where a company's sessions come from and how that goes, for its admins. */
public final class SyncPages {
    private static final String PATH = "/settings/sync";
    private static final String ASIDE = PATH + "/aside";
    private static final String TRASH = PATH + "/trash";
    private static final List<Integer> INTERVALS = List.of(60, 300, 900, 3_600, 21_600);

    private final SyncQueries queries;
    private final SyncWriter writer;
    private final Sync sync;
    private final Gate gate;
    private final Clock clock;

    public SyncPages(Database database, Sync sync, Gate gate, Clock clock) {
        this.queries = new SyncQueries(database);
        this.writer = new SyncWriter(database, clock);
        this.sync = sync;
        this.gate = gate;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(PATH, ctx -> show(ctx, filled(queries.find(company(ctx).id())), ""), Access.ADMIN);
        routes.post(PATH, this::save, Access.ADMIN);
        routes.post(PATH + "/test", this::test, Access.ADMIN);
        routes.post(PATH + "/now", this::now, Access.ADMIN);
        routes.post(PATH + "/pause", this::pause, Access.ADMIN);
        routes.post(PATH + "/resume", this::resume, Access.ADMIN);
        routes.get(PATH + "/remove", ctx -> ctx.render("sync/remove", Map.of()), Access.ADMIN);
        routes.post(PATH + "/remove", this::remove, Access.ADMIN);
        routes.post(PATH + "/approve", this::approve, Access.ADMIN);
        routes.get(ASIDE, this::listAside, Access.ADMIN);
        routes.post(ASIDE + "/{id}/retry", this::retry, Access.ADMIN);
        routes.get(TRASH, this::listTrash, Access.ADMIN);
        routes.post(TRASH + "/{id}/restore", this::restore, Access.ADMIN);
        routes.post(TRASH + "/{id}/discard", this::discard, Access.ADMIN);
    }

    private static Company company(Context ctx) {
        return SignedIn.of(ctx).company();
    }

    private static Form filled(Optional<SyncState> state) {
        Form form = Form.empty();
        state.ifPresent(known -> {
            form.with("url", known.url());
            form.with("every", known.everySeconds() == null ? "" : known.everySeconds());
        });
        return form;
    }

    /** @param answer what the upstream said when it was tested; empty if it was not */
    private void show(Context ctx, Form form, String answer) {
        Company company = company(ctx);
        Optional<SyncState> state = queries.find(company.id());
        List<Run> runs = queries.runs(company.id());
        var model = new HashMap<String, Object>();
        model.put("form", form);
        model.put("answer", answer);
        model.put("intervals", intervals(state));
        model.put("keepsKeys", sync.keepsKeys());
        model.put("hasKey", state.filter(SyncState::hasKey).isPresent());
        model.put("runs", runs);
        model.put("aside", queries.countAside(company.id()));
        model.put("trash", queries.countTrash(company.id()));
        state.ifPresent(known -> {
            model.put("state", known);
            model.put("host", known.host());
            model.put("status", SyncStatus.of(known, runs, company, sync.every(), clock.instant()));
        });
        if (state.isPresent()) {
            Views.pageOrFragment(ctx, "sync/settings", "sync-state", model);
        } else {
            ctx.render("sync/settings", model);
        }
    }

    /** How often, in words, by what the form sends for it. */
    private Map<String, String> intervals(Optional<SyncState> state) {
        var intervals = new LinkedHashMap<String, String>();
        intervals.put("", "As the server is set: every " + words(sync.every()));
        INTERVALS.forEach(
                seconds -> intervals.put(Integer.toString(seconds), "Every " + words(Duration.ofSeconds(seconds))));
        state.map(SyncState::everySeconds)
                .ifPresent(seconds -> intervals.putIfAbsent(
                        Integer.toString(seconds), "Every " + words(Duration.ofSeconds(seconds))));
        return intervals;
    }

    private static String words(Duration time) {
        if (time.toHours() > 0 && time.toMinutesPart() == 0 && time.toSecondsPart() == 0) {
            return time.toHours() == 1 ? "hour" : time.toHours() + " hours";
        }
        if (time.toSecondsPart() == 0) {
            return time.toMinutes() == 1 ? "minute" : time.toMinutes() + " minutes";
        }
        return time.toSeconds() == 1 ? "second" : time.toSeconds() + " seconds";
    }

    private void save(Context ctx) {
        Company company = company(ctx);
        Form form = Form.of(ctx);
        Optional<SyncState> before = queries.find(company.id());
        Optional<String> key = readKey(form, before, company.id());
        if (!sync.keepsKeys()) {
            form.problem("key", "The key cannot be kept: SECRET_KEY is not set on the server.");
        }
        Optional<Integer> every = readInterval(form, before);
        if (!form.isGood()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, form, "");
            return;
        }
        boolean isSameKey = sync.key(company.id()).equals(key);
        writer.setUp(
                gate.actor(ctx),
                company.id(),
                new Setup(
                        form.line("url"),
                        isSameKey
                                ? null
                                : key.map(given -> sync.encrypt(company.id(), given))
                                        .orElse(null),
                        every.orElse(null)));
        done(ctx, Notice.SYNC_SAVED, PATH);
    }

    private void test(Context ctx) throws InterruptedException {
        Company company = company(ctx);
        Form form = Form.of(ctx);
        Optional<String> key = readKey(form, queries.find(company.id()), company.id());
        if (!form.isGood() || key.isEmpty()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, form, "");
            return;
        }
        try {
            UpstreamAnswer answer = sync.test(UpstreamAddress.parse(form.line("url")), key.get());
            show(ctx, form, told(answer, company));
        } catch (UpstreamFault e) {
            form.problem("url", e.message());
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, form, "");
        }
    }

    private static String told(UpstreamAnswer answer, Company company) {
        String count = answer.total() == null
                ? "It answers as it should."
                : String.format(
                        Locale.ENGLISH,
                        answer.total() == 1
                                ? "It answers as it should, and has %,d session."
                                : "It answers as it should, and has %,d sessions.",
                        answer.total());
        String fault = answer.faulty().isEmpty()
                ? ""
                : " The first of them cannot be read: %s."
                        .formatted(answer.faulty().getFirst().reason());
        return count
                + fault
                + answer.sessions().stream()
                        .findFirst()
                        .map(newest -> " One of them was changed on %s.".formatted(company.when(newest.updatedAt())))
                        .orElse("");
    }

    /** The key that was typed, or else the one that is kept; never one that was given for another server. */
    private Optional<String> readKey(Form form, Optional<SyncState> before, long companyId) {
        String url = form.line("url");
        try {
            UpstreamAddress.parse(url);
        } catch (IllegalArgumentException e) {
            form.problem("url", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        String typed = form.line("key");
        if (!typed.isEmpty()) {
            if (!Upstream.isKey(typed)) {
                form.problem(
                        "key", "This cannot be a key: it has blanks, quotes or other signs in it, or is too long.");
            }
            return Optional.of(typed);
        }
        if (before.isPresent() && Sync.isElsewhere(before.get(), url)) {
            form.problem("key", "Enter the key of this server. The one that is kept was given for another.");
            return Optional.empty();
        }
        Optional<String> kept = sync.key(companyId);
        if (kept.isEmpty()) {
            form.problem(
                    "key",
                    before.filter(SyncState::hasKey).isPresent()
                            ? "Enter the key again: the one that is kept cannot be read with this SECRET_KEY."
                            : "Enter the key that the server has given you.");
        }
        return kept;
    }

    private Optional<Integer> readInterval(Form form, Optional<SyncState> before) {
        String typed = form.line("every");
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        if (!intervals(before).containsKey(typed)) {
            form.problem("every", "Choose how often.");
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(typed));
    }

    private void now(Context ctx) {
        writer.wake(company(ctx).id());
        done(ctx, Notice.SYNC_WOKEN, PATH);
    }

    private void pause(Context ctx) {
        writer.pause(gate.actor(ctx), company(ctx).id());
        done(ctx, Notice.SYNC_PAUSED, PATH);
    }

    private void resume(Context ctx) {
        writer.resume(gate.actor(ctx), company(ctx).id());
        done(ctx, Notice.SYNC_RESUMED, PATH);
    }

    private void remove(Context ctx) {
        writer.remove(gate.actor(ctx), company(ctx).id());
        done(ctx, Notice.SYNC_REMOVED, PATH);
    }

    private void approve(Context ctx) {
        writer.approve(gate.actor(ctx), company(ctx).id());
        done(ctx, Notice.DELETIONS_APPROVED, PATH);
    }

    private void listAside(Context ctx) {
        Page<PutAside> page = queries.aside(company(ctx).id(), pageNumber(ctx));
        ctx.render("sync/aside", Map.of("aside", page, "pager", pager(page, ASIDE)));
    }

    private void retry(Context ctx) {
        if (!writer.retry(company(ctx).id(), PathId.of(ctx))) {
            throw Problem.notFound();
        }
        done(ctx, Notice.RETRIED, ASIDE);
    }

    private void listTrash(Context ctx) {
        Page<Trashed> page = queries.trash(company(ctx).id(), pageNumber(ctx));
        ctx.render("sync/trash", Map.of("trash", page, "pager", pager(page, TRASH)));
    }

    private void restore(Context ctx) {
        long company = company(ctx).id();
        String json = queries.trashedJson(company, PathId.of(ctx)).orElseThrow(Problem::notFound);
        writer.restore(gate.actor(ctx), company, read(json));
        done(ctx, Notice.SESSION_RESTORED, TRASH);
    }

    private static TimeSession read(String json) {
        try {
            return SessionArray.readOne(json.getBytes(UTF_8)).sessions.getFirst();
        } catch (IOException e) {
            throw new IllegalStateException("What was written here cannot be read", e);
        }
    }

    private void discard(Context ctx) {
        try {
            writer.discard(gate.actor(ctx), company(ctx).id(), PathId.of(ctx));
        } catch (SyncWriter.NotRestored e) {
            throw Problem.notFound();
        }
        done(ctx, Notice.SESSION_DISCARDED, TRASH);
    }

    private static long pageNumber(Context ctx) {
        return Params.of(ctx.queryString()).positive("page", 1);
    }

    private static Pager pager(Page<?> page, String path) {
        return Pager.of(page, number -> path + new QueryString().add("page", number == 1 ? null : number));
    }

    private void done(Context ctx, Notice notice, String path) {
        gate.notice(ctx, notice);
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }
}
