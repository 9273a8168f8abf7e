package timesessions.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import timesessions.session.EntryType;
import timesessions.time.IsoTimestamp;
import timesessions.time.RailsTimeZone;

/**
 * Reads the value that a JSON parser stands at as what it must be, or refuses it in one sentence: where it is, whose it
 * is, what its field must be, and what it is instead.
 */
final class JsonValues {
    private static final long HIGHEST_ID = (1L << 53) - 1;
    private static final int LONGEST_NAME = 500;
    private static final int MOST_TEXT_BYTES = 1 << 20;
    private static final int LONGEST_TOLD = 40;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

    private final JsonParser json;
    private long sessionId;
    private long entryId;

    JsonValues(JsonParser json) {
        this.json = json;
    }

    /** From here on, refusals name this session; 0 for none that is known. */
    void inSession(long id) {
        sessionId = id;
        entryId = 0;
    }

    /** As {@link #inSession}, for an entry of that session. */
    void inEntry(long id) {
        entryId = id;
    }

    long id() throws IOException {
        if (isLong()) {
            long id = json.getLongValue();
            if (id >= 1 && id <= HIGHEST_ID) {
                return id;
            }
        }
        throw mustBe("a whole number from 1 to " + HIGHEST_ID);
    }

    int seconds() throws IOException {
        return count("a whole number of seconds");
    }

    int count() throws IOException {
        return count("a whole number");
    }

    private int count(String what) throws IOException {
        if (isLong()) {
            long count = json.getLongValue();
            if (count >= 0 && count <= Integer.MAX_VALUE) {
                return (int) count;
            }
        }
        throw mustBe(what + " from 0 to " + Integer.MAX_VALUE);
    }

    private boolean isLong() throws IOException {
        return json.hasToken(JsonToken.VALUE_NUMBER_INT) && json.getNumberType() != NumberType.BIG_INTEGER;
    }

    boolean truth() throws IOException {
        if (!json.currentToken().isBoolean()) {
            throw mustBe("true or false");
        }
        return json.getBooleanValue();
    }

    Instant instant() throws IOException {
        if (json.hasToken(JsonToken.VALUE_STRING)) {
            try {
                return IsoTimestamp.parse(json.getText());
            } catch (DateTimeParseException e) {
                // Refused below, like what is not a text.
            }
        }
        throw mustBe("an ISO 8601 time with an offset, in the years 1000 to 9999");
    }

    @Nullable
    Instant instantOrNull() throws IOException {
        return isNull() ? null : instant();
    }

    /** The name of a time zone, as it came. */
    String zone() throws IOException {
        if (json.hasToken(JsonToken.VALUE_STRING)) {
            RailsTimeZone zone = RailsTimeZone.find(json.getText()).orElse(null);
            if (zone != null) {
                return zone.name();
            }
        }
        throw mustBe("the name of a time zone such as 'Eastern Time (US & Canada)' or 'Europe/Oslo'");
    }

    EntryType entryType() throws IOException {
        String type = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : "";
        return switch (type) {
            case "work" -> EntryType.WORK;
            case "break" -> EntryType.BREAK;
            default -> throw mustBe("'work' or 'break'");
        };
    }

    /** A name without the white space around it. */
    String name() throws IOException {
        String name = trimmed(text());
        if (name.isEmpty()) {
            throw refusal(path() + " must not be empty");
        }
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST_NAME) {
            throw refusal(path() + " must have at most " + LONGEST_NAME + " characters, not " + length);
        }
        return name;
    }

    @Nullable
    String textOrNull() throws IOException {
        if (isNull()) {
            return null;
        }
        String text = text();
        boolean mayBeTooLong = text.length() > MOST_TEXT_BYTES / 3;
        if (mayBeTooLong && text.getBytes(UTF_8).length > MOST_TEXT_BYTES) {
            throw refusal(path() + " must have at most " + MOST_TEXT_BYTES + " bytes");
        }
        return text;
    }

    private String text() throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            throw mustBe("a text");
        }
        String text = json.getText();
        int half = halfCharacter(text);
        if (half >= 0) {
            // The database would store another character, and each further import would find the text changed.
            throw refusal("%s has half a character in it, \\u%x".formatted(path(), (int) text.charAt(half)));
        }
        return text;
    }

    boolean isNull() {
        return json.hasToken(JsonToken.VALUE_NULL);
    }

    void requireObject() throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            throw mustBe("an object");
        }
    }

    void requireArray() throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            throw mustBe("an array");
        }
    }

    Source.Unreadable mustBe(String expectation) throws IOException {
        return refusal("%s must be %s, not %s".formatted(path(), expectation, told()));
    }

    Source.Unreadable refusal(String fault) {
        return refusal(json.currentTokenLocation(), fault);
    }

    Source.Unreadable refusal(JsonLocation location, String fault) {
        return refusal(location, fault, null);
    }

    Source.Unreadable refusal(JsonLocation location, String fault, @Nullable IOException cause) {
        String told = onOneLine(fault);
        return new Source.Unreadable(
                place(location) + ": " + told, entryId > 0 ? "entry %d: %s".formatted(entryId, told) : told, cause);
    }

    /** The names of the fields that lead to the value from the session or the entry that it belongs to. */
    String path() {
        JsonStreamContext context = json.getParsingContext();
        if (json.currentToken().isStructStart()) {
            context = context.getParent();
        }
        var path = new StringBuilder();
        for (; context != null && context.inObject(); context = context.getParent()) {
            path.insert(0, path.isEmpty() ? context.getCurrentName() : context.getCurrentName() + ".");
        }
        if (path.isEmpty()) {
            return isAmongEntries(context) ? "a time entry" : "a session";
        }
        return path.toString();
    }

    private static boolean isAmongEntries(@Nullable JsonStreamContext context) {
        JsonStreamContext parent = context == null ? null : context.getParent();
        return parent != null && parent.inObject();
    }

    private String place(JsonLocation location) {
        // Lines of more than 2 GB: the whole file, where it comes from one answer of a server.
        var place = new StringBuilder(
                location.getColumnNr() > 0
                        ? "line " + location.getLineNr() + ", column " + location.getColumnNr()
                        : "byte " + location.getByteOffset());
        if (sessionId > 0) {
            place.append(", session ").append(sessionId);
        }
        if (entryId > 0) {
            place.append(", entry ").append(entryId);
        }
        return place.toString();
    }

    private String told() throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> "'" + shortened(json.getText()) + "'";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> shortened(json.getText());
        };
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_TOLD) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_TOLD)) + "…";
    }

    /** Fit for a terminal, whatever the file holds. */
    private static String onOneLine(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }

    /** Without Unicode's white space at both ends, of which {@link String#strip} leaves the no-break spaces. */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isWhiteSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /** Where the text has one half of a surrogate pair without the other; -1 for nowhere. */
    private static int halfCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
