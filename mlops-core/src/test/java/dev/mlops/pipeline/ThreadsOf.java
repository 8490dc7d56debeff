package dev.mlops.pipeline;

import java.util.List;

/** Finds the threads that a run started. */
final class ThreadsOf {
    private ThreadsOf() {}

    /** Those alive whose names begin with what a pipeline of this name gives them. */
    static List<Thread> pipeline(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pipeline-" + name + "-"))
                .toList();
    }
}
