package dev.mlops.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ArtifactStoreTest extends S3StoreFixture {
    @Test
    void stores_below_two_prefixes_of_a_bucket_know_nothing_of_each_other() throws IOException {
        use(server.store(bucket).prefix("/a/"));
        Artifact first = bind("x", put("abc"));
        use(server.store(bucket).prefix("a/b"));

        assertThat(store.find(first.name())).isEmpty();
        assertThat(sweepAll()).isZero();
        assertThat(objects.keys()).contains("a/format.json", "a/names/runs/1/x.json", "a/b/format.json");
    }

    @Test
    void owners_too_long_for_a_key_are_unbound_with_those_below_and_no_others() throws IOException {
        String above = "鍵/".repeat(80) + "a";
        for (String owner : new String[] {above, above + "/b", above + "b", "鍵"}) {
            store.bind(new Artifact(new ArtifactName(owner, "x"), put(owner), "", NOON));
        }

        store.unbindAll(above);

        assertThat(store.list(above)).isEmpty();
        assertThat(store.list(above + "/b")).isEmpty();
        assertThat(store.list(above + "b")).hasSize(1);
        store.unbindAll("鍵");
        assertThat(store.list(above + "b")).isEmpty();
        assertThat(store.list("鍵")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b"})
    void a_bucket_has_a_name(String name) {
        assertThatThrownBy(() -> S3ArtifactStore.builder(name))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("bucket is '" + name + "'");
    }

    @Test
    void a_prefix_is_short_and_plain() {
        S3ArtifactStore.Builder builder = S3ArtifactStore.builder("b");

        assertThatThrownBy(() -> builder.prefix("é"))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("prefix is 'é', expected at most 200 characters");
        assertThatThrownBy(() -> builder.prefix("x".repeat(201))).isInstanceOf(InvalidException.class);
        assertThat(builder.prefix("x".repeat(200)).region("eu-west-1").build())
                .hasToString("S3 bucket 'b/" + "x".repeat(200) + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host", "http:///path"})
    void an_endpoint_is_an_address_of_http(String endpoint) {
        assertThatThrownBy(() -> S3ArtifactStore.builder("b").endpoint(URI.create(endpoint)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("expected http:// or https:// and a host");
    }

    @Test
    void a_client_excludes_what_clients_are_made_of() {
        assertThatThrownBy(() -> S3ArtifactStore.builder("b")
                        .client(server.client())
                        .region("eu-west-1")
                        .build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("a client is given, and region, endpoint or path style too");
    }
}
