package dev.mlops.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what the compiler can't see about the steps of one builder. */
final class Wiring {
    private final Set<Input<?>> own = new HashSet<>();
    private final List<StepSpec> specs = new ArrayList<>();
    private final Set<String> violations = new LinkedHashSet<>();

    private Wiring(List<Param<?>> params, List<Step<?>> steps) {
        own.addAll(params);
        own.addAll(steps);
        steps.forEach(step -> specs.add(step.freeze(specs.size())));
    }

    /** The graph, or an IllegalStateException that names everything wrong with it. */
    static Graph check(String name, String description, List<Param<?>> params, List<Step<?>> steps, Step<?> result) {
        Wiring wiring = new Wiring(params, steps);
        wiring.checkNames("parameter", params);
        wiring.checkNames("step", steps);
        wiring.specs.forEach(wiring::checkStep);
        wiring.checkResult(result);
        wiring.checkCycles();
        wiring.throwIfViolated(name);
        return new Graph(name, description, Parameters.of(name, params), wiring.specs);
    }

    private void checkNames(String kind, Collection<? extends Input<?>> handles) {
        Set<String> seen = new HashSet<>();
        for (Input<?> handle : handles) {
            if (!seen.add(handle.name())) {
                violations.add(kind + " '" + handle.name() + "' is declared twice");
            }
        }
    }

    private void checkStep(StepSpec spec) {
        String who = "step '" + spec.name() + "'";
        for (Input<?> input : spec.reads()) {
            checkOwn(who + " takes", input);
        }
        spec.after().forEach(step -> checkOwn(who + " comes after", step));
        for (Step<?> step : spec.waitsFor()) {
            if (step.kind() == StepKind.LAST) {
                violations.add(who + " waits for finally-step '" + step.name() + "', which runs after all others");
            }
        }
        checkOptions(who, spec);
    }

    private void checkOwn(String what, Input<?> input) {
        if (!own.contains(input)) {
            violations.add(what + " '" + input.name() + "' of another pipeline");
        }
    }

    private void checkOptions(String who, StepSpec spec) {
        if (spec.kind() == StepKind.GATE && spec.caching() != null) {
            violations.add(who + " is an approval, which can't be cached");
        }
        if (spec.kind() != StepKind.LAST) {
            return;
        }
        if (spec.caching() != null || spec.fallback() != null) {
            violations.add(who + " is a finally-step, which gives no output to cache or replace");
        }
        if (!spec.conditions().isEmpty() || !spec.after().isEmpty()) {
            violations.add(who + " is a finally-step, which runs whatever happened, after all others");
        }
    }

    private void checkResult(Step<?> result) {
        checkOwn("the result is", result);
        if (result.kind() == StepKind.LAST) {
            violations.add("the result is finally-step '" + result.name() + "', which gives no output");
        }
    }

    /** Handles come before who takes them, but a condition, an order or a replacement may be added later. */
    private void checkCycles() {
        Map<Step<?>, List<StepSpec>> waiters = new HashMap<>();
        Map<Step<?>, Integer> open = new LinkedHashMap<>();
        Deque<Step<?>> free = new ArrayDeque<>();
        for (StepSpec spec : specs) {
            List<Step<?>> own =
                    spec.waitsFor().stream().filter(this.own::contains).toList();
            own.forEach(step ->
                    waiters.computeIfAbsent(step, s -> new ArrayList<>()).add(spec));
            open.put(spec.handle(), own.size());
            if (own.isEmpty()) {
                free.add(spec.handle());
            }
        }
        while (!free.isEmpty()) {
            Step<?> done = free.remove();
            open.remove(done);
            for (StepSpec waiter : waiters.getOrDefault(done, List.of())) {
                if (open.merge(waiter.handle(), -1, Integer::sum) == 0) {
                    free.add(waiter.handle());
                }
            }
        }
        nameCycle(open.keySet());
    }

    private void nameCycle(Set<Step<?>> stuck) {
        Set<Step<?>> path = new LinkedHashSet<>();
        Step<?> at = stuck.isEmpty() ? null : stuck.iterator().next();
        while (at != null && path.add(at)) {
            at = next(at, stuck);
        }
        if (at != null) {
            List<String> names = new ArrayList<>(path.stream().map(Step::name).toList());
            List<String> cycle = names.subList(names.indexOf(at.name()), names.size());
            violations.add(
                    "steps wait for each other: '" + String.join("' for '", cycle) + "' for '" + at.name() + "'");
        }
    }

    private Step<?> next(Step<?> at, Set<Step<?>> stuck) {
        return specs.stream()
                .filter(spec -> spec.handle() == at)
                .flatMap(spec -> spec.waitsFor().stream())
                .filter(stuck::contains)
                .findFirst()
                .orElseThrow();
    }

    private void throwIfViolated(String name) {
        if (violations.size() == 1) {
            throw new IllegalStateException(
                    "pipeline '" + name + "': " + violations.iterator().next());
        }
        if (!violations.isEmpty()) {
            throw new IllegalStateException(
                    "pipeline '" + name + "' is wired wrong:\n- " + String.join("\n- ", violations));
        }
    }
}
