package timesessions.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a request is about to get, and all that it depends on: the state of things, by which it is known again.
 * Who lets the request in says what they found the reader and the hours to be; the request itself says what is asked for;
 * and the handler says whether its answer goes on changing with the clock.
 */
public final class Answer {
    private static final String ATTRIBUTE = "timesessions.answer";
    /** What answers take from headers, whatever the route. */
    private static final List<String> HEADERS =
            List.of("HX-Request", "HX-Target", "HX-History-Restore-Request", "HX-Current-URL");

    /** No header is sent like that. */
    private static final String NO_HEADER = " ";

    private static final int HASH_BYTES = 15;

    private final Instant now;
    private final List<?> facts;
    private @Nullable ResponseCache cache;
    private String state = "";
    private String tickingState = "";
    private boolean ticks;
    private Instant until = Instant.MAX;

    private Answer(Instant now, List<?> facts) {
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.facts = facts;
    }

    /**
     * Notes what the answer depends on beside the request.
     *
     * @param facts whose texts change if anything changes that the reader could be shown, but by the hands of a clock
     */
    public static void prepare(Context ctx, Instant now, Object... facts) {
        ctx.attribute(ATTRIBUTE, new Answer(now, List.of(facts)));
    }

    /** The answer to this request, on a route that not everyone gets to. */
    public static Answer of(Context ctx) {
        return Objects.requireNonNull(find(ctx), "Nobody was let in");
    }

    static @Nullable Answer find(Context ctx) {
        return ctx.attribute(ATTRIBUTE);
    }

    /** The moment of the request, in whole seconds: whoever asks within the same second is given the same. */
    public Instant now() {
        return now;
    }

    /** Says that a running clock has a part in the answer, so that it holds for this second only. */
    public void ticks(boolean running) {
        ticks |= running;
    }

    /** Says that the answer is another one from that moment on, though nothing may have been written. */
    public void holdsUntil(Instant moment) {
        until = moment.isBefore(until) ? moment : until;
    }

    /** Has the answer known by its state from here on, and kept where it may be. */
    void isKeptIn(ResponseCache cache, Context ctx, String publicUrl) {
        this.cache = cache;
        var all = new StringJoiner("\n")
                .add(Build.ID)
                .add(publicUrl)
                .add(ctx.path())
                .add(Objects.requireNonNullElse(ctx.queryString(), ""));
        HEADERS.forEach(name -> all.add(header(ctx, name)));
        all.add(Boolean.toString(AcceptHeader.takesJson(ctx)));
        facts.forEach(fact -> all.add(fact.toString()));
        this.state = hash(all.toString());
        this.tickingState = hash(state + now.getEpochSecond());
    }

    private static String header(Context ctx, String name) {
        Enumeration<String> values = ctx.req().getHeaders(name);
        return values.hasMoreElements() ? String.join(",", Collections.list(values)) : NO_HEADER;
    }

    /** Where it is kept, if it is of a kind that is. */
    @Nullable
    ResponseCache cache() {
        return cache;
    }

    /** What the answer is known by, as far as is known by now. */
    String state() {
        return ticks ? tickingState : state;
    }

    /** What an answer is known by that was made before and still holds, whether or not a clock has a part in it. */
    List<String> goodStates() {
        return List.of(state, tickingState);
    }

    Instant until() {
        return until;
    }

    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
