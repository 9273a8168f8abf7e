package timesessions.web;

import io.javalin.http.Context;
import io.javalin.rendering.FileRenderer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Thymeleaf for {@code ctx.render}: "session/list" is a whole page, "session/list :: results" one fragment of it. */
public final class Views implements FileRenderer {
    private final TemplateEngine engine = new TemplateEngine();
    private final Assets assets;
    private final Function<Context, Map<String, Object>> common;

    /**
     * Makes a renderer.
     *
     * @param common what every page gets, besides what its handler gives it
     */
    public Views(Assets assets, Function<Context, Map<String, Object>> common) {
        this.assets = assets;
        this.common = common;
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("/templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
    }

    @Override
    public String render(String view, Map<String, ? extends Object> model, Context ctx) {
        var all = new HashMap<String, Object>(common.apply(ctx));
        all.put("assets", assets);
        all.put("path", ctx.path());
        all.put("formToken", FormToken.of(ctx));
        all.putAll(model);
        // Not a web context: that one hides whatever is called session, param or application.
        var context = new org.thymeleaf.context.Context(Locale.ENGLISH, all);
        String[] parts = view.split(" :: ", 2);
        if (parts.length == 1) {
            return engine.process(view, context);
        }
        String fragment = engine.process(parts[0], Set.of(parts[1]), context);
        if (fragment.isBlank()) {
            throw new IllegalArgumentException("No fragment " + view);
        }
        return fragment;
    }

    /**
     * Answers a swap of the element with that id by the fragment of the same name, and all else by the whole page: a plain
     * visit, a boosted link that replaces the body, a history entry that htmx restores.
     */
    public static void pageOrFragment(Context ctx, String page, String fragment, Map<String, Object> model) {
        ctx.header("Vary", "Cookie, HX-Request, HX-Target");
        boolean swap = fragment.equals(ctx.header("HX-Target")) && ctx.header("HX-History-Restore-Request") == null;
        ctx.render(swap ? page + " :: " + fragment : page, model);
    }
}
