package dev.mlops.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server, and breaks their connections. */
final class BreakingProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8_192;

    private final ServerSocket entry;
    private final URI target;
    private @Nullable String refused;
    private int answersToBreak;
    private int answerBytes;

    private BreakingProxy(ServerSocket entry, URI target) {
        this.entry = entry;
        this.target = target;
    }

    static BreakingProxy before(URI target) throws IOException {
        BreakingProxy proxy = new BreakingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        start(proxy::accept);
        return proxy;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + entry.getLocalPort());
    }

    /** From now on breaks connections whose request holds this. */
    synchronized void refuse(String part) {
        refused = part;
    }

    /** Breaks so many connections, each once this many bytes came from the server. */
    synchronized void breakAnswers(int count, int afterBytes) {
        answersToBreak = count;
        answerBytes = afterBytes;
    }

    synchronized int answersLeft() {
        return answersToBreak;
    }

    private synchronized boolean isRefused(byte[] bytes, int count) {
        return refused != null && new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(refused);
    }

    private synchronized boolean breaks(long came) {
        boolean breaks = answersToBreak > 0 && came > answerBytes;
        if (breaks) {
            answersToBreak--;
        }
        return breaks;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entry.accept();
            Socket server = new Socket(target.getHost(), target.getPort());
            start(() -> ask(client, server));
            start(() -> answer(server, client));
        }
    }

    private void ask(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0 && !isRefused(buffer, count); count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    private void answer(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            long came = 0;
            for (int count = in.read(buffer); count >= 0 && !breaks(came += count); count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                return; // one of the two ends has closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
    }
}
