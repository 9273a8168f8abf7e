package timesessions.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends {@code application/json; charset=utf-8} with the space that Jetty takes out: there are programs that compare the
 * header as text.
 */
final class SpacedContentType extends Handler.Wrapper {
    private static final String TAKEN_OUT = ";charset=";
    private static final String WRITTEN = "; charset=";

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.addHttpStreamWrapper(Spaced::new);
        return super.handle(request, response, callback);
    }

    private static final class Spaced extends HttpStream.Wrapper {
        Spaced(HttpStream wrapped) {
            super(wrapped);
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            super.send(request, response == null ? null : spaced(response), last, content, callback);
        }

        private static MetaData.Response spaced(MetaData.Response response) {
            HttpField type = response.getHttpFields().getField(HttpHeader.CONTENT_TYPE);
            if (type == null || type.getValue() == null || !type.getValue().contains(TAKEN_OUT)) {
                return response;
            }
            var fields = HttpFields.build(response.getHttpFields())
                    .put(new HttpField(HttpHeader.CONTENT_TYPE, type.getValue().replace(TAKEN_OUT, WRITTEN)));
            return new MetaData.Response(
                    response.getStatus(),
                    response.getReason(),
                    response.getHttpVersion(),
                    fields,
                    response.getContentLength(),
                    response.getTrailersSupplier());
        }
    }
}
