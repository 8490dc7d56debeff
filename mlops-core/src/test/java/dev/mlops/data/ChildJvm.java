package dev.mlops.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs a main class in a Java process of its own. */
final class ChildJvm {
    private final List<String> options = new ArrayList<>();
    private Predicate<String> jars = jar -> true;

    ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /** Leaves the jars out whose path doesn't satisfy this. */
    ChildJvm jars(Predicate<String> kept) {
        jars = kept;
        return this;
    }

    /** What the process printed, on both streams; ends when it has ended. */
    String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(jars)
                .collect(Collectors.joining(java.io.File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
