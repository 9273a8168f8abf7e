package timesessions;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import timesessions.account.AccountCreation;
import timesessions.account.AccountPages;
import timesessions.account.ApiTokenQueries;
import timesessions.account.CompanyQueries;
import timesessions.account.CompanyWriter;
import timesessions.account.Gate;
import timesessions.account.PreferenceQueries;
import timesessions.account.SignedIn;
import timesessions.api.ApiDocs;
import timesessions.database.Database;
import timesessions.database.EmbeddedMariaDb;
import timesessions.export.ExportApi;
import timesessions.export.SessionExportPages;
import timesessions.generate.DemoCompany;
import timesessions.generate.Generator;
import timesessions.generate.Recipe;
import timesessions.imports.ImportJobs;
import timesessions.imports.ImportPages;
import timesessions.imports.ImportQueries;
import timesessions.imports.ImportWriter;
import timesessions.report.DirectoryPages;
import timesessions.report.PersonPages;
import timesessions.report.ProjectPages;
import timesessions.report.ReportPages;
import timesessions.session.ChoiceQueries;
import timesessions.session.DirectoryQueries;
import timesessions.session.SessionApi;
import timesessions.session.SessionPages;
import timesessions.session.SessionQueries;
import timesessions.session.SessionWriter;
import timesessions.session.TotalQueries;
import timesessions.sync.Secrets;
import timesessions.sync.Staleness;
import timesessions.sync.Sync;
import timesessions.sync.SyncPages;
import timesessions.sync.SyncQueries;
import timesessions.total.Check;
import timesessions.total.TotalRebuild;
import timesessions.view.SavedViewQueries;
import timesessions.view.ViewPages;
import timesessions.web.Answer;
import timesessions.web.ClientAddress;
import timesessions.web.Download;
import timesessions.web.Health;
import timesessions.web.NavItem;
import timesessions.web.PublicUrl;
import timesessions.web.RateLimit;
import timesessions.web.ResponseCache;
import timesessions.web.Theme;
import timesessions.web.Views;
import timesessions.web.WebServer;

/** Where everything is built, by hand and once: the database, and on it what the commands and the web server use. */
public final class App implements AutoCloseable {
    private static final List<NavItem> NAVIGATION = List.of(
            new NavItem("Sessions", "/sessions"),
            new NavItem("Reports", "/reports"),
            new NavItem("People", "/people"),
            new NavItem("Projects", "/projects"));

    private static final Set<String> DASHBOARDS = Set.of("/sessions", "/reports");
    /** Two years of a company of a size at which every page has something to show. */
    private static final Recipe DEMO = Recipe.of(6_000, 2).withPeople(24).withProjects(40);

    private final @Nullable EmbeddedMariaDb embedded;
    private final Database database;
    private boolean closed;

    private App(@Nullable EmbeddedMariaDb embedded, Database database) {
        this.embedded = embedded;
        this.database = database;
    }

