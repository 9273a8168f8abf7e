package timesessions.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Sends what well-behaved clients refuse to send. */
record RawRequest(int port) {

    /** The whole answer, headers and body. */
    String get(String path, String... headers) {
        var head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        boolean named = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            named |= header.startsWith("Host:");
        }
        if (!named) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
