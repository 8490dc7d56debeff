package dev.mlops.evaluation;

import java.io.IOException;
import java.nio.file.Path;

final class FeasibilityHtml {
    private FeasibilityHtml() {}

    static void write(Feasibility answer, Path file) throws IOException {
        throw new IOException("not yet");
    }
}
