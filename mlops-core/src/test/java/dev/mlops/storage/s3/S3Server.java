package dev.mlops.storage.s3;

import dev.mlops.testing.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real server that speaks S3 and checks signatures, in a process of its own; what it holds is in its memory. */
public final class S3Server implements AutoCloseable {
    /** Who may use it; the library finds that as it finds it in production. */
    static final String IDENTITY = "tests";

    static final String SECRET = "the-secret-of-tests";

    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final int TRIES = 600;
    private static @Nullable S3Server shared;

    private final Process process;
    private final URI uri;
    private final S3Client client;

    private S3Server(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
        this.client = Clients.make(S3ArtifactStore.builder("any").endpoint(uri));
    }

    /** The one of this JVM, which ends with it. */
    public static synchronized S3Server shared() {
        if (shared == null) {
            S3Server server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return shared;
    }

    /** One of its own for a test that ends it. */
    static S3Server start() {
        System.setProperty("aws.accessKeyId", IDENTITY);
        System.setProperty("aws.secretAccessKey", SECRET);
        try {
            int port = freePort();
            Process process = run(port);
            awaitPort(process, port);
            return new S3Server(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException("the S3 server of the tests can't start", e);
        }
    }

    private static Process run(int port) throws IOException {
        Path settings = Files.createTempFile("s3proxy", ".conf");
        settings.toFile().deleteOnExit();
        Files.write(
                settings,
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v4",
                        "s3proxy.identity=" + IDENTITY,
                        "s3proxy.credential=" + SECRET,
                        "jclouds.provider=transient-nio2",
                        "jclouds.identity=unused",
                        "jclouds.credential=unused"));
        String classPath = Files.readString(Path.of("target", "s3proxy.classpath")); // the build writes it
        List<String> command = new ArrayList<>(JavaProcess.java(
                classPath, "-Xmx512m", "-Dlogback.configurationFile=src/test/resources/s3proxy-logback.xml"));
        command.addAll(List.of("org.gaul.s3proxy.Main", "--properties", settings.toString()));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port) {
        for (int i = 0; i < TRIES; i++) {
            if (isOpen(port)) {
                return;
            }
            awaitExit(process);
        }
        process.destroyForcibly();
        throw new IllegalStateException("the S3 server of the tests didn't open its port in a minute");
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitExit(Process process) {
        try {
            process.onExit().get(100, TimeUnit.MILLISECONDS);
            throw new IllegalStateException("the S3 server of the tests ended with " + process.exitValue());
        } catch (TimeoutException e) {
            return; // it is still starting
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it is. */
    public URI uri() {
        return uri;
    }

    S3Client client() {
        return client;
    }

    /** A client of its own whose requests somebody watches. */
    S3Client client(ExecutionInterceptor watcher) {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(config -> config.addExecutionInterceptor(watcher))
                .serviceConfiguration(s3 -> s3.expectContinueEnabled(false).chunkedEncodingEnabled(false))
                .region(Region.US_EAST_1)
                .endpointOverride(uri)
                .forcePathStyle(true)
                .build();
    }

    /** Makes an empty bucket. */
    public String freshBucket() {
        String name = "bucket-" + BUCKETS.incrementAndGet();
        client.createBucket(create -> create.bucket(name));
        return name;
    }

    /** Begins a store in a bucket of it. */
    S3ArtifactStore.Builder store(String bucket) {
        return S3ArtifactStore.builder(bucket).endpoint(uri);
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
        process.onExit().join();
    }
}