    /**
     * Opens the database of the settings, embedded or not, and brings its schema up to date.
     *
     * @throws EmbeddedMariaDb.Unusable if the data folder is in use, or no MariaDB can run here
     * @throws timesessions.database.DatabaseAway if the database of DATABASE_URL does not answer
     */
    public static App open(Config config, EmbeddedMariaDb.Use use) {
        String url = config.databaseUrl();
        if (url != null) {
            return new App(
                    null,
                    migrated(Database.open(
                            url, config.databaseUser(), config.databasePassword(), config.databasePoolSize())));
        }
        EmbeddedMariaDb embedded = EmbeddedMariaDb.open(config.dataDir(), use, Database::prepare);
        try {
            return new App(embedded, migrated(Database.open(embedded.url(), "root", null, config.databasePoolSize())));
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    /** On a database that somebody else opens, migrates and closes. */
    public static App on(Database database) {
        return new App(null, database);
    }

    private static Database migrated(Database database) {
        try {
            database.migrate();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    public Database database() {
        return database;
    }

    /** The web server, not yet started. */
    public Javalin web(Config config, Clock clock, Views views) {
        var clients = new ClientAddress(config.trustedProxies());
        var publicUrl = new PublicUrl(config.baseUrl(), clients);
        var limit = new RateLimit(config.rateLimit(), clock);
        var answers = new ResponseCache(publicUrl, config.responseCache());
        SessionQueries sessions = sessionQueries();
        var api = new SessionApi(sessions, publicUrl, answers);
        var gate = new Gate(database, clock, config.signInLasts(), clients, publicUrl);
        var accountPages = new AccountPages(database, clock, gate);
        var syncPages = new SyncPages(database, sync(config, clock), gate, clock);
        var jobs = new ImportJobs(database, clock);
        var uploads = Map.of(ImportPages.PATH, ImportPages.MOST_BYTES);
        var totalQueries = new TotalQueries(database);
        var directoryQueries = new DirectoryQueries(database);
        var choiceQueries = new ChoiceQueries(database);
        // Most connections are for those who look at pages.
        var download = new Download(Math.max(1, database.connections() / 3));
        var viewPages = new ViewPages(new SavedViewQueries(database, clock));
        return WebServer.create(publicUrl, uploads, javalin -> {
            var routes = javalin.routes;
            views.addTo(javalin, ctx -> {
                var common = accountPages.common(ctx, NAVIGATION);
                common.putAll(viewPages.common(ctx));
                staleness(ctx, config).ifPresent(old -> common.put("staleness", old));
                return common;
            });
            Theme.addTo(routes, publicUrl);
            routes.before("/api/*", ctx -> limit.count(clients.of(ctx)));
            gate.addTo(routes);
            api.addTo(routes);
            accountPages.addTo(routes);
            syncPages.addTo(routes);
            new ImportPages(database, clock, gate, jobs).addTo(routes);
            javalin.events.serverStarted(jobs::start);
            javalin.events.serverStopping(jobs::close);
            new SessionPages(sessions, choiceQueries, new PreferenceQueries(database), answers, clock).addTo(routes);
            new SessionExportPages(sessions, choiceQueries, download, clock).addTo(routes);
            viewPages.addTo(routes);
            new ReportPages(totalQueries, choiceQueries, download, answers, clock).addTo(routes);
            new DirectoryPages(directoryQueries, totalQueries, clock).addTo(routes);
            new PersonPages(directoryQueries, sessions, clock).addTo(routes);
            new ProjectPages(directoryQueries, sessions, totalQueries, clock).addTo(routes);
            new ExportApi(sessions, download, clock).addTo(routes);
            new ApiDocs(publicUrl::of).addTo(routes);
            new Health(database::isReachable).addTo(routes);
        });
    }

    /** That hours are older than they should be, for the pages that show many of them. */
    private Optional<Staleness> staleness(Context ctx, Config config) {
        boolean isPartial = ctx.header("HX-Request") != null;
        Optional<SignedIn> who = isPartial || !DASHBOARDS.contains(ctx.path()) ? Optional.empty() : SignedIn.find(ctx);
        return who.flatMap(reader -> {
            Answer answer = Answer.of(ctx);
            Staleness.Outlook outlook =
                    new SyncQueries(database).staleness(reader.company().id(), answer.now(), config.syncEvery());
            answer.holdsUntil(outlook.until());
            return outlook.staleness();
        });
    }

    /** The syncs with upstreams, as far as this process takes part in them. */
    public Sync sync(Config config, Clock clock) {
        return new Sync(database, clock, config.syncEvery(), secrets(config));
    }

    /** The secret is that of the settings, or with an embedded database one that is made for its data folder. */
    private @Nullable Secrets secrets(Config config) {
        if (config.secretKey() != null) {
            return new Secrets(config.secretKey());
        }
        return embedded == null ? null : Secrets.keptIn(config.dataDir().resolve("secret-key"));
    }

    /** The company to look at that a data folder starts with. */
    public DemoCompany demo(Config config) {
        return new DemoCompany(
                config.dataDir(),
                companyWriter(),
                new ApiTokenQueries(database, Clock.systemUTC()),
                accountCreation(),
                company -> generator().fill(company, DEMO, Instant.now(), sessions -> {}));
    }

    /** What fills companies with made data. */
    public Generator generator() {
        return new Generator(database, new TotalRebuild(database));
    }

    public Check check() {
        return new Check(database);
    }

    public AccountCreation accountCreation() {
        return new AccountCreation(database, Clock.systemUTC());
    }

    public SessionWriter sessionWriter() {
        return new SessionWriter(database);
    }

    public CompanyQueries companies() {
        return new CompanyQueries(database, Clock.systemUTC());
    }

    public ImportQueries importQueries() {
        return new ImportQueries(database);
    }

    public ImportWriter importWriter() {
        return new ImportWriter(database, Clock.systemUTC());
    }

    /** What carries out imports that were begun here, and does not look for others until it is started. */
    public ImportJobs importJobs() {
        return new ImportJobs(database, Clock.systemUTC());
    }

    public CompanyWriter companyWriter() {
        return new CompanyWriter(database, Clock.systemUTC());
    }

    public SessionQueries sessionQueries() {
        return new SessionQueries(database);
    }

    /** Ends the connections, and the database if it was started for this. Any thread may; closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Ctrl-C interrupts the thread that works, and the database takes its time to stop cleanly.
        boolean interrupted = Thread.interrupted();
        try {
            database.close();
            if (embedded != null) {
                embedded.close();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
