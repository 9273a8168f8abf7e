package timesessions.web;

import io.javalin.http.Context;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** Lets every route that answers GET answer HEAD, with the same headers. The server itself leaves out the body. */
final class HeadAsGet implements Filter {
    private static final String IS_HEAD = "timesessions.head";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        boolean head = "HEAD".equals(http.getMethod());
        http.setAttribute(IS_HEAD, head);
        chain.doFilter(head ? new AsGet(http) : http, response);
    }

    /** Whether the body would be made for nothing. */
    static boolean isHead(Context ctx) {
        return Boolean.TRUE.equals(ctx.req().getAttribute(IS_HEAD));
    }

    private static final class AsGet extends HttpServletRequestWrapper {
        AsGet(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }
    }
}
