package dev.mlops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeTest {
    private static final Duration MONTH = Duration.ofDays(30);

    /** What both kinds of storage of artifacts have to do. */
    abstract static class Contract {
        final Instant now = Instant.now();
        final Instant longAgo = now.minus(Duration.ofDays(40));
        final Instant lately = now.minus(Duration.ofDays(20));
        final String trips = id(1);
        Workspace workspace;

        abstract Storage storage();

        @BeforeEach
        void open() {
            workspace =
                    Workspace.builder(storage()).clock(InstantSource.fixed(now)).build();
            experiment(trips, "trips");
        }

        static String id(int number) {
            return "%032x".formatted(number);
        }

        void experiment(String id, String name) {
            workspace.storage().runs().createExperiment(ExperimentData.of(id, name, longAgo));
        }

        void delete(String experiment, Instant when) {
            workspace.storage().runs().updateExperiment(experiment, ExperimentChange.to(Lifecycle.DELETED, when));
        }

        /** A run that ended, or last showed a sign of life, at this moment, with an artifact. */
        String run(int number, String experiment, Lifecycle lifecycle, RunStatus status, Instant when)
                throws IOException {
            String id = id(number);
            workspace.storage().runs().createRun(new NewRun(id, experiment, "run " + number, null, "", "", longAgo));
            RunChange.Builder change = RunChange.builder().heartbeat(when);
            if (lifecycle == Lifecycle.DELETED) {
                change.delete(when);
            }
            workspace.storage().runs().update(id, (status.isFinal() ? change.end(status, when) : change).build());
            ArtifactStore artifacts = workspace.storage().artifacts();
            artifacts.bind(new Artifact(
                    ArtifactName.ofRun(id, "a.txt"), artifacts.put(out -> out.write(number)), "text/plain", when));
            return id;
        }

        boolean isThere(String run) {
            boolean recorded = workspace.storage().runs().findRun(run).isPresent();
            boolean named = !workspace.storage().artifacts().list("runs/" + run).isEmpty();
            assertThat(recorded).isEqualTo(named);
            return recorded;
        }

        @Test
        void removesRunsThatAreDeletedAndOldAndNoOthers() throws IOException {
            String gone = run(10, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            String silent = run(11, trips, Lifecycle.DELETED, RunStatus.RUNNING, longAgo);
            String recent = run(12, trips, Lifecycle.DELETED, RunStatus.FAILED, lately);
            String alive = run(13, trips, Lifecycle.DELETED, RunStatus.RUNNING, lately);
            String inUse = run(14, trips, Lifecycle.ACTIVE, RunStatus.FINISHED, longAgo);
            assertThat(workspace.purge(MONTH)).isEqualTo(new Purged(0, 2, 0));
            assertThat(Stream.of(gone, silent).filter(this::isThere)).isEmpty();
            assertThat(Stream.of(recent, alive, inUse).filter(run -> !isThere(run)))
                    .isEmpty();
            assertThat(workspace.purge(MONTH)).isEqualTo(new Purged(0, 0, 0));
        }

        @Test
        void removesExperimentsThatAreDeletedAndOldWithAllTheirRuns() throws IOException {
            String old = id(2);
            String recent = id(3);
            String moving = id(4);
            List.of(old, recent, moving).forEach(id -> experiment(id, "experiment " + id));
            String gone = run(20, old, Lifecycle.ACTIVE, RunStatus.FINISHED, longAgo);
            String deleted = run(21, old, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            String kept = run(30, recent, Lifecycle.ACTIVE, RunStatus.FINISHED, longAgo);
            String alive = run(40, moving, Lifecycle.ACTIVE, RunStatus.RUNNING, lately);
            delete(old, longAgo);
            delete(recent, lately);
            delete(moving, longAgo);
            assertThat(workspace.purge(MONTH)).isEqualTo(new Purged(1, 2, 0));
            assertThat(Stream.of(gone, deleted).filter(this::isThere)).isEmpty();
            assertThat(Stream.of(kept, alive).filter(run -> !isThere(run))).isEmpty();
            assertThat(Stream.of(trips, old, recent, moving)
                            .map(workspace.storage().runs()::findExperiment)
                            .filter(Optional::isEmpty))
                    .hasSize(1);
        }

        @Test
        void countsFromTheDeletionOfARunAndNotFromItsEnd() throws IOException {
            String lately = run(10, trips, Lifecycle.ACTIVE, RunStatus.FINISHED, longAgo);
            String again = run(11, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            workspace
                    .storage()
                    .runs()
                    .update(lately, RunChange.builder().delete(this.lately).build());
            workspace
                    .storage()
                    .runs()
                    .update(again, RunChange.builder().restore().build());
            workspace
                    .storage()
                    .runs()
                    .update(again, RunChange.builder().delete(this.lately).build());
            assertThat(workspace.purge(MONTH)).isEqualTo(new Purged(0, 0, 0));
            assertThat(workspace.purge(Duration.ofDays(19))).isEqualTo(new Purged(0, 2, 0));
        }

        private void cached(String key, Instant when) throws IOException {
            ArtifactStore artifacts = workspace.storage().artifacts();
            artifacts.bind(new Artifact(
                    new ArtifactName(ArtifactName.CACHE, key), artifacts.put(out -> out.write(7)), "text/1", when));
        }

        @Test
        void forgetsResultsOfStepsThatAreOld() throws IOException {
            cached("old", longAgo);
            cached("recent", lately);
            workspace.purge(MONTH);
            assertThat(workspace.storage().artifacts().list(ArtifactName.CACHE))
                    .extracting(result -> result.name().path())
                    .containsExactly("recent");
        }

        @Test
        void removesMoreThanAPageOfRuns() throws IOException {
            for (int i = 0; i < 510; i++) {
                run(1000 + i, trips, i % 2 == 0 ? Lifecycle.DELETED : Lifecycle.ACTIVE, RunStatus.FINISHED, longAgo);
            }
            delete(trips, longAgo);
            assertThat(workspace.purge(MONTH)).isEqualTo(new Purged(1, 510, 0));
        }

        @Test
        void aNegativeAgeIsRefused() {
            assertThatThrownBy(() -> workspace.purge(Duration.ofDays(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("age is PT-24H, expected zero or more");
        }
    }

    @Nested
    class InMemory extends Contract {
        @Override
        Storage storage() {
            return Storage.inMemory();
        }
    }

    @Nested
    class InAFolder extends Contract {
        @TempDir
        Path folder;

        @Override
        Storage storage() {
            Storage memory = Storage.inMemory();
            return Storage.of(memory.runs(), memory.models(), Storage.artifactFolder(folder));
        }

        private List<Path> contents() throws IOException {
            try (Stream<Path> files = Files.walk(folder.resolve("content"))) {
                return files.filter(Files::isRegularFile).toList();
            }
        }

        private void age(Duration age) throws IOException {
            for (Path content : contents()) {
                Files.setLastModifiedTime(content, FileTime.from(now.minus(age)));
            }
        }

        @Test
        void removesTheContentOfPurgedRunsOnceItIsAsOld() throws IOException {
            run(10, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            run(11, trips, Lifecycle.ACTIVE, RunStatus.FINISHED, longAgo);
            age(Duration.ofDays(31));
            assertThat(workspace.purge(MONTH)).isEqualTo(new Purged(0, 1, 1));
            assertThat(contents()).hasSize(1);
        }

        @Test
        void sparesContentOfTheLastHourHoweverYoungTheRunsToRemoveMayBe() throws IOException {
            run(10, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            age(Duration.ofMinutes(59));
            assertThat(workspace.purge(Duration.ZERO)).isEqualTo(new Purged(0, 1, 0));
            age(Duration.ofMinutes(61));
            assertThat(workspace.purge(Duration.ZERO)).isEqualTo(new Purged(0, 0, 1));
        }

        @Test
        void goesOnWhereItWasInterrupted() throws IOException {
            run(10, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            String second = run(11, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            String third = run(12, trips, Lifecycle.DELETED, RunStatus.FINISHED, longAgo);
            Path names = folder.resolve("names/runs/" + second);
            Path elsewhere = Files.move(names, folder.resolve("elsewhere"));
            Files.createSymbolicLink(names, elsewhere);
            assertThatThrownBy(() -> workspace.purge(MONTH)).isInstanceOf(StorageUnavailableException.class);
            assertThat(workspace.storage().runs().findRun(second)).isPresent();

            Files.delete(names);
            Files.move(elsewhere, names);
            assertThat(workspace.purge(MONTH).runs()).isBetween(1, 3);
            assertThat(Stream.of(second, third).filter(this::isThere)).isEmpty();
            assertThat(folder.resolve("names/runs")).isEmptyDirectory();
        }
    }
}
