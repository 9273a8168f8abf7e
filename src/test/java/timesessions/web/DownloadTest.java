package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import timesessions.testing.PageServer;

class DownloadTest {
    private static final int BYTES = 100_000;
    private static final Download DOWNLOAD = new Download(1);
    private static final PageServer SERVER = new PageServer(routes -> {
        routes.get(
                "/whole",
                ctx -> DOWNLOAD.send(ctx, "whole.csv", "text/csv", out -> out.write(new byte[BYTES])),
                Access.ANYONE);
        routes.get(
                "/half",
                ctx -> DOWNLOAD.send(ctx, "half.csv", "text/csv", out -> {
                    out.write(new byte[BYTES]);
                    out.flush();
                    throw new IllegalStateException("The other half is missing");
                }),
                Access.ANYONE);
        routes.get(
                "/unreadable",
                ctx -> DOWNLOAD.send(ctx, "unreadable.csv", "text/csv", out -> {
                    out.write(new byte[BYTES]);
                    throw new IOException("The other half cannot be read");
                }),
                Access.ANYONE);
    });

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void whatFailsHalfWayIsNotTakenForAWholeFile() {
        for (String path : List.of("/half", "/unreadable")) {
            assertThatThrownBy(() -> SERVER.sendForBytes(SERVER.request(path)))
                    .as(path)
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(SERVER.sendForBytes(SERVER.request("/whole")).body()).hasSize(BYTES);
        }
    }
}
