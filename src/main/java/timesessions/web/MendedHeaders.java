package timesessions.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Mends two headers that Jetty has its own way with. It takes the space out of {@code application/json; charset=utf-8}, and
 * there are programs that compare the header as text. And it says of a 304 that the content is empty, which is not so: a
 * cache would believe that of what it holds.
 */
final class MendedHeaders extends Handler.Wrapper {
    private static final String TAKEN_OUT = ";charset=";
    private static final String WRITTEN = "; charset=";
    private static final long NO_LENGTH = -1;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.addHttpStreamWrapper(Mending::new);
        return super.handle(request, response, callback);
    }

    private static final class Mending extends HttpStream.Wrapper {
        Mending(HttpStream wrapped) {
            super(wrapped);
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            super.send(request, response == null ? null : mended(response), last, content, callback);
        }

        private static MetaData.Response mended(MetaData.Response response) {
            if (response.getStatus() == HttpStatus.NOT_MODIFIED_304) {
                return with(
                        HttpFields.build(response.getHttpFields())
                                .remove(HttpHeader.CONTENT_TYPE)
                                .remove(HttpHeader.CONTENT_LENGTH),
                        NO_LENGTH,
                        response);
            }
            HttpField type = response.getHttpFields().getField(HttpHeader.CONTENT_TYPE);
            if (type == null || type.getValue() == null || !type.getValue().contains(TAKEN_OUT)) {
                return response;
            }
            return with(
                    HttpFields.build(response.getHttpFields())
                            .put(new HttpField(
                                    HttpHeader.CONTENT_TYPE, type.getValue().replace(TAKEN_OUT, WRITTEN))),
                    response.getContentLength(),
                    response);
        }

        private static MetaData.Response with(HttpFields fields, long length, MetaData.Response response) {
            return new MetaData.Response(
                    response.getStatus(),
                    response.getReason(),
                    response.getHttpVersion(),
                    fields,
                    length,
                    response.getTrailersSupplier());
        }
    }
}
