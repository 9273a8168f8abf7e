package timesessions.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import timesessions.bench.BenchData.Keyed;
import timesessions.bench.Scenario.Bound;

/** What is measured: the same at every size, with the ids and numbers of its data. */
final class Scenarios {
    private static final int PAGE = 25;
    private static final int FEW = 5;
    private static final int MANY = 50;
    private static final String API = "/api/time_sessions";
    private static final String LIST = "/sessions";
    private static final String ALWAYS = "range=all";
    private static final double LEAST_SHARE_OF_API = 0.7;
    private static final double LEAST_SHARE_OF_LIST = 0.5;
    /** One that says who asks and whether anything has changed, and the end of its transaction. */
    private static final long STATEMENTS_OF_UNCHANGED = 2;

    private final BenchData data;
    private final DSLContext db;
    private final Server server;
    private final List<Scenario> all = new ArrayList<>();

    private final List<Keyed> people;
    private final List<Keyed> projects;
    private final List<Keyed> categories;
    private final List<Keyed> laborTypes;
    private final long sessions;

    private Scenarios(BenchData data, DSLContext db, Server server) {
        this.data = data;
        this.db = db;
        this.server = server;
        people = BenchData.keys(db, data.bigCompany(), "user");
        projects = BenchData.keys(db, data.bigCompany(), "project");
        categories = BenchData.keys(db, data.bigCompany(), "category");
        laborTypes = BenchData.keys(db, data.bigCompany(), "labor_type");
        sessions = people.stream().mapToLong(Keyed::sessions).sum();
    }

    static List<Scenario> of(BenchData data, DSLContext db, Server server) throws IOException, InterruptedException {
        var scenarios = new Scenarios(data, db, server);
        scenarios.api();
        scenarios.list();
        scenarios.twoDimensions();
        scenarios.managers();
        scenarios.reports();
        scenarios.otherPages();
        return scenarios.all;
    }

    /** What is asked again of a server that may remember its answers, with nothing written meanwhile. */
    static List<Scenario> repeated(BenchData data, Server server) throws IOException, InterruptedException {
        Visitor program = Visitor.withKey(server.address(), data.bigKey());
        Visitor admin = Visitor.signedIn(server.address(), BenchData.ADMIN).swapping();
        String tag = program.get(API).headers().firstValue("ETag").orElseThrow();
        return List.of(
                new Scenario("Repeated", "API page", program, API, Bound.SHOWN),
                new Scenario("Repeated", "list partial", admin, thisWeek(data), Bound.SHOWN),
                new Scenario("Repeated", "API page by ETag (304)", program, API, Bound.SHOWN)
                        .answeredUnchanged(program.with("If-None-Match", tag), STATEMENTS_OF_UNCHANGED));
    }

    private void api() throws IOException, InterruptedException {
        Visitor program = Visitor.withKey(server.address(), data.bigKey());
        long last = lastPage(sessions);
        all.add(new Scenario("API", "page 1", program, API, Bound.FLAT).withLeastShare(LEAST_SHARE_OF_API));
        addTo("API", "middle page by number", program, API + "?page=" + last / 2, Bound.JUMP);
        addTo("API", "middle page by cursor", program, next(program, API + "?page=" + last / 2), Bound.FLAT);
        addTo("API", "last page by number", program, API + "?page=" + last, Bound.JUMP);
        addTo("API", "newest first", program, API + "?sort=-start_at", Bound.FLAT);
        addTo("API", "by start, middle page", program, API + "?sort=start_at&page=" + last / 2, Bound.JUMP);
        long one = db.fetchSingle("SELECT MAX(id) FROM time_session WHERE company_id = ?", data.bigCompany())
                .get(0, Long.class);
        addTo("API", "one session", program, API + "/" + one, Bound.FLAT);
        Instant newest = db.fetchSingle(
                        "SELECT UNIX_TIMESTAMP(MAX(updated_at)) FROM time_session WHERE company_id = ?",
                        data.bigCompany())
                .map(row -> Instant.ofEpochSecond(row.get(0, Double.class).longValue()));
        window("an hour", program, newest.minus(1, ChronoUnit.HOURS));
        window("a month", program, newest.minus(30, ChronoUnit.DAYS));
        window("three years", program, newest.minus(3 * 365, ChronoUnit.DAYS));
        changedInTheOrderOfIds(program, newest.minus(60, ChronoUnit.DAYS));
        oneDimension("API", API + "?", program, true);
        addTo("API", "running", program, API + "?running=true", Bound.FLAT);
        addTo("API", "a small company", Visitor.withKey(server.address(), data.smallKey()), API, Bound.FLAT);
    }

