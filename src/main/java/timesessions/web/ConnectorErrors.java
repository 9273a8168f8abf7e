package timesessions.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what the server refuses before any route sees it, such as an address it cannot read, as {@link Errors} does. */
public final class ConnectorErrors extends ErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(ConnectorErrors.class);

    /** What the server calls a path that it could not read. */
    private static final String UNREADABLE = "/badMessage";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        Problem problem = Errors.problemOf(status);
        String path =
                request.getHttpURI() == null ? UNREADABLE : request.getHttpURI().getPath();
        // Nobody knows who asked for what cannot be read; a person can read JSON, a program nothing else.
        boolean api = UNREADABLE.equals(path) || Errors.isApi(path);
        if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            log.error("{} {} failed: {}", request.getMethod(), path, request.getAttribute(ERROR_MESSAGE));
        }
        byte[] body = api ? Errors.json(problem) : (problem.message() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        problem.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, api ? Reply.JSON : "text/plain; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        SecurityHeaders.ALWAYS.forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
