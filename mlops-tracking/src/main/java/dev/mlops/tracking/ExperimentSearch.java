package dev.mlops.tracking;

import dev.mlops.storage.Search;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.Subject;

/** A search for experiments: see {@link Experiment#search}. Immutable and thread-safe. */
public final class ExperimentSearch extends Search<Experiment, ExperimentSearch> {
    private final Tracking tracking;

    private ExperimentSearch(Tracking tracking, Terms terms) {
        super(terms);
        this.tracking = tracking;
    }

    static ExperimentSearch of(Tracking tracking) {
        return new ExperimentSearch(tracking, new Terms(Subject.EXPERIMENTS, Query.all(1), 0, ""));
    }

    /** Only those that are set aside, instead of those in use. */
    public ExperimentSearch deleted() {
        return aside();
    }

    @Override
    protected ExperimentSearch with(Terms terms) {
        return new ExperimentSearch(tracking, terms);
    }

    @Override
    protected Page<Experiment> ask(Query query) {
        return tracking.runs().searchExperiments(query).map(data -> new Experiment(tracking, data));
    }

    @Override
    protected String place() {
        return "in the workspace";
    }
}
