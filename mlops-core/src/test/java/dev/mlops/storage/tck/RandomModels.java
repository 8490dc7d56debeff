package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.RandomValues.keys;
import static dev.mlops.storage.tck.RandomValues.maps;
import static dev.mlops.storage.tck.RandomValues.names;
import static dev.mlops.storage.tck.RandomValues.queries;
import static dev.mlops.storage.tck.RandomValues.texts;
import static dev.mlops.storage.tck.RandomValues.times;
import static dev.mlops.storage.tck.Script.ask;
import static dev.mlops.storage.tck.Script.tell;

import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.spi.VersionStatus;
import dev.mlops.storage.tck.Script.Step;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random calls to a model store. */
public final class RandomModels implements ArbitrarySupplier<Script<ModelStore>> {

    /** For jqwik. */
    public RandomModels() {}

    @Override
    public Arbitrary<Script<ModelStore>> get() {
        Arbitrary<Step<ModelStore>> steps = Arbitraries.frequencyOf(
                Tuple.of(4, createModel()),
                Tuple.of(8, createVersion()),
                Tuple.of(14, Combinators.combine(models(), changes(), entries()).as(RandomModels::change)),
                Tuple.of(2, Combinators.combine(models(), numbers(), entries()).as(RandomModels::removeVersion)),
                Tuple.of(1, Combinators.combine(models(), entries()).as(RandomModels::removeModel)),
                Tuple.of(8, queries(Subject.VERSIONS, models()).map(RandomModels::search)),
                Tuple.of(2, Combinators.combine(models(), numbers()).as(RandomModels::find)),
                Tuple.of(2, Combinators.combine(models(), times()).as(RandomModels::history)));
        return steps.list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(all -> new Script<>(
                        Stream.concat(all.stream(), everything().stream()).toList()));
    }

    /** Asks for all that is there in the end. */
    private static List<Step<ModelStore>> everything() {
        return List.of(
                ask("list models", ModelStore::listModels),
                search(Query.all(1_000)),
                history("a", Instant.MAX),
                history("A", Instant.MAX),
                history("🚕", Instant.MAX));
    }

    private static Arbitrary<String> models() {
        return Arbitraries.of("a", "A", "🚕");
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.of(0, 1, 1, 1, 2, 2, 3);
    }

    /** Entries of whatever model they are asked for. */
    private static Arbitrary<Function<String, AuditEntry>> entries() {
        return Combinators.combine(numbers(), names(), texts(), texts(), texts(), times())
                .as((version, action, subject, from, to, time) ->
                        model -> new AuditEntry(model, version, action, subject, from, to, "ada", subject, time));
    }

    private static Step<ModelStore> find(String model, int number) {
        return ask("find " + model + " " + number, store -> store.findVersion(model, number));
    }

    private static Step<ModelStore> search(Query query) {
        return ask("search " + query, store -> Samples.all(store::searchVersions, query));
    }

    private static Step<ModelStore> history(String model, Instant until) {
        return ask("history of " + model + " until " + until, store -> store.history(model, until));
    }

    private static Step<ModelStore> change(String model, ModelChange change, Function<String, AuditEntry> entries) {
        AuditEntry entry = entries.apply(model);
        return ask("change " + model + " " + change + " " + entry, store -> store.change(model, change, entry));
    }

    private static Step<ModelStore> removeVersion(String model, int number, Function<String, AuditEntry> entries) {
        AuditEntry entry = entries.apply(model);
        return tell("remove " + model + " " + number, store -> store.removeVersion(model, number, entry));
    }

    private static Step<ModelStore> removeModel(String model, Function<String, AuditEntry> entries) {
        AuditEntry entry = entries.apply(model);
        return tell("remove " + model, store -> store.removeModel(model, entry));
    }

    private static Arbitrary<Step<ModelStore>> createModel() {
        return Combinators.combine(models(), texts(), maps(texts()), times(), entries())
                .as((name, description, tags, time, entries) -> {
                    AuditEntry entry = entries.apply(name);
                    ModelData model = new ModelData(name, description, tags, new TreeMap<>(), time, time);
                    return tell("create " + model, store -> store.createModel(model, entry));
                });
    }

    private static Arbitrary<Step<ModelStore>> createVersion() {
        Arbitrary<NewVersion> versions = Combinators.combine(
                        models(),
                        RandomValues.ids('f').injectNull(0.5),
                        texts(),
                        maps(texts()),
                        maps(RandomValues.doubles()),
                        maps(texts()),
                        times())
                .as(NewVersion::new);
        return Combinators.combine(versions, entries()).as((version, entries) -> {
            AuditEntry entry = entries.apply(version.model());
            return ask("create " + version, store -> store.createVersion(version, entry));
        });
    }

    private static Arbitrary<ModelChange> changes() {
        Arbitrary<String> aliases = Arbitraries.of("a", "b", "Abc", "🚕");
        return Arbitraries.oneOf(
                Combinators.combine(numbers(), texts()).as(ModelChange.Describe::new),
                Combinators.combine(numbers(), keys(), texts().injectNull(0.3)).as(ModelChange.Tag::new),
                numbers().map(ModelChange.Note::new),
                Combinators.combine(numbers(), Arbitraries.of(VersionStatus.class))
                        .as(ModelChange.Status::new),
                Combinators.combine(aliases, numbers(), numbers().injectNull(0.5))
                        .as(ModelChange.Alias::new),
                Combinators.combine(aliases, numbers(), numbers().injectNull(0.9))
                        .as(ModelChange.Alias::new));
    }
}
