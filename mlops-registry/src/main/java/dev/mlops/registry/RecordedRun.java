package dev.mlops.registry;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.tracking.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The run of a pipeline that made a version, as it was recorded: the version's own, or the nearest above it.
 *
 * @param version the version
 * @param pipeline the pipeline as it is now
 * @param run the run as it was then
 */
record RecordedRun(ModelVersion version, Pipeline<?> pipeline, Run run) {
    private static final String TRAINER = ".trainer";

    /**
     * Finds it.
     *
     * @throws NotFoundException if there is none
     */
    static RecordedRun of(ModelRegistry registry, ModelVersion version, Pipeline<?> pipeline) {
        String id = version.runId()
                .orElseThrow(() -> new NotFoundException(
                        version + " was registered without a run, expected one of pipeline '" + pipeline.name() + "'"));
        Set<String> seen = new LinkedHashSet<>();
        List<String> pipelines = new ArrayList<>();
        Optional<String> next = Optional.of(id);
        while (next.isPresent() && seen.add(next.get())) {
            String present = next.get();
            Run run = registry.shared()
                    .findRun(present)
                    .orElseThrow(() -> new NotFoundException("run " + present + " of " + version + " was removed"));
            if (run.pipeline().filter(pipeline.name()::equals).isPresent()) {
                return new RecordedRun(version, pipeline, run);
            }
            run.pipeline().ifPresent(pipelines::add);
            next = run.parentId();
        }
        throw new NotFoundException("run " + id + " of " + version + " and those above it recorded "
                + (pipelines.isEmpty() ? "no pipeline" : "pipeline " + pipelines) + ", expected '" + pipeline.name()
                + "'");
    }

    /** The recorded values of the parameters that the pipeline still has. */
    Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        SortedMap<String, String> recorded = run.params();
        for (String name : pipeline.parameters()) {
            if (recorded.containsKey(name)) {
                params.put(name, recorded.get(name));
            }
        }
        return params;
    }

    /**
     * The arguments to run it again with: what was recorded, with others in place of some.
     *
     * @throws InvalidException if the pipeline doesn't take them, or needs one that wasn't recorded
     */
    Args args(Map<String, ?> others) {
        Map<String, Object> values = new LinkedHashMap<>(params());
        values.putAll(others);
        Args args = Args.of(values);
        try {
            pipeline.resolve(args);
            return args;
        } catch (InvalidException e) {
            throw new InvalidException(
                    "with what run " + run.id() + " of " + version + " recorded, " + e.getMessage(), e);
        }
    }

    /** How the parameters differ from the recorded ones, when it runs with these arguments. */
    List<Difference> differences(Args args) {
        SortedMap<String, String> recorded = new TreeMap<>(run.params());
        Map<String, String> present = pipeline.resolve(args);
        Set<String> names = new LinkedHashSet<>(pipeline.parameters());
        recorded.keySet().stream().filter(name -> !isOfModel(name)).forEach(names::add);
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String was = recorded.getOrDefault(name, "");
            String is = present.getOrDefault(name, "");
            if (!was.equals(is)) {
                differences.add(new Difference(Difference.Area.PARAMETERS, "parameter '" + name + "'", was, is));
            }
        }
        return differences;
    }

    /** Whether a run records it of a model below {@code PATH.}, or of a trainer, for which a pipeline has no parameter. */
    private boolean isOfModel(String name) {
        boolean trainer = name.equals("trainer") || name.startsWith("trainer.");
        return trainer
                || run.params().keySet().stream()
                        .filter(key -> key.endsWith(TRAINER))
                        .anyMatch(key -> name.startsWith(key.substring(0, key.length() - TRAINER.length() + 1)));
    }

    /** The data that a step gave. */
    List<DatasetInput> datasets(String step) {
        return run.datasets().stream()
                .filter(dataset -> dataset.context().equals(step))
                .toList();
    }
}
