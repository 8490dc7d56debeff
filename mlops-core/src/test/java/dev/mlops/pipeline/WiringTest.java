package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.storage.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {
    private final Path folder;

    WiringTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static final List<String> RIGHT = List.of(
            "Step<Integer> count = p.step(\"count\", lines, scale, Snippet::count);",
            "Step<List<Integer>> count = p.map(\"count\", lines, 2, String::length);");

    private static final List<String> WRONG = List.of(
            "Step<Integer> count = p.step(\"count\", scale, lines, Snippet::count);",
            "Step<Integer> count = p.step(\"count\", lines, Snippet::count);",
            "Step<String> count = p.step(\"count\", lines, scale, Snippet::count);",
            "Step<Integer> count = p.step(\"count\", file, scale, Snippet::count);",
            "Step<Integer> count = p.step(\"count\", lines, scale, Snippet::count).orElse(\"none\");",
            "Step<Integer> count = p.step(\"count\", lines, scale, Snippet::count).when(scale, \"on Mondays\");",
            "Step<List<Integer>> count = p.map(\"count\", file, 2, f -> 1);",
            "Pipeline<String> count = p.build(lines);");

    @Test
    void right_wiring_compiles() throws IOException {
        assertThat(linesThatDoNotCompile(RIGHT)).isEmpty();
    }

    @Test
    void wrong_wiring_does_not_compile() throws IOException {
        assertThat(linesThatDoNotCompile(WRONG)).isEqualTo(WRONG);
    }

    /** Compiles a class with a method for each line, and gives the lines in which the compiler finds an error. */
    private List<String> linesThatDoNotCompile(List<String> lines) throws IOException {
        List<String> code = new ArrayList<>("""
                import dev.mlops.pipeline.*;
                import java.nio.file.Path;
                import java.util.List;
                abstract class Snippet {
                    static List<String> read(Path file) { return List.of(); }
                    static Integer count(List<String> lines, Double scale) { return 1; }
                    Pipeline.Builder p = Pipeline.named("snippet");
                    Param<Path> file = p.param("file", Path.class);
                    Param<Double> scale = p.param("scale", Double.class, 1.0);
                    Step<List<String>> lines = p.step("read", file, Snippet::read);
                """.lines().toList());
        int first = code.size();
        for (String line : lines) {
            code.add("void m" + code.size() + "() { " + line + " }");
        }
        code.add("}");
        Set<Integer> wrong = linesWithErrors(Files.write(folder.resolve("Snippet.java"), code));
        assertThat(wrong).allMatch(number -> number > first);
        return wrong.stream().map(number -> lines.get(number - first - 1)).toList();
    }

    private Set<Integer> linesWithErrors(Path source) {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        String classPath = System.getProperty("java.class.path");
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        javac.run(
                out,
                out,
                "-proc:none",
                "-XDrawDiagnostics",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString());
        Set<Integer> lines = new TreeSet<>();
        Matcher error =
                Pattern.compile("Snippet\\.java:(\\d+):\\d+: compiler\\.err").matcher(messages.toString());
        while (error.find()) {
            lines.add(Integer.valueOf(error.group(1)));
        }
        return lines;
    }

    @Test
    void everything_that_is_wrong_is_in_one_message() {
        Pipeline.Builder other = Pipeline.named("other");
        Param<Integer> strangeParam = other.param("strange", Integer.class, 1);
        Step<Integer> stranger = other.step("stranger", strangeParam, a -> a);

        Pipeline.Builder p = Pipeline.named("wrong");
        p.param("twice", Integer.class, 1);
        p.param("twice", Integer.class, 2);
        Step<Integer> one = p.step("one", () -> 1);
        p.step("one", () -> 2);
        p.step("greedy", stranger, strangeParam, (a, b) -> a + b).after(stranger);
        Step<Void> last =
                p.lastly("last", outcome -> {}).cached(new Nothing<>()).after(one);
        p.step("late", () -> 3).after(last);
        p.approval("gate", one, "good?").cached(new Nothing<>());
        Step<Integer> egg = p.step("egg", () -> 1);
        Step<Integer> hen = p.step("hen", egg, a -> a);
        egg.orElse(hen);

        assertThatThrownBy(() -> p.build(stranger))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("""
                        pipeline 'wrong' is wired wrong:
                        - parameter 'twice' is declared twice
                        - step 'one' is declared twice
                        - step 'greedy' takes 'stranger' of another pipeline
                        - step 'greedy' takes 'strange' of another pipeline
                        - step 'greedy' comes after 'stranger' of another pipeline
                        - step 'last' is a finally-step, which gives no output to cache or replace
                        - step 'last' is a finally-step, which runs whatever happened, after all others
                        - step 'late' waits for finally-step 'last', which runs after all others
                        - step 'gate' is an approval, which can't be cached
                        - the result is 'stranger' of another pipeline
                        - steps wait for each other: 'egg' for 'hen' for 'egg'""");
    }

    @Test
    void a_finally_step_is_no_result() {
        Pipeline.Builder p = Pipeline.named("wrong");
        Step<Void> last = p.lastly("last", outcome -> {});
        assertThatThrownBy(() -> p.build(last))
                .hasMessage("pipeline 'wrong': the result is finally-step 'last', which gives no output");
    }

    @Test
    void a_builder_makes_one_pipeline() {
        Pipeline.Builder p = Pipeline.named("once");
        Step<Integer> one = p.step("one", () -> 1);
        p.build(one);
        assertThatThrownBy(() -> p.build(one))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pipeline 'once' is already built; its builder makes no second one");
        assertThatThrownBy(() -> p.step("two", () -> 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.version("2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step 'one' belongs to a pipeline that is already built");
    }

    @Test
    void options_refuse_what_makes_no_sense_at_once() {
        Pipeline.Builder p = Pipeline.named("odd");
        Step<List<Integer>> list = p.step("list", () -> List.of(1));
        assertThatThrownBy(() -> list.retry(0, Backoff.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 'list': attempts is 0, expected 1 or more");
        assertThatThrownBy(() -> list.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 'list': timeout is PT0S, expected more than zero");
        assertThatThrownBy(() -> p.map("each", list, 0, a -> a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 'each': concurrency is 0, expected 1 or more");
        assertThatThrownBy(() -> p.step(" ", () -> 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> p.step("a\nb", () -> 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pipeline.named("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Runner.builder().grace(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Nothing<T> implements Codec<T> {
        @Override
        public String format() {
            return "nothing/1";
        }

        @Override
        public void write(T value, OutputStream out) {}

        @Override
        public T read(InputStream in) {
            throw new UnsupportedOperationException();
        }
    }
}
