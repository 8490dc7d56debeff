package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.RandomRuns.EXPERIMENT;
import static dev.mlops.storage.tck.RandomValues.ids;
import static dev.mlops.storage.tck.RandomValues.queries;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.tck.Script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Random searches among some runs that differ in all ways. */
public final class RandomSearches implements ArbitrarySupplier<Script<RunStore>> {
    private static final int RUNS = 12;
    private static final int PARTS = 14;
    private static final int SEARCHES = 40;

    /** For jqwik. */
    public RandomSearches() {}

    @Override
    public Arbitrary<Script<RunStore>> get() {
        Arbitrary<List<Step<RunStore>>> searches = queries(Subject.RUNS, ids(EXPERIMENT))
                .map(RandomRuns::searchRuns)
                .list()
                .ofSize(SEARCHES);
        List<Arbitrary<List<Step<RunStore>>>> runs =
                IntStream.range(0, RUNS).mapToObj(RandomSearches::run).toList();
        return Combinators.combine(Combinators.combine(runs).as(RandomSearches::flat), searches)
                .as((made, found) -> new Script<>(flat(List.of(experiments(), made, found))));
    }

    private static List<Step<RunStore>> experiments() {
        return Stream.of('0', '1', '2')
                .map(c -> ExperimentData.of(String.valueOf(EXPERIMENT).repeat(31) + c, "experiment " + c, Samples.T0))
                .map(data -> Script.<RunStore>tell("create " + data, store -> store.createExperiment(data)))
                .toList();
    }

    /** Begins one run and records something of it. */
    private static Arbitrary<List<Step<RunStore>>> run(int number) {
        Arbitrary<String> id = Arbitraries.just("f".repeat(31) + Integer.toHexString(number));
        return Combinators.combine(RandomRuns.createRun(id, ids(EXPERIMENT)), RandomRuns.update(id, PARTS))
                .as((create, update) -> List.of(create, update));
    }

    private static List<Step<RunStore>> flat(List<List<Step<RunStore>>> parts) {
        List<Step<RunStore>> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }
}
