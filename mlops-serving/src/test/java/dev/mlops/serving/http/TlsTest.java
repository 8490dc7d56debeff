package dev.mlops.serving.http;

import static dev.mlops.serving.http.RideServer.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** With a certificate of its own for 127.0.0.1, which the JDK's keytool makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {
    private static final String PASSWORD = "changeit";
    private SSLContext context;
    private RideServer rides;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        context = context(keys(folder.resolve("keys.p12")));
        rides = new RideServer(options -> options.tls(context)
                .body(100_000)
                .timeout(Duration.ofMillis(500))
                .idle(Duration.ofSeconds(2)));
    }

    @AfterAll
    void close() {
        rides.close();
    }

    private static KeyStore keys(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(rides.uri().resolve("predict"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void a_client_that_trusts_it_is_answered() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();

        HttpResponse<String> response = client.send(request(RIDE), BodyHandlers.ofString());

        assertThat(rides.uri().getScheme()).isEqualTo("https");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("minutes");
        assertThat(response.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
    }

    @Test
    void a_client_that_does_not_trust_it_sends_nothing() {
        HttpClient stranger = HttpClient.newHttpClient();
        assertThatThrownBy(() -> stranger.send(request(RIDE), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void a_body_that_is_too_long_is_refused_there_too() throws IOException {
        try (Wire wire = Wire.over(context.getSocketFactory()
                .createSocket(rides.uri().getHost(), rides.uri().getPort()))) {
            wire.head("POST /predict", "Content-Type: application/json", "Content-Length: 1000000")
                    .answer()
                    .is(413);
        }
    }

    @Test
    void a_body_that_stalls_is_not_waited_for_there_either() throws IOException {
        try (Wire wire = Wire.over(context.getSocketFactory()
                .createSocket(rides.uri().getHost(), rides.uri().getPort()))) {
            wire.head("POST /predict", "Content-Type: application/json", "Content-Length: 20")
                    .answer()
                    .is(408);
        }
    }

    @Test
    void plain_text_is_no_request() throws IOException {
        try (Wire wire = rides.wire()) {
            assertThat(wire.head("GET /v2/health/live").rest()).doesNotContain("live\":true");
        }
    }

    @Test
    void a_handshake_that_stalls_is_not_waited_for() throws IOException {
        try (Wire wire = rides.wire()) {
            assertThat(wire.send(new byte[] {22, 3, 1, 2, 0, 1}).rest()).isNotNull();
        }
    }
}
