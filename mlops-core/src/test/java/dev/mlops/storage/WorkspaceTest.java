package dev.mlops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.ExperimentData;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    private static final ExperimentData TRIPS = ExperimentData.of("0".repeat(32), "trips", Instant.EPOCH);

    @TempDir
    Path folder;

    @Test
    void a_folder_keeps_what_was_stored_and_is_the_same_by_path_and_by_address() {
        Path made = folder.resolve("a/b");
        try (Workspace workspace = Workspace.open(made)) {
            workspace.storage().runs().createExperiment(TRIPS);
            assertThat(workspace.journal()).contains(made.resolve("journal"));
        }
        try (Workspace workspace = Workspace.open(made.toUri())) {
            assertThat(workspace.storage().runs().findExperiment(TRIPS.id())).contains(TRIPS);
            assertThat(workspace.journal()).contains(made.resolve("journal"));
        }
    }

    @Test
    void memory_by_its_address_has_no_journal() {
        try (Workspace workspace = Workspace.open(URI.create("memory:/"))) {
            assertThat(workspace.journal()).isEmpty();
        }
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_named() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Workspace.open(file))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(file.toString());
    }

    /** What a module keeps for a workspace. */
    private record First(List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add("first");
        }
    }

    /** What another module keeps, and can't close. */
    private record Second(List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add("second");
            throw new IllegalStateException("second is stuck");
        }
    }

    @Test
    void resources_are_made_once_and_all_closed_the_last_one_first() {
        List<String> closed = new ArrayList<>();
        Workspace workspace = Workspace.inMemory();
        First first = workspace.resource(First.class, w -> new First(closed));
        workspace.resource(Second.class, w -> new Second(closed));
        assertThat(workspace.resource(First.class, w -> new First(List.of()))).isSameAs(first);

        assertThatThrownBy(workspace::close).hasMessage("second is stuck");
        workspace.close();

        assertThat(closed).containsExactly("second", "first");
        assertThatThrownBy(() -> workspace.resource(First.class, w -> first))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("workspace in memory is closed, expected an open one");
        assertThatThrownBy(workspace::storage)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("workspace in memory is closed, expected an open one");
        assertThatThrownBy(() -> workspace.purge(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("workspace in memory is closed, expected an open one");
    }

    @Test
    void a_workspace_tells_where_it_is_and_no_secret() {
        try (Workspace workspace = Workspace.open(folder.resolve("a"))) {
            assertThat(workspace).hasToString("workspace in '" + folder.resolve("a") + "'");
        }
        URI secret = URI.create("memory://ada:secret@host/x?password=secret");
        try (Storage storage = Storage.open(secret, secret)) {
            assertThat(storage).hasToString("storage at memory://host/x");
        }
    }

    @Test
    void a_workspace_that_has_to_be_there_is_not_made() {
        Path missing = folder.resolve("misspelled");
        assertThatThrownBy(() -> Workspace.openExisting(missing))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("folder '" + missing + "' holds no workspace, expected one that is there");
        assertThat(missing).doesNotExist();
        Workspace.open(folder).close();
        Workspace.openExisting(folder).close();
    }
}
