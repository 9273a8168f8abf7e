package timesessions.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import timesessions.api.Manual.ValueType;
import timesessions.api.Manual.Word;

/** Says what a JSON Schema allows, in a few words. */
final class ValueTypeReader {

    ValueType of(JsonNode schema) {
        return new ValueType(
                words(schema), choices(schema), schema.path("default").asText(""));
    }

    /** A list is a parameter that may come several times. */
    ValueType ofParameter(JsonNode schema) {
        if (!isList(schema)) {
            return of(schema);
        }
        var words = new ArrayList<Word>(words(schema.path("items")));
        words.add(plain(", repeatable"));
        return new ValueType(words, List.of(), "");
    }

    private static List<Word> words(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = ManualReader.lastPart(schema.path("$ref").asText());
            return List.of(new Word(name, ManualReader.anchor("schema", name)));
        }
        if (schema.has("oneOf")) {
            var words = new ArrayList<Word>();
            for (JsonNode choice : schema.path("oneOf")) {
                if (!words.isEmpty()) {
                    words.add(plain(" or "));
                }
                words.addAll(words(choice));
            }
            return words;
        }
        if (isList(schema)) {
            var words = new ArrayList<Word>();
            words.add(plain("array of "));
            words.addAll(words(schema.path("items")));
            return words;
        }
        if (schema.has("const")) {
            return List.of(plain(schema.path("const").asText()));
        }
        return List.of(plain(schema.path("type").asText("any") + limits(schema)));
    }

    private static String limits(JsonNode schema) {
        if (schema.has("maxLength")) {
            return " of at most %d characters"
                    .formatted(schema.path("maxLength").asInt());
        }
        String least = schema.has("minimum") ? " from " + schema.path("minimum").asText() : "";
        String most = schema.has("maximum") ? " to " + schema.path("maximum").asText() : "";
        return least + most;
    }

    private static List<String> choices(JsonNode schema) {
        return ManualReader.list(schema.path("enum")).stream()
                .map(JsonNode::asText)
                .toList();
    }

    private static boolean isList(JsonNode schema) {
        return schema.path("type").asText().equals("array");
    }

    private static Word plain(String text) {
        return new Word(text, "");
    }
}
