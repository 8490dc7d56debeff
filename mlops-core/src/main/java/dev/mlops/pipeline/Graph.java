package dev.mlops.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The checked steps of a pipeline, in order of declaration; immutable. */
final class Graph {
    private final String name;
    private final String description;
    private final Parameters parameters;
    private final List<StepSpec> steps;
    private final Map<Step<?>, StepSpec> byHandle = new HashMap<>();
    private final List<List<Integer>> waiters = new ArrayList<>();
    private final int[] readers;

    Graph(String name, String description, Parameters parameters, List<StepSpec> steps) {
        this.name = name;
        this.description = description;
        this.parameters = parameters;
        this.steps = List.copyOf(steps);
        steps.forEach(step -> byHandle.put(step.handle(), step));
        readers = new int[steps.size()];
        steps.forEach(step -> waiters.add(new ArrayList<>()));
        for (StepSpec step : steps) {
            step.waitsFor().forEach(before -> waiters.get(indexOf(before)).add(step.index()));
            step.readsSteps().forEach(read -> readers[indexOf(read)]++);
        }
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    Parameters parameters() {
        return parameters;
    }

    List<StepSpec> steps() {
        return steps;
    }

    /** The place of the step in the order of declaration. */
    int indexOf(Step<?> step) {
        StepSpec spec = byHandle.get(step);
        if (spec == null) {
            throw new IllegalArgumentException("step '" + step.name() + "' isn't one of pipeline '" + name + "'");
        }
        return spec.index();
    }

    /** The places of the steps that wait for the one at {@code index}. */
    List<Integer> waiters(int index) {
        return waiters.get(index);
    }

    /** How many steps may need the output of the one at {@code index}. */
    int readers(int index) {
        return readers[index];
    }

    /** The most elements that a mapped step works on at a time; 0 without one. */
    int widest() {
        return steps.stream()
                .mapToInt(step -> step.call() instanceof StepSpec.Call.Each each ? each.concurrency() : 0)
                .max()
                .orElse(0);
    }

    /** Throws if there is an approval gate. */
    void refuseGates() {
        List<String> gates = steps.stream()
                .filter(step -> step.kind() == StepKind.GATE)
                .map(step -> "'" + step.name() + "'")
                .toList();
        if (!gates.isEmpty()) {
            throw new IllegalStateException("pipeline '" + name + "' needs an approver for step "
                    + String.join(" and ", gates) + ", but its runner has none");
        }
    }
}
