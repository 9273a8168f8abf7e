package timesessions.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import timesessions.api.Manual.Address;
import timesessions.api.Manual.Example;
import timesessions.api.Manual.Failure;
import timesessions.api.Manual.Field;
import timesessions.api.Manual.Group;
import timesessions.api.Manual.Header;
import timesessions.api.Manual.KeyForm;
import timesessions.api.Manual.Operation;
import timesessions.api.Manual.Parameter;
import timesessions.api.Manual.Response;
import timesessions.api.Manual.Schema;
import timesessions.api.Manual.ValueType;

/** Reads an OpenAPI 3.1 document, as far as the one of this application goes, into what its page shows. */
final class ManualReader {
    private static final String JSON = "application/json";

    private final JsonNode document;
    private final ValueTypeReader types = new ValueTypeReader();

    private ManualReader(JsonNode document) {
        this.document = document;
    }

    static Manual read(JsonNode document) {
        return new ManualReader(document).read();
    }

    private Manual read() {
        JsonNode info = document.path("info");
        return new Manual(
                text(info, "title"),
                text(info, "version"),
                text(info, "summary"),
                text(info, "description"),
                keyForms(),
                groups(),
                headers(),
                errors(),
                schemas());
    }

    private List<KeyForm> keyForms() {
        return components("securitySchemes").entrySet().stream()
                .map(scheme -> new KeyForm(
                        scheme.getKey(),
                        text(scheme.getValue(), "scheme").equals("bearer")
                                ? "Authorization: Bearer KEY"
                                : "Authorization: Token token=KEY",
                        text(scheme.getValue(), "description")))
                .toList();
    }

    private List<Group> groups() {
        return list(document.path("tags")).stream()
                .map(tag -> {
                    String name = text(tag, "name");
                    return new Group(name, anchor("group", name), text(tag, "description"), addresses(name));
                })
                .toList();
    }

    private List<Address> addresses(String tag) {
        var addresses = new ArrayList<Address>();
        entries(document.path("paths")).forEach((path, methods) -> {
            var operations = new ArrayList<Operation>();
            JsonNode first = methods.path("get").path("parameters");
            entries(methods).forEach((method, operation) -> {
                if (tag.equals(text(operation.path("tags"), 0))) {
                    boolean likeFirst = !operations.isEmpty()
                            && operation.path("parameters").equals(first);
                    operations.add(operation(method, path, operation, likeFirst));
                }
            });
            if (!operations.isEmpty()) {
                addresses.add(new Address(path, operations.getFirst().anchor(), operations));
            }
        });
        return addresses;
    }

