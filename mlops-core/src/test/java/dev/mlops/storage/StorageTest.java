package dev.mlops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.ModelData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final ArtifactName NAME = ArtifactName.ofRun(ID, "notes.txt");
    private static final Instant TIME = Instant.parse("2026-01-31T10:00:00Z");

    @TempDir
    Path folder;

    private static void fill(Storage storage) throws IOException {
        storage.runs().createExperiment(ExperimentData.of(ID, "trips", TIME));
        storage.models()
                .createModel(
                        new ModelData("trips", "", Map.of(), new TreeMap<>(), TIME, TIME),
                        new AuditEntry("trips", 0, "create", "", "", "", "ada", "", TIME));
        Content content = storage.artifacts().put(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        storage.artifacts().bind(new Artifact(NAME, content, "", TIME));
    }

    private static void assertFilled(Storage storage) {
        assertThat(storage.runs().findExperiment(ID)).isPresent();
        assertThat(storage.models().findModel("trips")).isPresent();
        assertThat(storage.artifacts().find(NAME)).isPresent();
    }

    @Test
    void storage_in_a_folder_keeps_everything_there() throws IOException {
        Path made = folder.resolve("a/b");
        try (Storage storage = Storage.inFolder(made)) {
            fill(storage);
        }

        try (Storage storage = Storage.open(made.toUri())) {
            assertFilled(storage);
        }
        assertThat(made.resolve("mlops.db")).isNotEmptyFile();
        assertThat(made.resolve("artifacts")).isNotEmptyDirectory();
    }

    @Test
    void storage_by_two_addresses_keeps_artifacts_elsewhere() throws IOException {
        URI runs = folder.resolve("runs").toUri();
        URI artifacts = folder.resolve("files").toUri();
        try (Storage storage = Storage.open(runs, artifacts)) {
            fill(storage);
        }

        try (Storage storage = Storage.open(runs, artifacts)) {
            assertFilled(storage);
        }
        assertThat(folder.resolve("files")).isNotEmptyDirectory();
    }

    @Test
    void storage_in_memory_is_had_by_its_address() throws IOException {
        try (Storage storage = Storage.open(URI.create("memory:all"));
                Storage other = Storage.open(URI.create("memory:a"), URI.create("memory:b"))) {
            fill(storage);
            fill(other);

            assertFilled(storage);
            assertFilled(other);
        }
    }

    @Test
    void a_database_needs_the_address_of_the_artifacts_too() {
        assertThatThrownBy(() -> Storage.open(URI.create("jdbc:postgresql://localhost/mlops?password=secret")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("storage is a database, which holds no artifacts: give the URI of their storage as well");
    }

    @Test
    void another_kind_of_address_is_refused_without_showing_it() {
        assertThatThrownBy(() -> Storage.open(URI.create("ftp://ada:secret@host/")))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("storage has a URI of the scheme 'ftp', expected a path, file:, memory:")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Storage.open(folder.toUri(), URI.create("ftp://host/")))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("storage of artifacts has a URI of the scheme 'ftp'");
        assertThatThrownBy(() -> Storage.open(URI.create("jdbc:mysql://host/?password=secret"), folder.toUri()))
                .isInstanceOf(InvalidException.class)
                .hasMessage("URI is jdbc:mysql://host/, expected one that begins with jdbc:postgresql:");
    }

    @Test
    void a_folder_that_cant_be_made_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");

        assertThatThrownBy(() -> Storage.inFolder(file.resolve("mlops")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("workspace '" + file.resolve("mlops") + "' can't be made");
    }
}
