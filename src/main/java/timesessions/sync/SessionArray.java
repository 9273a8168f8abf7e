package timesessions.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.ingest.JetbuiltSource;
import timesessions.ingest.Source;
import timesessions.session.TimeSession;
import timesessions.sync.UpstreamAnswer.Faulty;

/**
 * Takes the JSON of an answer apart, so that each session is read by itself: what is wrong with one does not keep the
 * others out.
 */
final class SessionArray {
    private static final long HIGHEST_ID = (1L << 53) - 1;

    /** So lenient that only broken JSON fails here; what a session may be is for its reader to say. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxStringLength(1 << 30)
                    .maxNumberLength(1 << 20)
                    .build())
            .build();

    final List<TimeSession> sessions = new ArrayList<>();
    final List<Faulty> faulty = new ArrayList<>();

    private final byte[] body;

    private SessionArray(byte[] body) {
        this.body = body;
    }

    /**
     * Reads an array of sessions.
     *
     * @throws IOException if it is no array, or no JSON at all
     */
    static SessionArray read(byte[] body) throws IOException {
        var array = new SessionArray(body);
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("it is not an array");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                array.element(json);
            }
            array.requireEnd(json);
        }
        return array;
    }

    /**
     * Reads a single session.
     *
     * @throws IOException if it is no object, or no JSON at all
     */
    static SessionArray readOne(byte[] body) throws IOException {
        var array = new SessionArray(body);
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not an object");
            }
            array.element(json);
            array.requireEnd(json);
        }
        return array;
    }

    private void requireEnd(JsonParser json) throws IOException {
        if (json.nextToken() != null) {
            throw new IOException("something follows its end");
        }
    }

    private void element(JsonParser json) throws IOException {
        if (json.currentToken() == null) {
            throw new IOException("it ends too early");
        }
        int start = (int) json.currentTokenLocation().getByteOffset();
        boolean isObject = json.hasToken(JsonToken.START_OBJECT);
        Long id = isObject ? idOfObject(json) : skip(json);
        int end = (int) json.currentLocation().getByteOffset();
        if (start < 0 || end < start) {
            throw new IOException("it is not in UTF-8");
        }
        if (!isObject) {
            faulty.add(new Faulty(null, "a session must be an object", text(start, end)));
            return;
        }
        try {
            TimeSession session = new JetbuiltSource(new ByteArrayInputStream(body, start, end - start)).next();
            if (session != null) {
                sessions.add(session);
            }
        } catch (Source.Unreadable e) {
            faulty.add(new Faulty(id, e.fault(), text(start, end)));
        }
    }

    private String text(int start, int end) {
        return new String(body, start, end - start, UTF_8);
    }

    private static @Nullable Long skip(JsonParser json) throws IOException {
        json.skipChildren();
        // The value is read to its end, without which its length is not known.
        json.finishToken();
        return null;
    }

    /** Goes to the end of the object and gives its id, if it has one that can be an id. */
    private static @Nullable Long idOfObject(JsonParser json) throws IOException {
        Long id = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            if (json.currentToken() == null) {
                throw new IOException("it ends too early");
            }
            boolean isId = "id".equals(json.currentName());
            JsonToken value = json.nextToken();
            if (isId
                    && value == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    && json.getLongValue() >= 1
                    && json.getLongValue() <= HIGHEST_ID) {
                id = json.getLongValue();
            }
            json.skipChildren();
        }
        return id;
    }
}
