package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MermaidTest {

    @Test
    void parameters_steps_conditions_and_orders_are_drawn() {
        Pipeline.Builder p = Pipeline.named("drawn");
        Param<Integer> count = p.param("count", Integer.class, 3);
        Param<Boolean> deep = p.param("deep", Boolean.class, false);
        Step<List<Integer>> list = p.step("list", count, n -> List.of(n));
        Step<List<Integer>> each =
                p.map("each", list, 2, n -> n).when(deep, "too slow").orElse(list);
        Step<List<Integer>> gate = p.approval("gate", each, "good?");
        Step<Integer> size = p.step("size", gate, List::size).after(list);
        p.lastly("tidy", list, (outcome, n) -> {});
        assertThat(p.build(size).toMermaid()).isEqualTo("""
                        flowchart LR
                            p0(["count"])
                            s0["list"]
                            p1(["deep"])
                            s1[["each"]]
                            s2{"gate"}
                            s3["size"]
                            s4[/"tidy"/]
                            p0 --> s0
                            s0 --> s1
                            p1 -. "if not: too slow" .-> s1
                            s0 -. "or else" .-> s1
                            s1 --> s2
                            s2 --> s3
                            s0 -.-> s3
                            s0 --> s4
                        """);
    }

    @Test
    void names_are_never_syntax() {
        Pipeline.Builder p = Pipeline.named("escaped");
        Step<Integer> nasty = p.step("a\"]; click <b>#`& größe", () -> 1);
        assertThat(p.build(nasty).toMermaid())
                .isEqualTo("flowchart LR\n    s0[\"a#34;#93;#59; click #60;b#62;#35;#96;#38; größe\"]\n");
    }
}
