package dev.mlops.tracking;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts ids in the place of names of experiments: people know the names, stores compare the ids. */
final class ExperimentNames {
    private static final SearchField EXPERIMENT =
            Objects.requireNonNull(Subject.RUNS.attributes().get("experiment"));
    private static final SearchField NAME =
            Objects.requireNonNull(Subject.EXPERIMENTS.attributes().get("name"));
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final int MOST = 1_000;

    private final RunStore store;

    ExperimentNames(RunStore store) {
        this.store = store;
    }

    /** The experiments of this name with this lifecycle, the latest first: one at most that is in use. */
    List<ExperimentData> named(String name, Lifecycle lifecycle) {
        Filter named = new Filter.Test(NAME, Operator.EQ, List.of(new Literal.Text(name)));
        return store.searchExperiments(Query.all(MOST).where(named).lifecycle(lifecycle))
                .items();
    }

    /**
     * The same condition on ids alone.
     *
     * @throws NotFoundException if it has a name of no experiment
     * @throws InvalidException if it compares experiments in other ways than those that ids and names have in common
     */
    Filter byId(Filter filter) {
        if (filter instanceof Filter.And and) {
            return new Filter.And(and.all().stream().map(this::byId).toList());
        } else if (filter instanceof Filter.Or or) {
            return new Filter.Or(or.any().stream().map(this::byId).toList());
        }
        Filter.Test test = (Filter.Test) filter;
        return test.field().equals(EXPERIMENT) ? byId(test) : test;
    }

    private Filter byId(Filter.Test test) {
        return switch (test.operator()) {
            case EQ, IN -> new Filter.Test(EXPERIMENT, Operator.IN, ids(test));
            case NE, NOT_IN -> new Filter.Test(EXPERIMENT, Operator.NOT_IN, ids(test));
            case IS_NULL, IS_NOT_NULL -> test;
            default ->
                throw new InvalidException(
                        "filter compares experiment with " + test.operator()
                                + ", expected =, !=, IN or NOT IN with names or ids; Experiment.search finds names by patterns");
        };
    }

    private List<Literal> ids(Filter.Test test) {
        return test.literals().stream()
                .flatMap(literal -> ids(((Literal.Text) literal).value()))
                .<Literal>map(Literal.Text::new)
                .toList();
    }

    /** An id stands for itself; a name for the experiment in use that has it, or else for those set aside. */
    private Stream<String> ids(String text) {
        if (ID.matcher(text).matches()) {
            return Stream.of(text);
        }
        List<ExperimentData> found = Stream.of(Lifecycle.ACTIVE, Lifecycle.DELETED)
                .map(lifecycle -> named(text, lifecycle))
                .filter(some -> !some.isEmpty())
                .findFirst()
                .orElseThrow(() -> new NotFoundException("filter names the experiment '" + text
                        + "', which doesn't exist, expected the name or the id of one"));
        return found.stream().map(ExperimentData::id);
    }
}