    /** As programs ask that leave the order out. */
    private void changedInTheOrderOfIds(Visitor program, Instant from) throws IOException, InterruptedException {
        String path = API + "?min_updated_at=" + from.truncatedTo(ChronoUnit.SECONDS);
        addTo("API", "updated in two months, by id", program, path, Bound.JUMP);
        addTo("API", "updated in two months, by id, next page", program, next(program, path), Bound.JUMP);
        long middle = Math.max(1, lastPage(found(program, path)) / 2);
        addTo("API", "updated in two months, by id, middle page", program, path + "&page=" + middle, Bound.JUMP);
        addTo(
                "API",
                "a category, updated in two months",
                program,
                path + "&" + ids("category_id", categories.subList(0, 1)),
                Bound.JUMP);
        addTo(
                "API",
                "a labor type, updated in two months",
                program,
                path + "&" + ids("labor_type_id", laborTypes.subList(0, 1)),
                Bound.JUMP);
    }

    private static long found(Visitor program, String path) throws IOException, InterruptedException {
        return Long.parseLong(
                program.get(path).headers().firstValue("X-Total-Count").orElse("0"));
    }

    private void window(String name, Visitor program, Instant from) throws IOException, InterruptedException {
        String path = API + "?sort=updated_at&min_updated_at=" + from.truncatedTo(ChronoUnit.SECONDS);
        addTo("API", "updated in " + name, program, path, Bound.FLAT);
        long deep = lastPage(found(program, path)) * 2 / 3;
        if (deep > 1) {
            addTo("API", "updated in %s, deep page".formatted(name), program, path + "&page=" + deep, Bound.JUMP);
            addTo(
                    "API",
                    "updated in %s, deep page by cursor".formatted(name),
                    program,
                    next(program, path + "&page=" + deep),
                    Bound.FLAT);
        }
    }

    private void list() throws IOException, InterruptedException {
        Visitor admin = Visitor.signedIn(server.address(), BenchData.ADMIN).swapping();
        long last = lastPage(sessions);
        all.add(new Scenario("List", "this week", admin, thisWeek(data), Bound.FLAT)
                .withLeastShare(LEAST_SHARE_OF_LIST));
        days("List", admin);
        addTo("List", "all, middle page", admin, list(ALWAYS, "page=" + last / 2), Bound.JUMP);
        addTo("List", "all, last page", admin, list(ALWAYS, "page=" + last), Bound.JUMP);
        oneDimension("List", LIST + "?" + ALWAYS + "&", admin, false);
        LocalDate today = data.today();
        for (String sort : List.of("-duration", "person", "project")) {
            addTo(
                    "List",
                    "by %s, this week".formatted(sort.replace("-", "")),
                    admin,
                    list(days(today.minusDays(6), today), "sort=" + sort),
                    Bound.JUMP);
            addTo(
                    "List",
                    "by %s, the biggest project".formatted(sort.replace("-", "")),
                    admin,
                    list(ALWAYS, "project_id=" + projects.getFirst().id(), "sort=" + sort),
                    Bound.JUMP);
        }
        addTo(
                "List",
                "whole page, this week",
                Visitor.signedIn(server.address(), BenchData.ADMIN),
                thisWeek(data),
                Bound.FLAT);
        addTo(
                "List",
                "one session",
                admin,
                LIST + "/"
                        + db.fetchSingle("SELECT MAX(id) FROM time_session WHERE company_id = ?", data.bigCompany())
                                .get(0, Long.class),
                Bound.FLAT);
        days(
                "Small company",
                Visitor.signedIn(server.address(), BenchData.SMALL_ADMIN).swapping());
    }

