package timesessions.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers what has been answered before, without making it again: from memory, or by telling readers that they have it. An
 * answer is found by the whole state that it was made from, which is read anew for each request; so none has to be thrown
 * away when something changes, on this node or on another, and none is given that does not hold any more.
 */
public final class ResponseCache {
    /** For the headers and what memory itself takes. */
    private static final int BESIDE_THE_BODY = 1_000;

    private static final Set<String> OF_ENCODING = Set.of("Content-Encoding", "Content-Length");

    private final PublicUrl publicUrl;
    private final @Nullable Cache<String, Kept> answers;

    /**
     * Makes a cache.
     *
     * @param bytes that the answers may take together; 0 to keep none
     */
    public ResponseCache(PublicUrl publicUrl, long bytes) {
        this.publicUrl = publicUrl;
        this.answers = bytes == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(bytes)
                        .weigher((String state, Kept kept) -> kept.weight())
                        .build();
    }

    /** A handler, whose answers are known by their state; its route must not be open to everyone. */
    public Handler over(Handler handler) {
        return ctx -> {
            Answer answer = Answer.of(ctx);
            answer.isKeptIn(this, ctx, publicUrl.saidBy(ctx));
            Optional<EntityTag> known = EntityTag.ofState(ctx.header("If-None-Match"), answer.goodStates());
            if (known.isPresent()) {
                Reply.notModified(ctx, known.get());
                return;
            }
            if (!answered(ctx, answer, answers)) {
                handler.handle(ctx);
            }
        };
    }

    /**
     * Keeps an answer that is whole by now, with its headers. What sets a cookie is for once, and what is refused may be
     * allowed next time.
     *
     * @param tag null where it has none
     */
    void keep(Context ctx, Answer answer, @Nullable EntityTag tag, Body body) {
        boolean holds = answer.now().isBefore(answer.until());
        if (answers != null && holds && ctx.statusCode() == 200 && ctx.res().getHeader("Set-Cookie") == null) {
            answers.put(answer.state(), new Kept(answer.until(), headers(ctx), tag, body));
        }
    }

    private static boolean answered(Context ctx, Answer answer, @Nullable Cache<String, Kept> answers)
            throws IOException {
        if (answers == null) {
            return false;
        }
        for (String state : answer.goodStates()) {
            Kept kept = answers.getIfPresent(state);
            if (kept != null && answer.now().isBefore(kept.until)) {
                Body sent = send(ctx, kept);
                if (kept.body.compressed == null && sent.compressed != null) {
                    answers.put(state, new Kept(kept.until, kept.headers, kept.tag, sent));
                }
                return true;
            }
        }
        return false;
    }

    /** Gives back the body with what of it had to be made. */
    private static Body send(Context ctx, Kept kept) throws IOException {
        if (kept.tag != null && kept.tag.isAmong(ctx.header("If-None-Match"))) {
            Reply.notModified(ctx, kept.tag);
            return kept.body;
        }
        kept.headers.forEach(header -> ctx.res().setHeader(header.name, header.value));
        Body sent = Reply.send(ctx, kept.body);
        // The answer is whole, and pages would be compressed once more.
        ctx.skipRemainingHandlers();
        return sent;
    }

    private static List<Header> headers(Context ctx) {
        var headers = new ArrayList<Header>();
        for (String name : ctx.res().getHeaderNames()) {
            if (!SecurityHeaders.ALWAYS.containsKey(name) && !OF_ENCODING.contains(name)) {
                headers.add(new Header(name, ctx.res().getHeader(name)));
            }
        }
        return headers;
    }

    private record Header(String name, String value) {}

    /** The bytes of an answer; compressed too, once somebody has asked for that. */
    @SuppressWarnings("ArrayRecordComponent")
    record Body(byte[] plain, byte @Nullable [] compressed) {}

    private record Kept(
            Instant until, List<Header> headers, @Nullable EntityTag tag, Body body) {
        int weight() {
            return BESIDE_THE_BODY + body.plain.length + (body.compressed == null ? 0 : body.compressed.length);
        }
    }
}
