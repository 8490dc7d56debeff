package dev.mlops.tracking;

import dev.mlops.storage.Search;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Set;

/**
 * A search for runs.
 *
 * <pre>
 * Run best = experiment.runs().where("metrics.rmse &lt; 12 and params.alpha = '0.01'").orderBy("metrics.rmse asc").first();
 * </pre>
 *
 * <p>A metric stands for its latest value. A run of a process that died is found RUNNING until its silence has lasted a
 * minute, and KILLED from then on. In conditions {@code experiment} is a name or an id, compared with =, !=, IN or NOT IN; a
 * search throws NotFoundException where no experiment has the name. Immutable and thread-safe.
 */
public final class RunSearch extends Search<Run, RunSearch> {
    /** How many runs {@link #compare} takes where nobody says. */
    public static final int COMPARED = 1_000;

    private final Tracking tracking;
    private final String place;

    private RunSearch(Tracking tracking, String place, Terms terms) {
        super(terms);
        this.tracking = tracking;
        this.place = place;
    }

    /** All runs of a workspace, whatever their experiment. */
    public static RunSearch in(Workspace workspace) {
        return of(Tracking.of(workspace), Set.of(), "in the workspace");
    }

    static RunSearch of(Tracking tracking, Set<String> experiments, String place) {
        Query query = Query.all(1).within(experiments);
        return new RunSearch(tracking, place, new Terms(Subject.RUNS, query, 0, ""));
    }

    /**
     * Puts the runs that it finds side by side, in its order; at most {@link #COMPARED}, unless {@link #limit} says otherwise;
     * text and page say so where there are more.
     */
    public RunComparison compare() {
        List<RunData> runs = (isLimited() ? this : limit(COMPARED + 1))
                .list().stream().map(Run::data).toList();
        boolean more = !isLimited() && runs.size() > COMPARED;
        return RunComparison.of(tracking.runs(), more ? runs.subList(0, COMPARED) : runs, more);
    }

    /** How many it finds, up to the limit; the store counts them without reading them, where it can. */
    public long count() {
        Query all = query();
        tracking.lookForSilent();
        long found = tracking.runs().countRuns(byId(all));
        return isLimited() ? Math.min(found, all.limit()) : found;
    }

    /** Writes the runs that it finds to files. */
    public RunExport export() {
        return new RunExport(this);
    }

    /** Only those that are set aside, instead of those in use. */
    public RunSearch deleted() {
        return aside();
    }

    @Override
    protected RunSearch with(Terms terms) {
        return new RunSearch(tracking, place, terms);
    }

    @Override
    protected Page<Run> ask(Query query) {
        tracking.lookForSilent();
        return tracking.runs().searchRuns(byId(query)).map(data -> new Run(tracking, data));
    }

    private Query byId(Query query) {
        return query.where(new ExperimentNames(tracking.runs()).byId(query.filter()));
    }

    @Override
    protected String place() {
        return place;
    }
}
