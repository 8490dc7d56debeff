package dev.mlops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the README's code as it stands there, and runs its program. */
final class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```(?:\n+```text\n(.*?)```)?", Pattern.DOTALL);
    private static final String IMPORTS = Stream.of(
                    "dev.mlops.data",
                    "dev.mlops.evaluation",
                    "dev.mlops.model",
                    "dev.mlops.model.linear",
                    "dev.mlops.pipeline",
                    "dev.mlops.registry",
                    "dev.mlops.serving",
                    "dev.mlops.serving.http",
                    "dev.mlops.storage",
                    "dev.mlops.tracking",
                    "java.nio.file",
                    "java.time",
                    "java.util",
                    "java.util.stream")
            .map(name -> "import " + name + ".*;\n")
            .collect(Collectors.joining());

    @TempDir
    Path folder;

    @Test
    void every_piece_of_code_compiles_and_prints_what_the_page_says() throws Exception {
        Matcher block = JAVA.matcher(Files.readString(Path.of("..", "README.md")));
        int blocks = 0;
        while (block.find()) {
            Class<?> compiled = compile("Readme" + blocks++, block.group(1));
            if (block.group(2) != null) {
                assertThat(run(compiled)).isEqualTo(block.group(2));
            }
        }
        assertThat(blocks).isGreaterThanOrEqualTo(2);
    }

    @Test
    void the_first_program_has_at_most_twelve_lines() throws IOException {
        Matcher block = JAVA.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).isTrue();
        assertThat(block.group(1).lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(12);
        assertThat(block.group(2)).isNotNull();
    }

    private Class<?> compile(String name, String body) throws Exception {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, IMPORTS + "public class " + name + " {\n" + body + "}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)
                                .getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        return loader.loadClass(name);
    }

    private static String run(Class<?> program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
