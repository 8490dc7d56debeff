package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.model.Model;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of versions that somebody has changed: on the disk, where hashes tell, and through the store, where they fit. */
final class HostileVersionTest {
    @TempDir
    Path folder;

    private Workspace workspace;
    private ModelRegistry registry;
    private ModelVersion one;
    private ModelVersion two;

    @BeforeEach
    void open() {
        workspace = Workspace.open(folder.resolve("mlops"));
        registry = ModelRegistry.in(workspace);
        one = registry.registration("trips")
                .model(RegistryFixture.MODEL)
                .example(Rides.EXAMPLE)
                .register();
        two = registry.register("trips", Rides.model(7));
        registry.promote(one, "champion", RegistryFixture.PASSED);
        registry.promote(two, "champion", RegistryFixture.PASSED);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static void assertRefused(ThrowingCallable reading, String... words) {
        assertThatThrownBy(reading)
                .isInstanceOf(InvalidException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("\n");
    }

    /** Where the bytes of a file of version 1 lie on the disk. */
    private Path onDisk(String file) throws IOException {
        String hash = one.files().content(file).hash().substring("sha256:".length());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> Files.isRegularFile(path)
                            && path.toString().replaceAll("[^0-9a-f]", "").endsWith(hash))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model/model.json", "model/vectorizer.json", "model/estimator.pb", "version.json"})
    void what_was_truncated_changed_or_blown_up_on_the_disk_is_refused(String file) throws IOException {
        Path path = onDisk(file);
        byte[] content = Files.readAllBytes(path);
        String name = file.substring(file.indexOf('/') + 1);

        Files.write(path, Arrays.copyOf(content, content.length - 1));
        assertRefused(one::load, name, "trips/1", "truncated");
        Files.write(path, new byte[0]);
        assertRefused(one::load, name, "trips/1", "truncated");
        byte[] flipped = content.clone();
        flipped[content.length / 2] ^= 1;
        Files.write(path, flipped);
        assertRefused(one::load, name, "trips/1", "changed");
        try (RandomAccessFile huge = new RandomAccessFile(path.toFile(), "rw")) {
            huge.setLength(1L << 40); // a hole, which takes no space
        }
        assertRefused(one::load, name, "trips/1", "changed", "more than the " + content.length + " bytes");
        Files.write(path, content);
        assertThat(one.load().contentHash()).isEqualTo(RegistryFixture.MODEL.contentHash());
    }

    private void bindOthers(String file) {
        Content other = two.files().content(file);
        workspace
                .storage()
                .artifacts()
                .bind(new Artifact(
                        one.files().name(file), other, "", workspace.clock().instant()));
    }

    @Test
    void the_files_of_another_version_are_noticed() {
        List<String> files = List.of("model/estimator.pb", "model/model.json", "model/vectorizer.json");
        bindOthers(files.get(0));
        assertRefused(one::load, "file 'model/estimator.pb' of version trips/1", "swapped");
        files.forEach(this::bindOthers);
        assertRefused(one::load, "file 'model/model.json' of version trips/1", "swapped for another model's");
        bindOthers(VersionRecord.NAME);
        assertRefused(
                one::load, "file 'version.json' of version trips/1 is of version trips/2", "versions were swapped");
        assertThat(two.load().predict(Rides.EXAMPLE)).isPositive();
    }

    @Test
    void the_verdicts_of_another_version_are_noticed() throws IOException {
        String file = two.artifacts().stream()
                .map(artifact -> artifact.name().path())
                .filter(path -> path.startsWith(PromotionRecord.FOLDER))
                .findFirst()
                .orElseThrow();
        bindOthers(file);

        assertRefused(one::promotions, file, "trips/1", "trips/2", "swapped");
    }

    private String changed(String file, String text, String replacement) {
        String content = new String(one.files().read(file), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(content).contains(text);
        String changed = content.replace(text, replacement);
        one.files().put(file, changed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return file;
    }

    private String promotion() {
        return one.artifacts().stream()
                .map(artifact -> artifact.name().path())
                .filter(path -> path.startsWith(PromotionRecord.FOLDER))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_record_of_a_newer_format_is_refused() {
        changed(VersionRecord.NAME, "\"format\":1", "\"format\":2");
        assertRefused(one::datasets, "version.json", "trips/1", "has format 2", "reads up to 1", "newer");
        assertRefused(one::load, "newer");
        changed(promotion(), "\"format\":1", "\"format\":2");
        assertRefused(one::promotions, promotion(), "trips/1", "newer");
    }

    @Test
    void a_record_that_names_its_fields_twice_or_others_is_refused() {
        byte[] before = one.files().read(VersionRecord.NAME);
        for (String[] edit : new String[][] {
            {"\"format\":1", "\"format\":1,\"format\":1"},
            {"\"format\":1", "\"format\":1,\"@class\":\"" + Canary.Watch.NAME + "\""},
            {"\"format\":1", "\"format\":1.5"},
            {"\"format\":1", "\"format\":0"},
            {"\"format\":1", "\"form\":1"},
            {"\"libraries\":", "\"libraries\":null,\"other\":"},
            {"\"version\":1", "\"version\":" + "9".repeat(2_000)},
            {"\"datasets\":[", "\"datasets\":" + "[".repeat(100_000)},
        }) {
            changed(VersionRecord.NAME, edit[0], edit[1]);
            assertRefused(one::libraries, "file 'version.json' of version trips/1", "changed");
            one.files().put(VersionRecord.NAME, before);
        }
        assertThat(Canary.Watch.isAlive()).isFalse();
        assertThat(one.libraries()).containsKey("java");
    }

    @Test
    void a_record_that_is_too_large_is_refused_before_it_is_read() {
        one.files().put(ExampleFile.NAME, new byte[(16 << 20) + 1]);
        assertRefused(one::example, "example.json", "trips/1", "16777217 bytes", "changed");
        one.files().put(ExampleFile.NAME, "[".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertRefused(one::example, "example.json", "trips/1", "changed");
    }

    @Test
    void a_model_that_is_whole_but_not_what_was_registered_is_refused() {
        Model other = Rides.model(9);
        other.files().forEach((file, content) -> one.files().put(VersionFiles.MODEL + file, content));

        assertRefused(one::load, "of version trips/1 has hash sha256:", "was registered", "swapped");
    }

    @Test
    void nothing_is_written_beside_the_workspace() throws IOException {
        changed(VersionRecord.NAME, "\"format\":1", "\"format\":\"../../x\"");
        assertRefused(one::load, "version.json");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("mlops"));
        }
    }
}
