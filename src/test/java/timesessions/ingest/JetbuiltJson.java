package timesessions.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import timesessions.session.TimeSession;

/** Makes sessions as Jetbuilt sends them; a test says only what it is about. */
final class JetbuiltJson {
    static final String ENTRY = """
            {"id": 54, "start_at": "2026-03-02T09:00:00.000-08:00", "end_at": "2026-03-02T13:00:00.000-08:00",
             "time_zone": "Pacific Time (US & Canada)", "duration": 14400,
             "created_at": "2026-03-02T17:00:01.000-08:00", "updated_at": "2026-03-02T17:00:02.000-08:00",
             "type": "work", "running": false, "labor_type": {"id": 43234, "name": "Installation"}}""";

    private static final String SESSION = """
            {"id": 18, "start_at": "2026-03-02T09:00:00.000-08:00", "end_at": "2026-03-02T17:00:00.000-08:00",
             "time_zone": "Pacific Time (US & Canada)", "duration": 28800, "work_duration": 25200,
             "break_duration": 3600, "num_breaks": 1, "description": "Rack wired",
             "created_at": "2026-03-02T17:00:01.000-08:00", "updated_at": "2026-03-02T17:00:02.000-08:00",
             "running": false, "user": {"id": 123, "full_name": "Joe Bob"},
             "project": {"id": 435, "full_name": "Conference Room"}, "category": null, "time_entries": []}""";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode object;

    private JetbuiltJson(String json) {
        try {
            object = (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JetbuiltJson aSession() {
        return new JetbuiltJson(SESSION);
    }

    static JetbuiltJson anEntry() {
        return new JetbuiltJson(ENTRY);
    }

    JetbuiltJson with(String field, String json) {
        object.putRawValue(field, new RawValue(json));
        return this;
    }

    JetbuiltJson with(String field, long number) {
        object.put(field, number);
        return this;
    }

    JetbuiltJson entries(JetbuiltJson... entries) {
        return with("time_entries", List.of(entries).toString());
    }

    JetbuiltJson without(String... fields) {
        object.remove(List.of(fields));
        return this;
    }

    /** The same with its fields in another order. */
    JetbuiltJson shuffled(Random random) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        var other = new JetbuiltJson("{}");
        names.forEach(name -> other.object.set(name, object.get(name)));
        return other;
    }

    @Override
    public String toString() {
        return object.toString();
    }

    static JetbuiltSource source(String json) {
        return new JetbuiltSource(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    static List<TimeSession> read(String json) {
        return all(source(json));
    }

    static List<TimeSession> all(Source source) {
        var sessions = new ArrayList<TimeSession>();
        for (TimeSession session = source.next(); session != null; session = source.next()) {
            sessions.add(session);
        }
        return sessions;
    }
}
