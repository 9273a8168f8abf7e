package timesessions.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jooq.DSLContext;
import timesessions.bench.BenchData.Keyed;
import timesessions.bench.Scenario.Bound;

/**
 * Filters that nobody has thought of: some of each kind together, in any order, for any page, of the API, the list and the
 * reports. With the same seed they are the same in every run on the same data. They are held to what a statement may read
 * alone.
 */
final class AnyScenarios {
    private static final String GROUP = "Any";

    private enum Kind {
        API("API", "/api/time_sessions?"),
        LIST("list", "/sessions?"),
        REPORT("report", "/reports?");

        private final String named;
        private final String path;

        Kind(String named, String path) {
            this.named = named;
            this.path = path;
        }
    }

    private final Random random;
    private final BenchData data;
    private final List<Keyed> people;
    private final List<Keyed> projects;
    private final List<Keyed> categories;
    private final List<Keyed> laborTypes;
    private final List<String> words;

    private AnyScenarios(BenchData data, DSLContext db, long seed) {
        this.data = data;
        random = new Random(seed);
        people = BenchData.keys(db, data.bigCompany(), "user");
        projects = BenchData.keys(db, data.bigCompany(), "project");
        categories = BenchData.keys(db, data.bigCompany(), "category");
        laborTypes = BenchData.keys(db, data.bigCompany(), "labor_type");
        words = db.fetch(
                        "SELECT word FROM (SELECT word FROM session_word WHERE company_id = ? LIMIT 20000) w"
                                + " GROUP BY word ORDER BY COUNT(*) DESC, word",
                        data.bigCompany())
                .getValues(0, String.class);
    }

    static List<Scenario> of(BenchData data, DSLContext db, Server server, int count, long seed)
            throws IOException, InterruptedException {
        if (count == 0) {
            return List.of();
        }
        var any = new AnyScenarios(data, db, seed);
        Visitor program = Visitor.withKey(server.address(), data.bigKey());
        Visitor admin = Visitor.signedIn(server.address(), BenchData.ADMIN).swapping();
        Visitor ofFew =
                Visitor.signedIn(server.address(), BenchData.managerOf(50)).swapping();
        Visitor ofMany =
                Visitor.signedIn(server.address(), BenchData.managerOf(500)).swapping();
        var scenarios = new ArrayList<Scenario>();
        for (int i = 1; i <= count; i++) {
            Kind kind = any.pick(List.of(Kind.API, Kind.LIST, Kind.LIST, Kind.REPORT));
            int who = any.random.nextInt(4);
            Visitor visitor = kind == Kind.API ? program : who == 0 ? ofFew : who == 1 ? ofMany : admin;
            String query = any.query(kind);
            String asker = visitor == ofFew ? "manager of 50" : visitor == ofMany ? "manager of 500" : "admin";
            String name =
                    "%03d %s, %s, %s".formatted(i, kind.named, kind == Kind.API ? "key" : asker, shortened(query));
            scenarios.add(new Scenario(GROUP, name, visitor, kind.path + query, Bound.SHOWN));
        }
        return scenarios;
    }

    private static String shortened(String query) {
        return query.replaceAll("(&?user_id=\\d+){5,}", "&many_people")
                .replaceAll("(&?project_id=\\d+){5,}", "&many_projects");
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String query(Kind kind) {
        boolean api = kind == Kind.API;
        var parts = new ArrayList<String>();
        if (chance(45)) {
            add(parts, "user_id", people, new int[] {1, 1, 3, 20, 100, 300});
        }
        if (chance(40)) {
            add(parts, "project_id", projects, new int[] {1, 1, 1, 4, 30, 200});
        }
        if (chance(30)) {
            add(parts, "category_id", categories, new int[] {1, 1, 2});
        }
        if (chance(35)) {
            add(parts, "labor_type_id", laborTypes, new int[] {1, 1, 2});
        }
        for (String nothing : List.of("project_id=none", "category_id=none")) {
            if (chance(10)) {
                parts.add(nothing);
            }
        }
        if (chance(15)) {
            parts.add("running=" + chance(40));
        }
        if (!api && chance(20)) {
            parts.add("q=" + word() + (chance(30) ? "+" + word() : ""));
        }
        if (api) {
            for (String stamp : List.of("updated_at", "created_at", "start_at")) {
                if (chance(25)) {
                    Instant to = data.now().minus(chance(40) ? 0 : random.nextInt(900), ChronoUnit.DAYS);
                    int[] hours = {1, 30, 24 * 7, 24 * 40, 24 * 400};
                    parts.add("min_" + stamp + "="
                            + to.minus(hours[random.nextInt(hours.length)], ChronoUnit.HOURS)
                                    .truncatedTo(ChronoUnit.SECONDS));
                    if (chance(70)) {
                        parts.add("max_" + stamp + "=" + to.truncatedTo(ChronoUnit.SECONDS));
                    }
                }
            }
            if (chance(50)) {
                parts.add("sort=" + pick(List.of("id", "-id", "start_at", "-start_at", "updated_at", "-updated_at")));
            }
        } else {
            if (chance(30)) {
                parts.add("range=all");
            } else {
                LocalDate to = data.today().minusDays(random.nextInt(700));
                int[] days = {0, 6, 13, 30, 91, 365, 600};
                parts.add("from=" + to.minusDays(days[random.nextInt(days.length)]));
                parts.add("to=" + to);
            }
            if (kind == Kind.REPORT) {
                parts.add("by=" + pick(List.of("day", "week", "month", "pay_period")));
                if (chance(70)) {
                    parts.add("by=" + pick(List.of("person", "project", "category", "labor_type")));
                }
            } else if (chance(30)) {
                parts.add("sort=" + pick(List.of("day", "-day", "duration", "-duration", "person", "-project")));
            }
        }
        if (chance(15)) {
            parts.add("per_page=" + pick(List.of("50", "100")));
        }
        if (chance(30)) {
            parts.add("page=" + (1 + random.nextInt(chance(50) ? 10 : 2_000)));
        }
        return String.join("&", parts);
    }

    private void add(List<String> parts, String parameter, List<Keyed> keys, int[] counts) {
        int count = counts[random.nextInt(counts.length)];
        // The first ones are the biggest.
        int among = chance(40) ? Math.min(keys.size(), Math.max(count, 5)) : keys.size();
        random.ints(0, among)
                .distinct()
                .limit(Math.min(count, among))
                .forEach(index -> parts.add(parameter + "=" + keys.get(index).id()));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String word() {
        int among = chance(40) ? Math.min(10, words.size()) : words.size();
        return URLEncoder.encode(words.get(random.nextInt(among)), StandardCharsets.UTF_8);
    }
}
