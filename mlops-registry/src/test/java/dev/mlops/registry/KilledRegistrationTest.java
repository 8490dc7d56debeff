package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.VersionStatus;
import dev.mlops.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies while it registers. */
final class KilledRegistrationTest {
    private static final int DEAD = 9;

    @TempDir
    Path folder;

    @Test
    void what_it_leaves_is_pending_is_not_used_and_can_be_removed() throws IOException, InterruptedException {
        assertThat(JavaProcess.start(Dying.class, folder.toString()).waitFor()).isEqualTo(DEAD);

        try (Workspace workspace = Workspace.open(folder)) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            ModelVersion left = registry.version("trips/1");
            assertThat(left.status()).isEqualTo(VersionStatus.PENDING);
            assertThatThrownBy(() -> registry.load("trips/1")).isInstanceOf(ConflictException.class);
            left.delete();
            assertThat(registry.register("trips", RegistryFixture.MODEL).number())
                    .isEqualTo(2);
        }
    }

    /** Dies when it has its number. */
    static final class Dying {
        private Dying() {}

        public static void main(String[] arguments) {
            ModelRegistry.builder(Workspace.open(Path.of(arguments[0])))
                    .onChange(entry -> {
                        if (entry.action().equals(Actions.REGISTER)) {
                            Runtime.getRuntime().halt(DEAD);
                        }
                    })
                    .build()
                    .register("trips", RegistryFixture.MODEL);
        }
    }
}
