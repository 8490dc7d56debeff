package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.RunStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private final Workspace workspace = Workspace.inMemory();
    private final Experiment experiment = Experiment.named("trips").in(workspace);

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void aRunThatGoesOnLeavesItsFailureBehind() {
        ActiveRun failed = experiment.start("lasso");
        failed.fail(new IllegalStateException("boom"));
        failed.close();
        assertThat(experiment.get(failed.id()).failure()).isPresent();

        experiment.resume(failed.id()).close();

        assertThat(experiment.get(failed.id()).status()).isEqualTo(RunStatus.FINISHED);
        assertThat(experiment.get(failed.id()).failure()).isEmpty();
    }

    @Test
    void aRunThatIsSetAsideDoesNotGoOn() {
        ActiveRun run = experiment.start("lasso");
        run.close();
        experiment.get(run.id()).delete();

        assertThatThrownBy(() -> experiment.resume(run.id()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("run " + run.id())
                .hasMessageContaining("set aside");
    }

    @Test
    void aComparisonSaysThatThereAreMoreRuns() {
        for (int i = 0; i <= RunSearch.COMPARED; i++) {
            experiment.start("run").close();
        }
        assertThat(experiment.compare().toText()).contains("the first 1000 runs of more");
        assertThat(experiment.compare().toMarkdown()).contains("the first 1000 runs of more");
        assertThat(experiment.runs().limit(10).compare().toText()).doesNotContain("of more");
    }
}
