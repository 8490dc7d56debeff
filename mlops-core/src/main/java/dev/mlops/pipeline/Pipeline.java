package dev.mlops.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Steps with typed inputs and one result. Immutable and thread-safe; one pipeline may run many times, also at once.
 *
 * <pre>
 * Pipeline.Builder p = Pipeline.named("trip-duration");
 * Param&lt;Path&gt; data = p.param("train_data", Path.class);
 * Param&lt;Double&gt; alpha = p.param("alpha", Double.class, 0.01);
 * Step&lt;Dataset&lt;Trip&gt;&gt; trips = p.step("load", data, Trips::read);
 * Step&lt;Model&gt; model = p.step("train", trips, alpha, Trips::lasso);
 * Pipeline&lt;Model&gt; pipeline = p.build(model);
 * PipelineRun&lt;Model&gt; run = pipeline.run(Args.parse("--train_data", "jan.parquet"));
 * </pre>
 *
 * @param <R> the type of the result
 */
public final class Pipeline<R> {
    private final Graph graph;
    private final Step<R> result;

    Pipeline(Graph graph, Step<R> result) {
        this.graph = graph;
        this.result = result;
    }

    /** Begins a pipeline of this name. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The name. */
    public String name() {
        return graph.name();
    }

    /** The names of the parameters, in order of declaration. */
    public List<String> parameters() {
        return graph.parameters().names();
    }

    /** The names of the steps, in order of declaration. */
    public List<String> steps() {
        return graph.steps().stream().map(StepSpec::name).toList();
    }

    /** What a command line's {@code --help} prints: every parameter with its type, default, rules and meaning. */
    public String help() {
        return graph.parameters().help(graph.description());
    }

    /** The graph in Mermaid's language: parameters, steps, and an arrow from each input to who takes it. */
    public String toMermaid() {
        return Mermaid.of(graph);
    }

    /**
     * The parameters with their values as text, defaults included, in order of declaration; one without a value is left out.
     * Runs nothing.
     *
     * @throws dev.mlops.InvalidException naming everything wrong with the arguments
     */
    public Map<String, String> resolve(Args args) {
        return graph.parameters().resolve(args).printed();
    }

    /** Runs it with a runner of default options, on threads of its own, and waits for its end; see {@link Runner#run}. */
    public PipelineRun<R> run(Args args) {
        return Runner.builder().build().run(this, args);
    }

    Graph graph() {
        return graph;
    }

    Step<R> result() {
        return result;
    }

    @Override
    public String toString() {
        return "Pipeline[" + name() + "]";
    }

    /**
     * Declares a pipeline. For one pipeline only: the handles that it gives stand for that pipeline's parameters and
     * steps. Wrong types don't compile; what the compiler can't see is reported by {@link #build}. Not thread-safe.
     */
    public static final class Builder {
        private final String name;
        private final List<Param<?>> params = new ArrayList<>();
        private final List<Step<?>> steps = new ArrayList<>();
        private String description = "";
        private boolean built;

        private Builder(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("pipeline name is blank");
            }
            this.name = name;
        }

        /** Says what the pipeline is for, in its help. */
        public Builder describe(String text) {
            description = text.strip();
            return this;
        }

        /** A parameter that every run must give. */
        public <T> Param<T> param(String name, Class<T> type) {
            return add(Param.required(name, type));
        }

        /** A parameter that is {@code defaultValue} where a run doesn't give it. */
        public <T> Param<T> param(String name, Class<T> type, T defaultValue) {
            return add(Param.of(name, type, defaultValue));
        }

        /** A parameter that is empty where a run doesn't give it. */
        public <T> Param<Optional<T>> optionalParam(String name, Class<T> type) {
            return add(Param.optional(name, type));
        }

        /** A list that every run must give. */
        public <E> Param<List<E>> listParam(String name, Class<E> element) {
            return add(Param.requiredList(name, element));
        }

        /** A list that is {@code defaultValue} where a run doesn't give it. */
        public <E> Param<List<E>> listParam(String name, Class<E> element, List<? extends E> defaultValue) {
            return add(Param.list(name, element, defaultValue));
        }

        /** A step without inputs. */
        public <R> Step<R> step(String name, StepBody.Of0<R> body) {
            Objects.requireNonNull(body, "body");
            return work(name, List.of(), in -> body.run());
        }

        /** A step of one input. */
        public <A, R> Step<R> step(String name, Input<? extends A> a, StepBody.Of1<A, R> body) {
            Objects.requireNonNull(body, "body");
            return work(name, List.of(a), in -> body.run(at(in, 0)));
        }

        /** A step of two inputs. */
        public <A, B, R> Step<R> step(
                String name, Input<? extends A> a, Input<? extends B> b, StepBody.Of2<A, B, R> body) {
            Objects.requireNonNull(body, "body");
            return work(name, List.of(a, b), in -> body.run(at(in, 0), at(in, 1)));
        }

        /** A step of three inputs. */
        public <A, B, C, R> Step<R> step(
                String name,
                Input<? extends A> a,
                Input<? extends B> b,
                Input<? extends C> c,
                StepBody.Of3<A, B, C, R> body) {
            Objects.requireNonNull(body, "body");
            return work(name, List.of(a, b, c), in -> body.run(at(in, 0), at(in, 1), at(in, 2)));
        }

