package timesessions.session;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import timesessions.account.ApiAccess;
import timesessions.account.ApiTokenQueries.Reader;
import timesessions.web.AcceptHeader;
import timesessions.web.Access;
import timesessions.web.Answer;
import timesessions.web.Params;
import timesessions.web.Problem;
import timesessions.web.PublicUrl;
import timesessions.web.QueryString;
import timesessions.web.Reply;
import timesessions.web.ResponseCache;

/** The JSON API: sessions byte for byte in the shape that the programs of Jetbuilt's customers read. */
public final class SessionApi {
    public static final String PATH = "/api/time_sessions";
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    private final SessionQueries sessions;
    private final PublicUrl publicUrl;
    private final ResponseCache answers;

    public SessionApi(SessionQueries sessions, PublicUrl publicUrl, ResponseCache answers) {
        this.sessions = sessions;
        this.publicUrl = publicUrl;
        this.answers = answers;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(PATH, answers.over(this::list), Access.API_KEY);
        routes.get(PATH + "/{id}", answers.over(this::one), Access.API_KEY);
    }

    private void list(Context ctx) throws IOException {
        Reader reader = ApiAccess.reader(ctx);
        AcceptHeader.requireJson(ctx);
        Params params = Params.of(ctx.queryString());
        SessionFilter filter = SessionFilter.ofApi(params);
        Order sort = params.read("sort", Order::ofApi);
        Order order = sort == null ? Order.BY_ID : sort;
        Paging paging = Paging.ofApi(params, order);
        params.problems().stream().findFirst().ifPresent(problem -> {
            throw Problem.badParameter(problem);
        });

        Answer answer = Answer.of(ctx);
        SessionPage page =
                sessions.page(reader.visibility(), filter, order, paging).at(answer.now());
        answer.ticks(page.sessions().stream().anyMatch(TimeSession::ticks));

        var headers = new HashMap<String, String>();
        headers.put("X-Total-Count", Long.toString(page.total()));
        String links = links(publicUrl.of(ctx) + PATH, params, page);
        if (!links.isEmpty()) {
            headers.put("Link", links);
        }
        Reply.tagged(ctx, Reply.JSON, SessionJson.array(page.sessions(), reader.timeZone()), headers);
    }

    private void one(Context ctx) throws IOException {
        Reader reader = ApiAccess.reader(ctx);
        AcceptHeader.requireJson(ctx);
        String id = ctx.pathParam("id");
        TimeSession session = Optional.of(id)
                .filter(ID.asMatchPredicate())
                .flatMap(number -> sessions.find(reader.visibility(), Long.parseLong(number)))
                .orElseThrow(Problem::notFound);
        Answer answer = Answer.of(ctx);
        answer.ticks(session.ticks());
        Reply.tagged(ctx, Reply.JSON, SessionJson.object(session.at(answer.now()), reader.timeZone()), Map.of());
    }

    /** In the order first, prev, last, next; empty where there is one page. */
    private static String links(String path, Params params, SessionPage page) {
        long number = page.paging().number();
        long last = page.lastNumber();
        var links = new ArrayList<String>();
        if (page.isPastTheEnd()) {
            links.add(link(path, params, 1, null, "first"));
            links.add(link(path, params, last, null, "prev"));
            links.add(link(path, params, last, null, "last"));
            return String.join(", ", links);
        }
        if (number > 1) {
            links.add(link(path, params, 1, null, "first"));
            links.add(link(path, params, number - 1, number == 2 ? null : page.previous(), "prev"));
        }
        if (page.next() != null) {
            links.add(link(path, params, Math.max(last, number + 1), null, "last"));
            links.add(link(path, params, number + 1, page.next(), "next"));
        }
        return String.join(", ", links);
    }

    private static String link(String path, Params params, long number, @Nullable Cursor cursor, String relation) {
        var query = new QueryString();
        params.forEach((name, value) -> {
            if (!name.equals("page") && !name.equals("cursor")) {
                query.addEven(name, value);
            }
        });
        query.add("page", number).add("cursor", cursor == null ? null : cursor.encode());
        return "<" + path + query + ">; rel=\"" + relation + "\"";
    }
}