    private void days(String group, Visitor visitor) {
        LocalDate today = data.today();
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        addTo(group, "all", visitor, list(ALWAYS), Bound.FLAT);
        addTo(group, "last week", visitor, list(days(monday.minusDays(7), monday.minusDays(1))), Bound.FLAT);
        LocalDate month = today.minusMonths(1).withDayOfMonth(1);
        addTo(group, "last month", visitor, list(days(month, month.plusMonths(1).minusDays(1))), Bound.FLAT);
        addTo(group, "a year", visitor, list(days(today.minusYears(1), today)), Bound.FLAT);
    }

    /** Each with its first page and one deep in it; the tiles of the list come with every page. */
    private void oneDimension(String group, String path, Visitor visitor, boolean api)
            throws IOException, InterruptedException {
        for (int some : new int[] {1, 5, 50, 500}) {
            List<Keyed> chosen = everyNth(people, some);
            String name = some == 1 ? "1 person" : some + " people";
            if (api && some > FEW) {
                Bound jump = some > MANY ? Bound.SHOWN : Bound.JUMP;
                manyOfApi(name, visitor, path + ids("user_id", chosen), sum(chosen), jump);
            } else {
                one(group, name, visitor, path + ids("user_id", chosen), sum(chosen));
            }
        }
        Keyed big = projects.getFirst();
        Keyed small = projects.get(projects.size() / 2);
        one(group, "the biggest project", visitor, path + ids("project_id", List.of(big)), big.sessions());
        one(group, "a small project", visitor, path + ids("project_id", List.of(small)), small.sessions());
        Keyed category = categories.getFirst();
        one(group, "a category", visitor, path + ids("category_id", List.of(category)), category.sessions());
        Keyed laborType = laborTypes.getFirst();
        one(group, "a labor type", visitor, path + ids("labor_type_id", List.of(laborType)), laborType.sessions());
        if (api) {
            String middle = path + ids("labor_type_id", List.of(laborType)) + "&page="
                    + Math.max(1, lastPage(laborType.sessions()) / 2);
            addTo(group, "a labor type by start, middle page", visitor, middle + "&sort=start_at", Bound.JUMP);
            addTo(group, "a labor type by change, middle page", visitor, middle + "&sort=updated_at", Bound.JUMP);
            addTo(group, "two labor types", visitor, path + ids("labor_type_id", laborTypes.subList(0, 2)), Bound.JUMP);
        }
        if (!api) {
            addTo(group, "running", visitor, path + "running=true", Bound.FLAT);
            one(group, "ended", visitor, path + "running=false", sessions);
            for (String word : List.of(word("DESC"), word("ASC"))) {
                addTo(
                        group,
                        word.equals(word("DESC")) ? "a common word" : "a rare word",
                        visitor,
                        path + "q=" + URLEncoder.encode(word, StandardCharsets.UTF_8),
                        Bound.SHOWN);
            }
        }
    }

    /** Pages list hundreds of people, programs hardly do: so of these a jump by number is only shown. */
    private void manyOfApi(String name, Visitor program, String path, long found, Bound jump)
            throws IOException, InterruptedException {
        addTo("API", name, program, path, Bound.JUMP);
        String deep = path + "&page=" + lastPage(found) / 2;
        addTo("API", name + ", middle page", program, deep, jump);
        addTo("API", name + ", middle page by cursor", program, next(program, deep), Bound.JUMP);
    }

    private void one(String group, String name, Visitor visitor, String path, long found) {
        addTo(group, name, visitor, path, Bound.FLAT);
        if (lastPage(found) > 2) {
            addTo(group, name + ", middle page", visitor, path + "&page=" + lastPage(found) / 2, Bound.JUMP);
        }
    }

