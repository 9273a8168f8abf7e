package timesessions.web;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Query parameters, read once. A value that cannot be read becomes its default and a problem: the API answers 400 with
 * the first problem, a page says it beside the field. Where a parameter that is not repeatable comes twice, the last one
 * counts, as it does upstream.
 */
public final class Params {
    private static final int LONGEST_ECHO = 100;

    /** What is wrong with one parameter, in words for its reader. */
    public record Problem(String parameter, String message) {}

    private final Map<String, List<String>> values;
    private final List<Problem> problems = new ArrayList<>();

    private Params(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Takes the parameters apart.
     *
     * @param query the part of an address after {@code ?}, still encoded; null where there is none
     */
    public static Params of(@Nullable String query) {
        var values = new LinkedHashMap<String, List<String>>();
        var params = new Params(values);
        if (query == null) {
            return params;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String rawName = equals < 0 ? pair : pair.substring(0, equals);
            Optional<String> name = decode(rawName);
            Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                params.problem(name.orElse(shortened(rawName)), "is not encoded as UTF-8 with %-escapes");
                continue;
            }
            values.computeIfAbsent(name.get(), key -> new ArrayList<>()).add(value.get());
        }
        return params;
    }

    /** The value as it came, not stripped. */
    public Optional<String> text(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Calls with each name and value, those of one name together. */
    public void forEach(BiConsumer<String, String> action) {
        values.forEach((name, all) -> all.forEach(value -> action.accept(name, value)));
    }

    /** A whole number from 1; a number too large for a long is the largest. */
    public long positive(String name, long fallback) {
        return text(name)
                .map(value -> {
                    String digits = value.strip();
                    if (!digits.matches("[0-9]{1,400}") || digits.matches("0+")) {
                        problem(name, "must be a whole number from 1, not %s".formatted(quoted(value)));
                        return fallback;
                    }
                    String significant = digits.replaceFirst("^0+", "");
                    return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
                })
                .orElse(fallback);
    }

    /** A whole number from 1 to the most that is allowed. */
    public int positive(String name, int fallback, int most) {
        long number = positive(name, fallback);
        if (number > most) {
            problem(name, "must be at most %d".formatted(most));
            return fallback;
        }
        return (int) number;
    }

    /**
     * Ids from a parameter that may repeat, and {@code 0} for {@code none} where that is a choice.
     */
    public Set<Long> ids(String name, boolean noneAllowed) {
        var ids = new TreeSet<Long>();
        for (String value : all(name)) {
            String text = value.strip();
            if (noneAllowed && text.equals("none")) {
                ids.add(0L);
            } else if (text.matches("[1-9][0-9]{0,15}")) {
                ids.add(Long.parseLong(text));
            } else {
                problem(name, "must be %s, not %s".formatted(noneAllowed ? "an id or 'none'" : "an id", quoted(value)));
            }
        }
        return ids;
    }

    public @Nullable Boolean bool(String name) {
        String value = text(name).map(String::strip).orElse(null);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> {
                problem(name, "must be true or false, not %s".formatted(quoted(value)));
                yield null;
            }
        };
    }

    public @Nullable LocalDate date(String name) {
        String value = text(name).map(String::strip).orElse("");
        if (value.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            problem(name, "must be a date such as 2026-03-31, not %s".formatted(quoted(value)));
            return null;
        }
    }

    /**
     * Anything else that is read from a text.
     *
     * @param reader throws {@link IllegalArgumentException} with a message that goes on after the parameter's name, as in
     *     "must be a date"
     */
    public <T> @Nullable T read(String name, Function<String, T> reader) {
        String value = text(name).orElse(null);
        if (value == null) {
            return null;
        }
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            problem(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    public void problem(String parameter, String message) {
        problems.add(new Problem(parameter, message));
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** A value as a message may repeat it: in quotes, and not longer than a reader needs. */
    public static String quoted(String value) {
        return "'" + shortened(value) + "'";
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_ECHO ? value : value.substring(0, LONGEST_ECHO) + "…";
    }

    private static Optional<String> decode(String raw) {
        try {
            // ISO 8859-1 keeps the bytes apart, so that wrong UTF-8 is found instead of replaced.
            String bytes = URLDecoder.decode(
                    new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                    StandardCharsets.ISO_8859_1);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
