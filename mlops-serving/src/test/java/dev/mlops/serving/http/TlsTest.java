package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
    private static final char[] PASSWORD = "of a test".toCharArray();
    private final Servers servers = new Servers();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        servers.close();
    }

    /** A context with a certificate of its own for the loopback address, which it trusts. */
    private SSLContext context() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void a_server_with_keys_speaks_tls_and_nothing_else() throws Exception {
        SSLContext context = context();
        try (ModelServer server = servers.server().tls(context).start()) {
            assertThat(server.uri()).hasScheme("https");
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = client.send(
                        Servers.request(server.uri(), "POST", "predict", Servers.RIDE), BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
            }
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(
                                    Servers.request(server.uri(), "POST", "predict", Servers.RIDE),
                                    BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            try (RawClient plain = new RawClient(server.uri())) {
                assertThat(plain.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n")
                                .rest())
                        .doesNotContain("HTTP/1.1 200");
            }
        }
    }
}
