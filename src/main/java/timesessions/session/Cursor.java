package timesessions.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place between two sessions in an order, from which a page starts without counting what lies before it.
 *
 * @param backwards whether the page lies before the place; then it is the last of the rows before it
 * @param at the instant that the order sorts by, of the session at the place; null where the order is by id
 * @param id of the session at the place
 */
public record Cursor(
        Order order, boolean backwards, @Nullable Instant at, long id) {
    private static final Pattern FORM = Pattern.compile("([<>])(-?[a-z_]+) (?:(-?[0-9]{1,15}) )?([0-9]{1,16})");

    /** The cursor for the page before, or after, that session. */
    static Cursor beside(TimeSession session, Order order, boolean backwards) {
        return new Cursor(
                order,
                backwards,
                switch (order.column()) {
                    case ID -> null;
                    case START_AT -> session.startAt();
                    case UPDATED_AT -> session.updatedAt();
                    case DAY, DURATION, PERSON, PROJECT -> throw new IllegalArgumentException("Pages have numbers");
                },
                session.id());
    }

    /** The opaque text that stands in links: letters, digits, {@code -} and {@code _}. */
    public String encode() {
        String plain = (backwards ? "<" : ">") + order + " " + (at == null ? "" : at.toEpochMilli() + " ") + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads what {@link #encode} wrote for the same order.
     *
     * @throws IllegalArgumentException with a message that goes on after the parameter's name
     */
    public static Cursor decode(String text, Order order) {
        var refusal = new IllegalArgumentException("is not one that a link of this list has given");
        String plain;
        try {
            plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw refusal;
        }
        var parts = FORM.matcher(plain);
        if (!parts.matches() || !parts.group(2).equals(order.toString())) {
            throw refusal;
        }
        boolean needsInstant = order.column() != Order.Column.ID;
        if (needsInstant != (parts.group(3) != null)) {
            throw refusal;
        }
        return new Cursor(
                order,
                parts.group(1).equals("<"),
                needsInstant ? Instant.ofEpochMilli(Long.parseLong(parts.group(3))) : null,
                Long.parseLong(parts.group(4)));
    }
}
