package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.source.util.JavacTask;
import dev.mlops.storage.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class WiringTest {
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
    void right_wiring_compiles() {
        assertThat(linesThatDoNotCompile(RIGHT)).isEmpty();
    }

    @Test
    void wrong_wiring_does_not_compile() {
        assertThat(linesThatDoNotCompile(WRONG)).isEqualTo(WRONG);
    }

    /** Compiles a class with a method for each line, and gives the lines in which the compiler finds an error. */
    private static List<String> linesThatDoNotCompile(List<String> lines) {
        StringBuilder code = new StringBuilder();
        lines.forEach(line -> code.append("void m")
                .append(code.length())
                .append("() { ")
                .append(line)
                .append(" }\n"));
        String source = """
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
                """ + code + "}";
        List<String> all = source.lines().toList();
        return errors(source).stream()
                .map(error -> all.get((int) error.getLineNumber() - 1))
                .distinct()
                .map(line -> line.substring(line.indexOf('{') + 2, line.length() - 2))
                .toList();
    }

    private static List<Diagnostic<? extends JavaFileObject>> errors(String source) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, found, options, null, List.of(file));
        try {
            task.analyze();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
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
