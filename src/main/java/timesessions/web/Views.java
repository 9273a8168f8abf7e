package timesessions.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.IContext;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Thymeleaf for {@code ctx.render}: "session/list" is a whole page, "session/list :: results" one fragment of it, and
 * "session/list :: results + session/filter-bar :: state" two of them. Every template finds {@code assets}, {@code theme} and {@code path} beside what its route gives it.
 */
public final class Views {
    /** Under these names Thymeleaf itself would tell of a request, so whoever reads a template would be misled. */
    private static final Set<String> RESERVED = Set.of("session", "param", "application");

    /** Where the bytes of a page are, which is the body of its request. */
    private static final String PAGE = "timesessions.page";

    private final TemplateEngine engine = new TemplateEngine();
    private final Assets assets;
    private final Map<String, List<Part>> parts = new ConcurrentHashMap<>();

    /** @param fragment empty for the whole page */
    private record Part(String template, Set<String> fragment) {}

    /** Makes a renderer, and a page with it, since the first one takes long. */
    public Views(Assets assets) {
        this.assets = assets;
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("/templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        engine.setTemplateResolver(resolver);
        RecordProperties.install();
        var dialect = new StandardDialect();
        dialect.setVariableExpressionEvaluator(new PathExpressions());
        engine.setDialect(dialect);
        render(Errors.PAGE, new HashMap<>(Errors.model(Problem.notFound(), "")), Theme.AUTO, "/");
    }

    /**
     * Adds the renderer, and the files that its pages link to.
     *
     * @param common what the layout shows around every page: {@code navigation}, a list of {@link NavItem}, and whatever
     *     else there is to say of the reader
     */
    public void addTo(JavalinConfig config, Function<Context, Map<String, Object>> common) {
        config.fileRenderer((view, model, ctx) -> {
            var variables = new HashMap<String, Object>(common.apply(ctx));
            variables.putAll(model);
            ctx.attribute(PAGE, render(view, variables, Theme.of(ctx), ctx.path()));
            // As a text it would be copied three times on its way.
            return "";
        });
        config.routes.after(Views::send);
        assets.addTo(config.routes);
    }

    private byte[] render(String view, Map<String, Object> variables, Theme theme, String path) {
        variables.put("assets", assets);
        variables.put("theme", theme);
        variables.put("path", path);
        for (String name : RESERVED) {
            if (variables.containsKey(name)) {
                throw new IllegalArgumentException(
                        "%s gets a value '%s', a name that Thymeleaf has for itself".formatted(view, name));
            }
        }
        // Without the request, among whose attributes Thymeleaf would look for every variable first.
        var context = new org.thymeleaf.context.Context(Locale.ENGLISH, variables);
        var page = new Utf8Writer();
        for (Part part : parts.computeIfAbsent(view, Views::parts)) {
            render(part, context, page);
        }
        return page.toByteArray();
    }

    private static List<Part> parts(String view) {
        return Stream.of(view.split(" \\+ ", -1))
                .map(part -> part.split(" :: ", 2))
                .map(names -> new Part(names[0], names.length == 1 ? Set.of() : Set.of(names[1])))
                .toList();
    }

    private void render(Part part, IContext context, Utf8Writer page) {
        if (part.fragment.isEmpty()) {
            engine.process(part.template, context, page);
            return;
        }
        int before = page.size();
        engine.process(part.template, part.fragment, context, page);
        if (page.isBlankFrom(before)) {
            throw new IllegalArgumentException("No fragment %s in %s".formatted(part.fragment, part.template));
        }
    }

    /**
     * Answers a swap of the element with that id by the fragment of the same name, and all else by the whole page: a plain
     * visit, a boosted link that replaces the body, a history entry that htmx restores.
     */
    public static void pageOrFragment(Context ctx, String page, String fragment, Map<String, Object> model) {
        pageOrFragment(ctx, page, fragment, "", model);
    }

    /**
     * As {@link #pageOrFragment(Context, String, String, Map)}, where more of the page changes with the element.
     *
     * @param alongside the fragment that swaps what else has changed, out of band; it finds {@code swap} set
     */
    public static void pageOrFragment(
            Context ctx, String page, String fragment, String alongside, Map<String, Object> model) {
        boolean swap = isSwapOf(ctx, fragment);
        var variables = new HashMap<>(model);
        variables.put("swap", swap);
        String view = page + (swap ? " :: " + fragment : "");
        ctx.render(swap && !alongside.isEmpty() ? view + " + " + alongside : view, variables);
    }

    /** Whether the answer takes the place of the element with that id, and of nothing else. */
    public static boolean isSwapOf(Context ctx, String element) {
        ctx.header("Vary", "HX-Request, HX-Target");
        return element.equals(ctx.header("HX-Target")) && ctx.header("HX-History-Restore-Request") == null;
    }

    /** Compresses pages, and keeps them out of every cache that they are not meant for: they show people's hours. */
    private static void send(Context ctx) throws IOException {
        @Nullable String type = ctx.res().getContentType();
        byte @Nullable [] page = ctx.attribute(PAGE);
        if (type == null || !type.startsWith("text/html") || page == null) {
            return;
        }
        if (ctx.res().getHeader("Cache-Control") == null) {
            ctx.header("Cache-Control", "private, no-store");
        }
        ctx.contentType("text/html; charset=utf-8");
        Reply.plain(ctx, page);
    }
}
