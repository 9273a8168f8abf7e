package timesessions.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import timesessions.api.Manual.Token;

/** JSON laid out over lines, in pieces that a page can colour. */
final class JsonTokens {
    private static final String INDENT = "  ";

    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();

    private JsonTokens() {}

    static List<Token> of(JsonNode json) {
        var printer = new JsonTokens();
        printer.print(json, "\n");
        printer.flush();
        return List.copyOf(printer.tokens);
    }

    private void print(JsonNode json, String lineEnd) {
        if (json.isObject()) {
            printObject(json, lineEnd);
        } else if (json.isArray()) {
            printArray(json, lineEnd);
        } else {
            colored(json.isTextual() ? "json-text" : json.isNumber() ? "json-number" : "json-word", json.toString());
        }
    }

    private void printObject(JsonNode object, String lineEnd) {
        if (object.isEmpty()) {
            plain.append("{}");
            return;
        }
        plain.append("{");
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            plain.append(lineEnd).append(INDENT);
            colored("json-name", '"' + field.getKey() + '"');
            plain.append(": ");
            print(field.getValue(), lineEnd + INDENT);
            plain.append(fields.hasNext() ? "," : "");
        }
        plain.append(lineEnd).append("}");
    }

    private void printArray(JsonNode array, String lineEnd) {
        if (array.isEmpty()) {
            plain.append("[]");
            return;
        }
        plain.append("[");
        Iterator<JsonNode> items = array.iterator();
        while (items.hasNext()) {
            plain.append(lineEnd).append(INDENT);
            print(items.next(), lineEnd + INDENT);
            plain.append(items.hasNext() ? "," : "");
        }
        plain.append(lineEnd).append("]");
    }

    private void colored(String kind, String text) {
        flush();
        tokens.add(new Token(kind, text));
    }

    private void flush() {
        if (!plain.isEmpty()) {
            tokens.add(new Token("", plain.toString()));
            plain.setLength(0);
        }
    }
}
