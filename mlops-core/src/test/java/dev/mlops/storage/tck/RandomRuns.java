package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.RandomValues.ids;
import static dev.mlops.storage.tck.RandomValues.keys;
import static dev.mlops.storage.tck.RandomValues.maps;
import static dev.mlops.storage.tck.RandomValues.names;
import static dev.mlops.storage.tck.RandomValues.queries;
import static dev.mlops.storage.tck.RandomValues.texts;
import static dev.mlops.storage.tck.RandomValues.times;
import static dev.mlops.storage.tck.Script.ask;
import static dev.mlops.storage.tck.Script.tell;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.tck.Script.Step;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random calls to a run store. */
public final class RandomRuns implements ArbitrarySupplier<Script<RunStore>> {
    static final char EXPERIMENT = 'e';
    private static final char RUN = 'f';

    /** For jqwik. */
    public RandomRuns() {}

    @Override
    public Arbitrary<Script<RunStore>> get() {
        Arbitrary<Step<RunStore>> steps = Arbitraries.frequencyOf(
                Tuple.of(4, createExperiment()),
                Tuple.of(3, updateExperiment()),
                Tuple.of(1, ids(EXPERIMENT).map(id -> tell("remove experiment " + id, s -> s.removeExperiment(id)))),
                Tuple.of(6, createRun(ids(RUN), ids(EXPERIMENT))),
                Tuple.of(14, update(ids(RUN), 4)),
                Tuple.of(1, ids(RUN).map(id -> tell("remove run " + id, store -> store.removeRun(id)))),
                Tuple.of(1, times().map(time -> ask("kill silent since " + time, store -> store.killSilent(time)))),
                Tuple.of(8, queries(Subject.RUNS, ids(EXPERIMENT)).map(RandomRuns::searchRuns)),
                Tuple.of(3, queries(Subject.EXPERIMENTS, ids(EXPERIMENT)).map(RandomRuns::searchExperiments)),
                Tuple.of(2, Combinators.combine(ids(RUN), keys()).as(RandomRuns::history)));
        return steps.list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(all -> new Script<>(
                        Stream.concat(all.stream(), everything().stream()).toList()));
    }

    /** Asks for all that is there in the end. */
    private static List<Step<RunStore>> everything() {
        Query all = Query.all(1_000).lifecycle(null);
        Stream<Step<RunStore>> histories = Stream.of('0', '1', '2')
                .map(c -> String.valueOf(RUN).repeat(31) + c)
                .flatMap(run -> Stream.of("k", "K", "it's", "a\"b", "🚕").map(key -> history(run, key)));
        return Stream.concat(Stream.of(searchRuns(all), searchExperiments(all)), histories)
                .toList();
    }

    static Step<RunStore> searchRuns(Query query) {
        return ask("search runs " + query, store -> Samples.all(store::searchRuns, query));
    }

    private static Step<RunStore> searchExperiments(Query query) {
        return ask("search experiments " + query, store -> Samples.all(store::searchExperiments, query));
    }

    private static Step<RunStore> history(String run, String key) {
        return ask("history of " + key + " of " + run, store -> MetricTests.history(store, run, key));
    }

    private static Arbitrary<Step<RunStore>> createExperiment() {
        return Combinators.combine(ids(EXPERIMENT), names(), lifecycles(), maps(texts()), times())
                .as((id, name, lifecycle, tags, time) -> new ExperimentData(id, name, lifecycle, tags, time, time))
                .map(experiment -> tell("create " + experiment, store -> store.createExperiment(experiment)));
    }

    private static Arbitrary<Lifecycle> lifecycles() {
        return Arbitraries.of(Lifecycle.ACTIVE, Lifecycle.ACTIVE, Lifecycle.DELETED);
    }

