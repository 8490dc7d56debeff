package dev.mlops.storage.tck;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the tests of run stores begin with. */
interface RunStoreFixture {
    /** The store of this test, empty at first. */
    RunStore store();

    /** Another handle on the same storage, or the same one where the backend has only one. */
    RunStore another();

    /** Adds an experiment. */
    default String experiment(String name) {
        ExperimentData experiment = Samples.experiment(name);
        store().createExperiment(experiment);
        return experiment.id();
    }

    /** The experiment of {@link #run}, made when it is first asked for. */
    default String experiment() {
        return store()
                .searchExperiments(Query.all(1).where(Filter.parse("name = 'trips'", Subject.EXPERIMENTS)))
                .items()
                .stream()
                .map(ExperimentData::id)
                .findFirst()
                .orElseGet(() -> experiment("trips"));
    }

    /** Begins a run, each at the same time. */
    default String run(String name) {
        NewRun run = Samples.run(experiment(), name, Samples.T0);
        store().createRun(run);
        return run.id();
    }

    /** Begins a run and records this of it. */
    default String run(String name, Consumer<RunChange.Builder> change) {
        String id = run(name);
        update(id, change);
        return id;
    }

    default void update(String run, Consumer<RunChange.Builder> change) {
        RunChange.Builder builder = RunChange.builder();
        change.accept(builder);
        store().update(run, builder.build());
    }

    default RunData get(String run) {
        return store().findRun(run).orElseThrow();
    }

    /** Names of the runs that satisfy this, ascending. */
    default List<String> found(String filter) {
        return names(Query.all(1_000).where(Filter.parse(filter, Subject.RUNS)))
                .sorted()
                .toList();
    }

    /** Names of all runs in this order. */
    default List<String> ordered(String... order) {
        List<Order> keys =
                Stream.of(order).map(key -> Order.parse(key, Subject.RUNS)).toList();
        return names(Query.all(1_000).orderBy(keys)).toList();
    }

    default Stream<String> names(Query query) {
        return store().searchRuns(query).items().stream().map(run -> run.begin().name());
    }

    /** A query in one experiment. */
    static Query in(String experiment, int limit) {
        return Query.all(limit).within(Set.of(experiment));
    }
}