    private Operation operation(String method, String path, JsonNode operation, boolean likeFirst) {
        boolean needsKey = !operation.path("security").isArray()
                || !operation.path("security").isEmpty();
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                text(operation, "operationId"),
                text(operation, "summary"),
                text(operation, "description"),
                needsKey,
                likeFirst,
                list(operation.path("parameters")).stream().map(this::parameter).toList(),
                entries(operation.path("responses")).entrySet().stream()
                        .map(response -> response(response.getKey(), response.getValue()))
                        .toList(),
                entries(operation.path("responses")).entrySet().stream()
                        .filter(response -> !isError(response.getKey()))
                        .flatMap(response -> examples(resolve(response.getValue())).stream())
                        .toList());
    }

    private Parameter parameter(JsonNode reference) {
        JsonNode parameter = resolve(reference);
        return new Parameter(
                text(parameter, "name"),
                text(parameter, "in"),
                parameter.path("required").asBoolean(false),
                types.ofParameter(parameter.path("schema")),
                text(parameter, "description"),
                text(parameter, "example"));
    }

    private Response response(String status, JsonNode reference) {
        JsonNode response = resolve(reference);
        JsonNode schema = response.path("content").path(JSON).path("schema");
        return new Response(
                status,
                text(response, "description"),
                isError(status) ? anchor("error", status) : "",
                headerNames(response),
                schema.isMissingNode() ? ValueType.NONE : types.of(schema));
    }

    private List<Failure> errors() {
        var byStatus = new LinkedHashMap<String, Failure>();
        operations()
                .forEach(operation -> entries(operation.path("responses")).forEach((status, reference) -> {
                    if (reference.has("$ref")) {
                        JsonNode response = resolve(reference);
                        byStatus.putIfAbsent(
                                status,
                                new Failure(
                                        status,
                                        spaced(lastPart(text(reference, "$ref"))),
                                        anchor("error", status),
                                        text(response, "description"),
                                        headerNames(response),
                                        examples(response)));
                    }
                }));
        return byStatus.values().stream()
                .sorted((one, other) -> one.status().compareTo(other.status()))
                .toList();
    }

    private List<Header> headers() {
        var byName = new LinkedHashMap<String, Header>();
        operations()
                .forEach(operation -> list(operation.path("responses"))
                        .forEach(reference -> entries(resolve(reference).path("headers"))
                                .forEach((name, header) -> byName.putIfAbsent(name, header(name, resolve(header))))));
        return List.copyOf(byName.values());
    }

    private Header header(String name, JsonNode header) {
        JsonNode schema = header.path("schema");
        return new Header(
                name, anchor("header", name), types.of(schema), text(header, "description"), text(header, "example"));
    }

    private List<Schema> schemas() {
        return components("schemas").entrySet().stream()
                .map(schema -> schema(schema.getKey(), schema.getValue()))
                .toList();
    }

    private Schema schema(String name, JsonNode schema) {
        var fields = new ArrayList<Field>();
        addFields(fields, "", schema);
        return new Schema(
                name,
                anchor("schema", name),
                text(schema, "description"),
                fields,
                fields.isEmpty() ? types.of(schema) : ValueType.NONE,
                text(schema, "pattern"),
                list(schema.path("examples")).stream().map(JsonNode::asText).toList());
    }

    private void addFields(List<Field> fields, String prefix, JsonNode schema) {
        entries(schema.path("properties")).forEach((name, property) -> {
            String description = property.has("description")
                    ? text(property, "description")
                    : text(resolve(property), "description");
            fields.add(new Field(prefix + name, types.of(property), description));
            addFields(fields, prefix + name + ".", property);
        });
    }

    private List<Example> examples(JsonNode response) {
        JsonNode content = response.path("content").path(JSON);
        var examples = new ArrayList<Example>();
        if (content.has("example")) {
            examples.add(new Example("", JsonTokens.of(content.path("example"))));
        }
        list(content.path("examples")).forEach(reference -> {
            JsonNode example = resolve(reference);
            examples.add(new Example(text(example, "summary"), JsonTokens.of(example.path("value"))));
        });
        return examples;
    }

    private List<String> headerNames(JsonNode response) {
        return List.copyOf(entries(response.path("headers")).keySet());
    }

    private List<JsonNode> operations() {
        return list(document.path("paths")).stream()
                .flatMap(methods -> list(methods).stream())
                .toList();
    }

    private Map<String, JsonNode> components(String kind) {
        return entries(document.path("components").path(kind));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(document.at(text(node, "$ref").substring(1))) : node;
    }

    private static boolean isError(String status) {
        return status.startsWith("4") || status.startsWith("5");
    }

    static String anchor(String kind, String name) {
        return kind + "-" + name.replaceAll("[^A-Za-z0-9]+", "-");
    }

    static String lastPart(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    static List<JsonNode> list(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).toList();
    }

    /** "NotFound" as "Not found". */
    private static String spaced(String name) {
        return name.charAt(0) + name.substring(1).replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static Map<String, JsonNode> entries(JsonNode object) {
        var entries = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }

    private static String text(JsonNode array, int index) {
        return array.path(index).asText("");
    }
}
