package timesessions.web;

import com.fasterxml.jackson.core.JsonFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.database.DatabaseAway;

/** One answer to every failure: JSON under /api, a page elsewhere, and the details only in the log. */
public final class Errors {
    private static final Logger log = LoggerFactory.getLogger(Errors.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final String RETRY_SECONDS = "5";

    /** The template of the page about a failure. */
    static final String PAGE = "error";

    private Errors() {}

    public static void addTo(RoutesConfig routes) {
        routes.exception(Problem.class, (problem, ctx) -> answer(ctx, problem));
        routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> answer(ctx, Problem.methodNotAllowed(methods(e))));
        routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, problemOf(e.getStatus())));
        routes.exception(DatabaseAway.class, (e, ctx) -> {
            log.warn("{} {}: {}", ctx.method(), ctx.path(), e.getMessage());
            answer(ctx, problemOf(503));
        });
        routes.exception(Exception.class, (e, ctx) -> {
            log.error("{} {} failed", ctx.method(), ctx.path(), e);
            answer(ctx, problemOf(500));
        });
    }

    /** What a reader is told of a failure that says no more of itself. */
    static Problem problemOf(int status) {
        return switch (status) {
            case 404 -> Problem.notFound();
            case 413 -> new Problem(status, "The request is too large.", null, Map.of());
            case 414, 431 -> new Problem(status, "The address or the headers are too long.", null, Map.of());
            case 503 ->
                new Problem(
                        status,
                        "The database cannot be reached. Try again in %s seconds.".formatted(RETRY_SECONDS),
                        null,
                        Map.of("Retry-After", RETRY_SECONDS));
            default ->
                status >= 500
                        ? new Problem(status, "Something went wrong.", null, Map.of())
                        : new Problem(status, "The request cannot be understood.", null, Map.of());
        };
    }

    /** The methods that the address has routes for; with GET goes HEAD, which has none of its own. */
    private static List<String> methods(MethodNotAllowedResponse refused) {
        return refused.getDetails().values().stream()
                .flatMap(methods -> Stream.of(methods.split(", ", -1)))
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .toList();
    }

    private static void answer(Context ctx, Problem problem) {
        ctx.status(problem.status());
        problem.headers().forEach(ctx::header);
        ctx.header("Cache-Control", "no-store");
        if (isApi(ctx.path())) {
            ctx.contentType(Reply.JSON).result(json(problem));
        } else {
            page(ctx, problem);
        }
    }

    private static void page(Context ctx, Problem problem) {
        int status = problem.status();
        try {
            ctx.render(PAGE, model(problem, retry(ctx, status)));
        } catch (RuntimeException e) {
            // What stands around every page may be the very thing that fails.
            log.error("{} {}: the page about error {} failed", ctx.method(), ctx.path(), status, e);
            ctx.contentType("text/plain; charset=utf-8").result(problem.message() + "\n");
        }
    }

    /** What the page says of a problem. */
    static Map<String, Object> model(Problem problem, String retry) {
        int status = problem.status();
        return Map.of(
                "status",
                status,
                "title",
                title(status),
                "message",
                problem.message(),
                "advice",
                advice(status),
                "retry",
                retry);
    }

    /** Where the same can be asked for again; empty where that would not help, or would do something twice. */
    private static String retry(Context ctx, int status) {
        boolean mayPass = status >= 500 || status == 429;
        if (!mayPass || !ctx.method().equals(HandlerType.GET)) {
            return "";
        }
        return ctx.path() + (ctx.queryString() == null ? "" : "?" + ctx.queryString());
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 429 -> "Too many requests";
            case 503 -> "Not available now";
            default -> status >= 500 ? "Something went wrong" : "That did not work";
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 403 -> "If you need it, ask an admin of your company.";
            case 404 -> "The address may be mistyped, or what was here is gone or not yours to see.";
            case 429, 503 -> "Wait a little, then load the page again.";
            default ->
                status >= 500
                        ? "Load the page again. If that does not help, tell whoever runs this server when it happened."
                        : "Go back and check what you entered.";
        };
    }

    static boolean isApi(@Nullable String path) {
        return path != null && (path.equals("/api") || path.startsWith("/api/"));
    }

    static byte[] json(Problem problem) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeNumberField("status", problem.status());
            json.writeStringField("code", code(problem.status()));
            json.writeStringField("message", problem.message());
            if (problem.parameter() != null) {
                json.writeStringField("parameter", problem.parameter());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String code(int status) {
        return switch (status) {
            case 400 -> "bad_request";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 406 -> "not_acceptable";
            case 413 -> "content_too_large";
            case 414 -> "uri_too_long";
            case 422 -> "unprocessable_entity";
            case 429 -> "too_many_requests";
            case 431 -> "request_header_fields_too_large";
            case 503 -> "service_unavailable";
            case 505 -> "http_version_not_supported";
            default -> status >= 500 ? "internal_server_error" : "bad_request";
        };
    }
}