    private String word(String direction) {
        // Of one month, or the question would itself take a minute.
        return db.fetchSingle(
                        "SELECT word FROM (SELECT word FROM session_word WHERE company_id = ? LIMIT 200000) w"
                                + " GROUP BY word ORDER BY COUNT(*) " + direction + ", word LIMIT 1",
                        data.bigCompany())
                .get(0, String.class);
    }

    private void twoDimensions() throws IOException, InterruptedException {
        Visitor admin = Visitor.signedIn(server.address(), BenchData.ADMIN).swapping();
        Keyed project = projects.getFirst();
        Keyed category = categories.getFirst();
        Keyed laborType = laborTypes.getFirst();
        String ofProject = ids("project_id", List.of(project));
        String ofCategory = ids("category_id", List.of(category));
        String ofLaborType = ids("labor_type_id", List.of(laborType));
        for (int some : new int[] {1, 50, 500}) {
            List<Keyed> chosen = everyNth(people, some);
            String name = some == 1 ? "a person" : some + " people";
            two(name + ", biggest project", admin, ids("user_id", chosen), ofProject, sum(chosen), project.sessions());
            two(name + ", category", admin, ids("user_id", chosen), ofCategory, sum(chosen), category.sessions());
            two(name + ", labor type", admin, ids("user_id", chosen), ofLaborType, sum(chosen), laborType.sessions());
        }
        two("biggest project, labor type", admin, ofProject, ofLaborType, project.sessions(), laborType.sessions());
        addTo("Two", "category, labor type", admin, list(ALWAYS, ofCategory, ofLaborType), Bound.JUMP);
        String ofLaborTypes = ids("labor_type_id", laborTypes.subList(0, 2));
        addTo("Two", "two labor types", admin, list(ALWAYS, ofLaborTypes), Bound.JUMP);
        addTo(
                "Two",
                "two labor types, middle page",
                admin,
                list(
                        ALWAYS,
                        ofLaborTypes,
                        "page=" + lastPage(laborTypes.getFirst().sessions()) / 2),
                Bound.JUMP);
        addTo("Two", "category, two labor types", admin, list(ALWAYS, ofCategory, ofLaborTypes), Bound.JUMP);
        Scenario three = Scenario.ofTwo(
                "Two",
                "5 people, biggest project, labor type",
                admin,
                list(ALWAYS, ids("user_id", everyNth(people, 5)), ofProject, ofLaborType),
                Math.min(sum(everyNth(people, 5)), project.sessions()));
        all.add(three);
    }

    private void two(String name, Visitor visitor, String one, String other, long sessionsOfOne, long sessionsOfOther) {
        all.add(Scenario.ofTwo(
                "Two", name, visitor, list(ALWAYS, one, other), Math.min(sessionsOfOne, sessionsOfOther)));
    }

    private void managers() throws IOException, InterruptedException {
        for (int some : new int[] {50, 500}) {
            Visitor manager = Visitor.signedIn(server.address(), BenchData.managerOf(some))
                    .swapping();
            days("Manager of " + some, manager);
            all.add(Scenario.ofTwo(
                    "Manager of " + some,
                    "biggest project",
                    manager,
                    list(ALWAYS, ids("project_id", List.of(projects.getFirst()))),
                    Math.min(
                            sessions * some / BenchData.PEOPLE,
                            projects.getFirst().sessions())));
            addTo(
                    "Manager of " + some,
                    "ended, a labor type",
                    manager,
                    list(ALWAYS, ids("labor_type_id", laborTypes.subList(0, 1)), "running=false"),
                    Bound.JUMP);
        }
    }

