package timesessions.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timesessions.testing.PageServer;

class SlowClientsIT {
    private static final byte[] LONG = new byte[64 * 1024 * 1024];
    private static final PageServer SERVER = new PageServer(routes -> {
        routes.get("/quick", ctx -> ctx.result("quick"), Access.ANYONE);
        routes.post("/sent", ctx -> ctx.result(ctx.body()), Access.ANYONE);
        routes.get("/long", ctx -> Reply.plain(ctx, LONG), Access.ANYONE);
    });

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Test
    void headersThatDripAreCutOffThoughTheyNeverStop() throws IOException {
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> drip(socket, "GET /quick HTTP/1.1\r\nX-Long: " + "x".repeat(2_000), 250))
                    .isInstanceOf(IOException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(40));
        }
    }

    @Test
    void aBodyThatDripsIsCutOff() throws IOException {
        // Others may have sent whatever they like.
        SERVER.send(SERVER.request("/sent").POST(BodyPublishers.ofString("x".repeat(900_000))));
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> drip(
                            socket,
                            "POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(2_000),
                            250))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    @Timeout(120)
    void whoeverComesAfterTenGigabytesIsAnswered() throws Exception {
        for (long sent = 0; sent < 10_000_000_000L; sent += LONG.length) {
            HttpResponse<Void> answer = SERVER.exchange(SERVER.request("/long"), BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
        }

        assertThat(SERVER.get("/quick").body()).isEqualTo("quick");
    }

    @Test
    void aConnectionThatIsUsedNowAndThenStaysOpen() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
                byte[] answer = new byte[8];
                assertThat(socket.getInputStream().readNBytes(answer, 0, 8)).isEqualTo(8);
                socket.getInputStream().skipNBytes(socket.getInputStream().available());
            }
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws IOException {
        for (String head : List.of(
                "GET /quick HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n")) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(head.getBytes(ISO_8859_1));
                byte[] answer = socket.getInputStream().readNBytes(12);

                assertThat(new String(answer, ISO_8859_1)).matches("HTTP/1.1 (413|414|431)");
            }
        }
    }

    private static Socket connect() throws IOException {
        var socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(SERVER.url("/")).getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Sends one byte at a time, and fails where the other side has gone. */
    private static void drip(Socket socket, String text, int millisBetween) throws IOException {
        socket.setSoTimeout(millisBetween);
        for (byte letter : text.getBytes(ISO_8859_1)) {
            socket.getOutputStream().write(letter);
            try {
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("The server has closed the connection");
                }
            } catch (SocketTimeoutException e) {
                // Still open: this is the pause between two bytes.
            }
        }
    }
}
