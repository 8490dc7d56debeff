package dev.mlops.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the main method of a class in a process of its own, which a test may kill. */
public final class JavaProcess {
    private JavaProcess() {}

    /** Starts that of a test class; what it prints to the standard output is the test's, errors are shown. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** The same behind a command that runs the rest of its line. */
    public static Process start(List<String> before, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(java(System.getProperty("java.class.path"), "-Xmx128m"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The beginning of a command that runs a class of this class path; its name and its arguments are to follow. */
    public static List<String> java(String classPath, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
