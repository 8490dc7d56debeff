package dev.mlops.examples;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** The application of {@code src/consumer}, on the module path of a Java process of its own. */
final class Consumer {
    private final Path classes;
    private final ModulePath paths = ModulePath.requiredBy("dev.mlops.core");

    /** Compiles it to {@code classes}. */
    Consumer(Path descriptor, Path main, Path classes) {
        this.classes = classes;
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        int code = javac.run(
                writer,
                writer,
                "-proc:none",
                "--module-path",
                paths.modules(),
                "-d",
                classes.toString(),
                descriptor.toString(),
                main.toString());
        if (code != 0) {
            throw new AssertionError("the consumer doesn't compile: " + messages);
        }
    }

    /** Runs it in {@code folder}. */
    Printed run(Path folder, Path trainData, Path valData) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                classes + File.pathSeparator + paths.modules(),
                "--class-path",
                paths.classes(),
                "--module",
                "rides.app/rides.app.Main",
                "--train_data",
                trainData.toString(),
                "--val_data",
                valData.toString());
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return new Printed(output.lines().toList(), Files.readString(errors));
    }

    /** What a run printed; newer Javas warn on the stream of errors of what libraries do. */
    record Printed(List<String> lines, String errors) {}
}
