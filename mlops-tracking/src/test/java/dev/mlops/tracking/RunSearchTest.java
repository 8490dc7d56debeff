package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunSearchTest {
    private final ManualClock clock = new ManualClock();
    private final Workspace workspace =
            Workspace.builder(Storage.inMemory()).clock(clock).build();
    private final Experiment experiment = Experiment.named("trips").in(workspace);

    @BeforeEach
    void record() {
        for (int i = 0; i < 10; i++) {
            int rmse = (i * 7) % 10;
            String team = i % 2 == 0 ? "eta" : "fares";
            experiment.run(
                    "run " + i,
                    run -> run.param("alpha", rmse / 10.0).metric("rmse", rmse).tag("team", team));
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static List<String> names(List<Run> runs) {
        return runs.stream().map(Run::name).toList();
    }

    @Test
    void theLatestStartComesFirst() {
        assertThat(names(experiment.runs().limit(3).list())).containsExactly("run 9", "run 8", "run 7");
    }

    @Test
    void conditionsAddUpAndTheLastOrderCounts() {
        RunSearch search = experiment
                .runs()
                .where("metrics.rmse < 5 or metrics.rmse = 9")
                .orderBy("name")
                .where("tags.team = 'eta'")
                .orderBy("metrics.rmse desc");
        assertThat(search.list()).extracting(run -> run.metric("rmse")).containsExactly(4.0, 2.0, 0.0);
        assertThat(search.limit(1).list()).hasSize(1);
        assertThat(search.first().metric("rmse")).isEqualTo(4);
    }

    @Test
    void whereNothingIsFoundTheConditionsAreNamed() {
        RunSearch search = experiment.runs().where("metrics.rmse > 100").where("tags.team = 'eta'");
        assertThat(search.find()).isEmpty();
        assertThat(search.list()).isEmpty();
        assertThatThrownBy(search::first)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("no run of experiment 'trips' satisfies (metrics.rmse > 100) and (tags.team = 'eta')");
    }

    @Test
    void whatCantBeReadIsRefusedAtTheCall() {
        assertThatThrownBy(() -> experiment.runs().where("metrics.rmse <")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> experiment.runs().orderBy("rmse")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> experiment.runs().limit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pagesFollowEachOtherWhileRunsAreAdded() {
        RunSearch search = experiment.runs().limit(4);
        List<String> names = new ArrayList<>();
        Page<Run> page = search.page(null);
        names.addAll(names(page.items()));
        experiment.run("added", run -> {});
        while (page.next() != null) {
            page = search.page(page.next());
            names.addAll(names(page.items()));
        }
        assertThat(names)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .startsWith("run 9")
                .endsWith("run 0");
    }

    @Test
    void aStreamReadsAsManyAsAreAskedFor() {
        for (int i = 0; i < 1_100; i++) {
            experiment.start("more").close();
        }
        try (Stream<Run> all = experiment.runs().stream()) {
            assertThat(all.map(Run::id).distinct()).hasSize(1_110);
        }
        assertThat(experiment.runs().limit(1_050).list()).hasSize(1_050);
    }

    @Test
    void whatIsSetAsideIsFoundOnlyWhenAskedFor() {
        Run deleted = experiment.runs().where("name = 'run 3'").first().delete();
        assertThat(deleted.isDeleted()).isTrue();
        assertThat(names(experiment.runs().list())).hasSize(9).doesNotContain("run 3");
        assertThat(names(experiment.runs().deleted().list())).containsExactly("run 3");
        deleted.restore();
        assertThat(experiment.runs().list()).hasSize(10);
    }

    @Test
    void aRecordedRunCanBeTaggedAndRenamed() {
        Run run = experiment.runs().first();
        Run changed = run.tag("reviewed by", "Ann").rename("best").untag("team");
        assertThat(changed.name()).isEqualTo("best");
        assertThat(changed.tags()).containsEntry("reviewed by", "Ann").doesNotContainKey("team");
        assertThat(run.name()).isEqualTo("run 9");
        assertThat(experiment
                        .runs()
                        .where("tags.\"reviewed by\" = 'Ann'")
                        .first()
                        .id())
                .isEqualTo(run.id());
    }

    @Test
    void aRunWhoseProcessIsSilentForAMinuteIsFoundKilled() {
        String id = "0123456789abcdef0123456789abcdef";
        workspace
                .storage()
                .runs()
                .createRun(
                        new dev.mlops.storage.spi.NewRun(id, experiment.id(), "dead", null, "", "", clock.instant()));
        clock.advance(Duration.ofSeconds(59));
        assertThat(experiment.runs().where("name = 'dead'").first().status()).isEqualTo(RunStatus.RUNNING);
        clock.advance(Duration.ofSeconds(6));
        Run found = experiment.runs().where("name = 'dead'").first();
        assertThat(found.status()).isEqualTo(RunStatus.KILLED);
        assertThat(found.duration()).contains(Duration.ZERO);
    }

    @Test
    void aRunThatIsOpenHereIsNeverTakenForDead() {
        try (ActiveRun run = experiment.start("quiet")) {
            clock.advance(Duration.ofMinutes(10));
            assertThat(experiment.runs().where("name = 'quiet'").first().status())
                    .isEqualTo(RunStatus.RUNNING);
            run.metric("rmse", 1);
        }
    }

    @Test
    void aRunThatOthersTookForDeadWhileTheMachineSleptRunsAgain() {
        try (ActiveRun run = experiment.start("slept")) {
            clock.advance(Duration.ofMinutes(10));
            workspace.storage().runs().killSilent(clock.instant().minusSeconds(60));
            assertThat(experiment.get(run.id()).status()).isEqualTo(RunStatus.KILLED);
            assertThat(experiment.runs().where("name = 'slept'").first().status())
                    .isEqualTo(RunStatus.RUNNING);
        }
    }

    @Test
    void anExperimentIsFoundByItsNameOrItsId() {
        Experiment other = Experiment.named("fares").in(workspace);
        other.run("other", run -> {});
        RunSearch all = RunSearch.in(workspace);
        assertThat(names(all.where("experiment = 'fares'").list())).containsExactly("other");
        assertThat(names(all.where("experiment = '" + other.id() + "'").list())).containsExactly("other");
        assertThat(all.where("experiment != 'fares'").list()).hasSize(10);
        assertThat(names(all.where("not experiment IN ('trips') or name = 'run 1'")
                        .list()))
                .containsExactly("other", "run 1");
        assertThat(all.where("experiment IN ('trips', 'fares')")
                        .limit(4)
                        .page(null)
                        .items())
                .hasSize(4);
        assertThatThrownBy(() -> all.where("experiment = 'fare'").list())
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        "filter names the experiment 'fare', which doesn't exist, expected the name or the id of one");
        assertThatThrownBy(() -> all.where("experiment LIKE 'f%'").list())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("experiment with LIKE");
    }

    @Test
    void anExperimentThatIsSetAsideIsFoundByItsNameWhereNoOtherHasIt() {
        Experiment gone = Experiment.named("fares").in(workspace);
        gone.run("gone", run -> {});
        gone.delete();
        RunSearch search = RunSearch.in(workspace).where("experiment = 'fares'");
        assertThat(search.list()).isEmpty();
        assertThat(names(search.deleted().list())).containsExactly("gone");
        Experiment.named("fares").in(workspace).run("new", run -> {});
        assertThat(names(search.list())).containsExactly("new");
    }

    @Test
    void whatIsFoundIsCounted() {
        assertThat(experiment.runs().count()).isEqualTo(10);
        assertThat(experiment.runs().where("metrics.rmse < 5").count()).isEqualTo(5);
        assertThat(experiment.runs().where("metrics.rmse < 5").limit(3).count()).isEqualTo(3);
        assertThat(experiment.runs().deleted().count()).isZero();
        assertThat(RunSearch.in(workspace).where("experiment = 'trips'").count())
                .isEqualTo(10);
    }
}
