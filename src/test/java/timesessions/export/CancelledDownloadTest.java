package timesessions.export;

import static org.assertj.core.api.Assertions.assertThat;
import static timesessions.testing.SessionBuilder.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timesessions.account.SignedInClient;
import timesessions.database.Database;
import timesessions.testing.SessionBuilder;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;
import timesessions.testing.TestServer;
import timesessions.testing.WebClient;

/** Who leaves in the middle of a download leaves its place and its connection to the database to the next. */
class CancelledDownloadTest {
    private static final TestClock CLOCK = new TestClock("2026-04-10T12:00:00Z");
    /** Of three connections one is for downloads. */
    private static final int CONNECTIONS = 3;

    private static final Database DATABASE = Database.open(TestDatabase.url(), "root", null, CONNECTIONS);
    private static final TestServer SERVER = TestServer.on(DATABASE, CLOCK);
    private static final long COMPANY = TestDatabase.company("London");
    private static final String LOGIN = SignedInClient.adminToken(CLOCK, COMPANY);
    private static final WebClient ADMIN = new WebClient(SERVER).withCookie("time_sessions_login", LOGIN);
    private static final String SHORT = "/exports/sessions.csv?range=all&user_id=2";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeAll
    static void writeMoreThanAConnectionHolds() {
        // By chance, since spreadsheets are compressed; one word each, since words are indexed.
        var random = new SplittableRandom(74);
        SessionBuilder.write(
                COMPANY,
                LongStream.rangeClosed(1, 1_500)
                        .mapToObj(id -> session(id).description(longWord(random)))
                        .toArray(SessionBuilder[]::new));
        SessionBuilder.write(COMPANY, session(2_000).by(2));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "xlsx"})
    void givesItsPlaceToTheNext(String format) throws IOException {
        // Once more than there are connections: none of them is kept.
        for (int i = 0; i <= CONNECTIONS; i++) {
            try (Socket reader = reader("/exports/sessions.%s?range=all&rows=entries".formatted(format))) {
                assertThat(new String(reader.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                assertThat(ADMIN.download(SHORT).statusCode())
                        .as("while one is being made")
                        .isEqualTo(503);
            }

            assertThat(firstStatusOtherThan503()).isEqualTo(200);
        }
        assertThat(ADMIN.get("/sessions?range=all").status()).isEqualTo(200);
    }

    private static String longWord(SplittableRandom random) {
        return random.ints(8_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int firstStatusOtherThan503() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int status;
        do {
            status = ADMIN.download(SHORT).statusCode();
        } while (status == 503 && System.nanoTime() < end);
        return status;
    }

    /** Has asked for the address, and takes in little at a time. */
    private static Socket reader(String address) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVER.port()));
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: time_sessions_login=%s\r\n\r\n"
                        .formatted(address, LOGIN)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
