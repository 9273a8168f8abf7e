package timesessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GzipTest {
    private static final byte[] LINES = "{\"time_zone\":\"Eastern Time (US & Canada)\",\"description\":null}\n"
            .repeat(400)
            .getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @MethodSource("contents")
    void whatIsCompressedIsReadAgain(byte[] content) throws IOException {
        assertThat(read(Gzip.quickly(content))).isEqualTo(content);
        assertThat(read(new Gzip.Quick(new Deflater(Deflater.BEST_SPEED, true)).compress(content)))
                .isEqualTo(content);
        assertThat(read(Gzip.tightly(content))).isEqualTo(content);
    }

    private static Stream<byte[]> contents() {
        var random = new Random(7);
        Stream<byte[]> noise = IntStream.of(1, 2, 255, 256, 1_000, 32_767, 32_768, 65_535, 65_536, 700_000)
                .mapToObj(length -> {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    return bytes;
                });
        return Stream.concat(Stream.of(LINES, new byte[300_000]), noise);
    }

    @Test
    void linesThatAreAlikeTakeATenth() {
        assertThat(Gzip.quickly(LINES).length).isLessThan(LINES.length / 10);
        assertThat(Gzip.tightly(LINES).length).isLessThan(LINES.length / 10);
    }

    @Test
    void manyCompressAtOnce() throws InterruptedException, ExecutionException, IOException {
        List<Future<byte[]>> compressed = new ArrayList<>();
        List<byte[]> contents = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> (i + " of many\n").repeat(i).getBytes(StandardCharsets.UTF_8))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (byte[] content : contents) {
                compressed.add(threads.submit(() -> Gzip.quickly(content)));
            }
        }
        for (int i = 0; i < contents.size(); i++) {
            assertThat(read(compressed.get(i).get())).isEqualTo(contents.get(i));
        }
    }

    private static byte[] read(byte[] compressed) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return gzip.readAllBytes();
        }
    }
}
