package timesessions.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.Select;

/**
 * The texts of queries that differ by few things, such as how many values they compare with. Each is made once: making them
 * anew was a tenth of what a list took in Java.
 *
 * @param <S> what tells the texts apart
 */
public final class KnownTexts<S> {
    /** Whoever asks for ever more shapes fills no memory; those that are asked for often come back. */
    private static final int MOST = 1_000;

    private final Map<S, String> texts = new ConcurrentHashMap<>();
    private final Function<S, Select<?>> query;

    /** @param query of a shape; its values only say their types */
    public KnownTexts(Function<S, Select<?>> query) {
        this.query = query;
    }

    /** With a placeholder for each value. */
    public String of(S shape) {
        String known = texts.get(shape);
        if (known != null) {
            return known;
        }
        String text = Database.text(query.apply(shape));
        if (texts.size() >= MOST) {
            texts.clear();
        }
        texts.put(shape, text);
        return text;
    }
}