        /** A step of four inputs. */
        public <A, B, C, D, R> Step<R> step(
                String name,
                Input<? extends A> a,
                Input<? extends B> b,
                Input<? extends C> c,
                Input<? extends D> d,
                StepBody.Of4<A, B, C, D, R> body) {
            Objects.requireNonNull(body, "body");
            return work(name, List.of(a, b, c, d), in -> body.run(at(in, 0), at(in, 1), at(in, 2), at(in, 3)));
        }

        /** A step of five inputs. */
        public <A, B, C, D, E, R> Step<R> step(
                String name,
                Input<? extends A> a,
                Input<? extends B> b,
                Input<? extends C> c,
                Input<? extends D> d,
                Input<? extends E> e,
                StepBody.Of5<A, B, C, D, E, R> body) {
            Objects.requireNonNull(body, "body");
            return work(
                    name,
                    List.of(a, b, c, d, e),
                    in -> body.run(at(in, 0), at(in, 1), at(in, 2), at(in, 3), at(in, 4)));
        }

        /** A step of six inputs. */
        public <A, B, C, D, E, F, R> Step<R> step(
                String name,
                Input<? extends A> a,
                Input<? extends B> b,
                Input<? extends C> c,
                Input<? extends D> d,
                Input<? extends E> e,
                Input<? extends F> f,
                StepBody.Of6<A, B, C, D, E, F, R> body) {
            Objects.requireNonNull(body, "body");
            return work(
                    name,
                    List.of(a, b, c, d, e, f),
                    in -> body.run(at(in, 0), at(in, 1), at(in, 2), at(in, 3), at(in, 4), at(in, 5)));
        }

        /**
         * A step that calls {@code body} for each element of a list, at most {@code concurrency} at a time, and gives the
         * outputs in the order of the elements. The first element that fails for good ends the step, which names it.
         *
         * @throws IllegalArgumentException if {@code concurrency} is less than 1
         */
        public <A, R> Step<List<R>> map(
                String name, Input<? extends List<? extends A>> list, int concurrency, StepBody.Of1<A, R> body) {
            Objects.requireNonNull(body, "body");
            return each(name, List.of(list), concurrency, in -> body.run(at(in, 0)));
        }

        /** The same with one more input, which every call gets. */
        public <A, B, R> Step<List<R>> map(
                String name,
                Input<? extends List<? extends A>> list,
                Input<? extends B> b,
                int concurrency,
                StepBody.Of2<A, B, R> body) {
            Objects.requireNonNull(body, "body");
            return each(name, List.of(list, b), concurrency, in -> body.run(at(in, 0), at(in, 1)));
        }

        /** A gate: gives the value of {@code input} once the runner's {@link Approver} has approved it. */
        public <A> Step<A> approval(String name, Input<A> input, String question) {
            return add(new Step<>(name, StepKind.GATE, List.of(input), new StepSpec.Call.Ask(question)));
        }

        /**
         * A finally-step: runs after all other steps have ended, however they did, and after a cancellation too; several
         * run one by one in order of declaration. If it fails, the run fails.
         */
        public Step<Void> lastly(String name, StepBody.Last body) {
            Objects.requireNonNull(body, "body");
            StepSpec.Call.Last call = (outcome, none) -> body.run(outcome);
            return add(new Step<>(name, StepKind.LAST, List.of(), call));
        }

        /** A finally-step that also takes the output of another step, null where that gave none. */
        @SuppressWarnings("unchecked") // the value of an Input<A> is an A
        public <A> Step<Void> lastly(String name, Input<? extends A> input, StepBody.LastOf<A> body) {
            Objects.requireNonNull(body, "body");
            StepSpec.Call.Last call = (outcome, value) -> body.run(outcome, (A) value);
            return add(new Step<>(name, StepKind.LAST, List.of(input), call));
        }

        /**
         * The pipeline of all that was declared; its result is the output of {@code result}.
         *
         * @throws IllegalStateException naming everything wrong: names given twice, handles of another builder, steps
         *     that wait for each other, options that a kind of step doesn't have; or if this was called before
         */
        public <R> Pipeline<R> build(Step<R> result) {
            checkOpen();
            built = true;
            return new Pipeline<>(Wiring.check(name, description, params, steps, result), result);
        }

        private <R> Step<R> work(String name, List<? extends Input<?>> inputs, StepSpec.Call.Plain body) {
            return add(new Step<>(name, StepKind.WORK, inputs, body));
        }

        private <R> Step<List<R>> each(
                String name, List<? extends Input<?>> inputs, int concurrency, StepSpec.Call.Plain body) {
            if (concurrency < 1) {
                throw new IllegalArgumentException(
                        "step '" + name + "': concurrency is " + concurrency + ", expected 1 or more");
            }
            return add(new Step<>(name, StepKind.MAP, inputs, new StepSpec.Call.Each(concurrency, body)));
        }

        private <I extends Input<?>> I add(I handle) {
            checkOpen();
            if (handle instanceof Step<?> step) {
                steps.add(step);
            } else if (handle instanceof Param<?> param) {
                params.add(param);
            }
            return handle;
        }

        private void checkOpen() {
            if (built) {
                throw new IllegalStateException(
                        "pipeline '" + name + "' is already built; its builder makes no second one");
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // each signature ties a place to its type
        private static <T> T at(Object[] inputs, int index) {
            return (T) inputs[index];
        }
    }
}
