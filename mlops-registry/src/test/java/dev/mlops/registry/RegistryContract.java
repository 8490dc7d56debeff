package dev.mlops.registry;

import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the registry does, whatever it is kept in. */
abstract class RegistryContract
        implements VersionTests,
                RegistrationTests,
                RunModelTests,
                AliasTests,
                HistoryTests,
                PromotionTests,
                EditTests,
                DeletionTests,
                ListenerTests,
                NameTests {
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private @Nullable Workspace workspace;

    /** Fresh and empty. */
    abstract Storage storage() throws Exception;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.builder(storage()).clock(() -> now).build();
    }

    @AfterEach
    void close() {
        if (workspace != null) {
            workspace.close();
        }
    }

    @Override
    public Workspace workspace() {
        return Objects.requireNonNull(workspace);
    }

    @Override
    public void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant now() {
        return now;
    }
}