    private static Arbitrary<Step<RunStore>> updateExperiment() {
        Arbitrary<ExperimentChange> changes = Combinators.combine(
                        names().injectNull(0.5), lifecycles().injectNull(0.3), maps(texts()), untags(), times())
                .as(ExperimentChange::new);
        return Combinators.combine(ids(EXPERIMENT), changes)
                .as((id, change) -> tell("update " + id + " " + change, store -> store.updateExperiment(id, change)));
    }

    private static Arbitrary<Set<String>> untags() {
        return keys().set().ofMaxSize(1);
    }

    static Arbitrary<Step<RunStore>> createRun(Arbitrary<String> runs, Arbitrary<String> experiments) {
        return Combinators.combine(
                        runs,
                        experiments,
                        names(),
                        ids(RUN).injectNull(0.5),
                        Arbitraries.of("", "ada"),
                        Arbitraries.of("", "a"),
                        times())
                .as(NewRun::new)
                .map(run -> tell("create " + run, store -> store.createRun(run)));
    }

    /** Changes of some parts; only one may be a parameter, as a change can't hold two values of one. */
    static Arbitrary<Step<RunStore>> update(Arbitrary<String> runs, int maxParts) {
        Arbitrary<List<Named>> parts = parts().list()
                .ofMaxSize(maxParts)
                .filter(list -> list.stream().filter(Named::isParam).count() < 2);
        return Combinators.combine(runs, parts).as((run, all) -> {
            RunChange.Builder builder = RunChange.builder();
            all.forEach(part -> part.change().accept(builder));
            RunChange change = builder.build();
            return tell("update " + run + " " + all, store -> store.update(run, change));
        });
    }

    /** One part of a change with its description. */
    private record Named(String text, Consumer<RunChange.Builder> change) {
        boolean isParam() {
            return text.startsWith("param");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static Arbitrary<Named> parts() {
        Arbitrary<String> values = Arbitraries.oneOf(Arbitraries.of("5", "abc"), texts());
        return Arbitraries.oneOf(
                Combinators.combine(keys(), values).as((k, v) -> new Named("param " + k + "=" + v, b -> b.param(k, v))),
                Combinators.combine(keys(), texts()).as((k, v) -> new Named("tag " + k + "=" + v, b -> b.tag(k, v))),
                keys().map(key -> new Named("untag " + key, b -> b.untag(key))),
                points().map(point -> new Named(point.toString(), b -> b.metric(point))),
                points().map(point -> new Named(point.toString(), b -> b.metric(point))),
                datasets().map(dataset -> new Named(dataset.toString(), b -> b.dataset(dataset))),
                names().map(name -> new Named("name " + name, b -> b.name(name))),
                Arbitraries.just(new Named("resume", RunChange.Builder::resume)),
                Combinators.combine(Arbitraries.of(RunStatus.class).filter(RunStatus::isFinal), times())
                        .as((status, time) -> new Named(status + " " + time, b -> b.end(status, time))),
                times().map(time -> new Named("delete " + time, b -> b.delete(time))),
                Arbitraries.just(new Named("restore", RunChange.Builder::restore)),
                Combinators.combine(names(), Arbitraries.of("", "a", "b"), Arbitraries.of(true, false))
                        .as(Commit::new)
                        .map(commit -> new Named(commit.toString(), b -> b.commit(commit))),
                times().map(time -> new Named("heartbeat " + time, b -> b.heartbeat(time))));
    }

    private static Arbitrary<MetricPoint> points() {
        return Combinators.combine(keys(), RandomValues.doubles(), Arbitraries.of(-1L, 0L, 1L), times())
                .as(MetricPoint::new);
    }

    private static Arbitrary<DatasetInput> datasets() {
        return Combinators.combine(
                        Arbitraries.of("a", "A"),
                        Arbitraries.of("5", "5", "abc"),
                        Arbitraries.of("", "", "\uffee", "🚕"),
                        texts(),
                        texts(),
                        Arbitraries.of(-1L, 7L))
                .as(DatasetInput::new);
    }
}
