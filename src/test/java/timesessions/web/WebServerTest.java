package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.testing.PageServer;

class WebServerTest {
    private static final int MORE_THAN_A_CONNECTION_HOLDS = 64 * 1024 * 1024;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void keepTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void letTheLogGo() {
        System.setErr(before);
    }

    @Test
    void anAnswerThatDidNotGetWholeIsAnErrorThatTheLogTellsOf() {
        HttpResponse<String> answer;
        try (var server =
                new PageServer(routes -> routes.get("/api/short", WebServerTest::answerShort, Access.ANYONE))) {
            answer = server.get("/api/short");
        }

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"code\":\"internal_server_error\"");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("GET /api/short failed: Insufficient content written 13 < 100");
    }

    @Test
    void anAnswerThatCouldNotBeSentIsToldOfInTheLog() throws Exception {
        var gone = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        try (var server = new PageServer(routes -> routes.get(
                "/long",
                ctx -> {
                    gone.await();
                    try {
                        Reply.plain(ctx, new byte[MORE_THAN_A_CONNECTION_HOLDS]);
                    } finally {
                        answered.countDown();
                    }
                },
                Access.ANYONE))) {
            try (var impatient = new Socket(
                    InetAddress.getLoopbackAddress(),
                    URI.create(server.url("/")).getPort())) {
                impatient
                        .getOutputStream()
                        .write("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            gone.countDown();
            answered.await();
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("GET /long could not be answered: org.eclipse.jetty.io.EofException");
    }

    private static void answerShort(Context ctx) {
        ctx.res().setContentLength(100);
        ctx.result("not that long");
    }
}
