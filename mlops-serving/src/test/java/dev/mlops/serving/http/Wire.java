package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A connection of which a test writes every byte itself. */
final class Wire implements AutoCloseable {
    private static final int LIMIT = 20_000; // ms until a test gives up
    private final Socket socket;

    /** An answer as it came. */
    record Answer(int status, Map<String, String> headers, String text) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        Answer is(int expected) {
            assertThat(status).as(text()).isEqualTo(expected);
            return this;
        }
    }

    private Wire(Socket socket) {
        this.socket = socket;
    }

    static Wire to(URI server) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), LIMIT);
        return over(socket);
    }

    static Wire over(Socket socket) throws IOException {
        socket.setSoTimeout(LIMIT);
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** A head with a host, and these lines. */
    Wire head(String request, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(request).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString());
    }

    /** A whole request with a JSON body. */
    Wire post(String path, byte[] body, String... headers) throws IOException {
        return head(
                        "POST " + path,
                        String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n")
                                + "Content-Type: application/json\r\nContent-Length: " + body.length)
                .send(body);
    }

    /** Says that nothing more comes. */
    Wire finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next answer, which has a length. */
    Answer answer() throws IOException {
        InputStream in = socket.getInputStream();
        String[] lines = headOf(in).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        byte[] content = in.readNBytes(length);
        assertThat(content).hasSize(length);
        return new Answer(
                Integer.parseInt(lines[0].split(" ", -1)[1]), headers, new String(content, StandardCharsets.UTF_8));
    }

    private static String headOf(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("connection ended within the head: " + head.toString(StandardCharsets.UTF_8));
            }
            head.write(b);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text.substring(0, text.length() - 4);
            }
        }
    }

    /** All that comes until the other side ends the connection, or breaks it. */
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (java.net.SocketException e) { // a reset is an end, too
            return all.toString(StandardCharsets.UTF_8);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Breaks the connection: the other side gets a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
