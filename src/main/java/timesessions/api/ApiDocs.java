package timesessions.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import timesessions.web.Access;
import timesessions.web.Reply;

/** The description of the API, for programs as OpenAPI and for people as a page made from the same document. */
public final class ApiDocs {
    private static final String RESOURCE = "/openapi.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Function<Context, String> publicUrl;

    /** Read when somebody looks at it first. */
    private static final class Document {
        private static final JsonNode JSON = read();
        private static final Manual MANUAL = ManualReader.read(JSON);
    }

    /** @param publicUrl the address of this server as the outside reaches it, without a slash at its end */
    public ApiDocs(Function<Context, String> publicUrl) {
        this.publicUrl = publicUrl;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/openapi.json", this::document, Access.ANYONE);
        routes.get("/api/docs", this::page, Access.ANYONE);
    }

    private void document(Context ctx) throws IOException {
        JsonNode copy = Document.JSON.deepCopy();
        if (copy.path("servers").path(0) instanceof ObjectNode server) {
            server.put("url", publicUrl.apply(ctx));
        }
        ctx.header("Cache-Control", "no-cache");
        Reply.tagged(ctx, Reply.JSON, bytes(copy), Map.of());
    }

    private void page(Context ctx) {
        ctx.header("Cache-Control", "private, no-cache");
        ctx.render("api/docs", Map.of("manual", Document.MANUAL, "url", publicUrl.apply(ctx)));
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON can be written as JSON", e);
        }
    }

    private static JsonNode read() {
        try (var stream = ApiDocs.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The program lacks its file " + RESOURCE);
            }
            return MAPPER.readTree(stream);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(RESOURCE + " is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