    private void reports() throws IOException, InterruptedException {
        Visitor admin = Visitor.signedIn(server.address(), BenchData.ADMIN);
        String year = days(data.today().minusYears(1), data.today());
        for (String by : List.of("day", "week", "month", "person", "project", "category", "labor_type")) {
            report("a year by " + by, admin, year, by);
        }
        report("a year by month and person", admin, year, "month", "person");
        report("a year by week and labor_type", admin, year, "week", "labor_type");
        report("a year by month, ended", admin, year + "&running=false", "month");
        report("a year by category and labor_type", admin, year, "category", "labor_type");
        report("a year by person and labor_type", admin, year, "person", "labor_type");
        report(
                "the biggest project by month and labor_type",
                admin,
                ALWAYS + "&" + ids("project_id", projects.subList(0, 1)),
                "month",
                "labor_type");
        for (int some : new int[] {50, 500}) {
            Visitor manager = Visitor.signedIn(server.address(), BenchData.managerOf(some));
            report("a year of a manager of %d by month".formatted(some), manager, year, "month");
            report("a year of a manager of %d by person".formatted(some), manager, year, "person");
        }
    }

    private void report(String name, Visitor visitor, String filter, String... by) {
        String groups = Stream.of(by).map(group -> "&by=" + group).collect(Collectors.joining());
        addTo("Report", name, visitor, "/reports?" + filter + groups, Bound.REPORT);
    }

    /** Those that are neither a list nor a report; what lists names may read them all. */
    private void otherPages() throws IOException, InterruptedException {
        Visitor admin = Visitor.signedIn(server.address(), BenchData.ADMIN);
        Visitor manager = Visitor.signedIn(server.address(), BenchData.managerOf(500));
        String somebody = "/people/" + everyNth(people, 1).getFirst().id();
        addTo("Page", "a week of a person", admin, somebody, Bound.FLAT);
        addTo(
                "Page",
                "the biggest project",
                admin,
                "/projects/" + projects.getFirst().id(),
                Bound.REPORT);
        for (String directory : List.of("people", "projects")) {
            addTo("Page", directory, admin, "/" + directory, Bound.JUMP);
            addTo("Page", directory + ", found by name", admin, "/" + directory + "?q=a", Bound.JUMP);
            addTo("Page", directory + " of a manager of 500", manager, "/" + directory, Bound.REPORT);
        }
        for (String choice : List.of("user_id", "project_id", "category_id", "labor_type_id")) {
            String path = "/sessions/choices/" + choice;
            addTo("Page", "choices of " + choice, admin, path, Bound.FLAT);
            addTo("Page", "choices of %s, manager of 500".formatted(choice), manager, path, Bound.REPORT);
        }
    }

    private void addTo(String group, String name, Visitor visitor, String path, Bound bound) {
        all.add(new Scenario(group, name, visitor, path, bound));
    }

    /** Where the link to the next page leads, which has a cursor. */
    private String next(Visitor program, String path) throws IOException, InterruptedException {
        String links = program.get(path).headers().firstValue("Link").orElse("");
        for (String link : links.split(", ", -1)) {
            if (link.endsWith("rel=\"next\"")) {
                URI uri = URI.create(link.substring(1, link.indexOf('>')));
                return uri.getRawPath() + "?" + uri.getRawQuery();
            }
        }
        return path;
    }

    private static List<Keyed> everyNth(List<Keyed> keys, int some) {
        int step = Math.max(1, keys.size() / some);
        var chosen = new ArrayList<Keyed>();
        for (int i = step / 2; i < keys.size() && chosen.size() < some; i += step) {
            chosen.add(keys.get(i));
        }
        return chosen;
    }

    private static long sum(List<Keyed> keys) {
        return keys.stream().mapToLong(Keyed::sessions).sum();
    }

    private static String ids(String parameter, List<Keyed> keys) {
        return keys.stream().map(key -> parameter + "=" + key.id()).collect(Collectors.joining("&"));
    }

    private static String list(String... parameters) {
        return LIST + "?" + String.join("&", parameters);
    }

    private static String thisWeek(BenchData data) {
        return list(days(data.today().minusDays(6), data.today()));
    }

    private static String days(LocalDate from, LocalDate to) {
        return "from=" + from + "&to=" + to;
    }

    private static long lastPage(long found) {
        return Math.max(1, Math.ceilDiv(found, PAGE));
    }
}
