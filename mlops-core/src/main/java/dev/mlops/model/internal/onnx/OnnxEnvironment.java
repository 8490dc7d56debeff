package dev.mlops.model.internal.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The way to ONNX Runtime's environment, of which a process has one.
 *
 * <p>Making it, ONNX Runtime 1.29.0 matches a pattern with the command line of the process, by a recursion that goes as
 * deep as the line is long: a class path of 8,700 characters overflows the stack of 1 MiB that Java gives a thread, which
 * ends the process. So this happens on a thread of its own whose stack is large enough.
 */
final class OnnxEnvironment {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final long STACK = 4L << 20;

    /** Some eight times what the recursion was seen to take. */
    private static final long STACK_FOR_A_CHARACTER = 1L << 10;

    private OnnxEnvironment() {}

    static OrtEnvironment get() throws OrtException {
        CompletableFuture<OrtEnvironment> made = new CompletableFuture<>();
        Runnable making = () -> {
            try {
                made.complete(OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "mlops"));
            } catch (RuntimeException | LinkageError e) {
                made.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(null, making, "mlops-onnx-environment", STACK + stackForCommandLine());
        thread.setDaemon(true);
        thread.start();
        OrtEnvironment environment = result(made);
        environment.setTelemetry(false);
        return environment;
    }

    private static OrtEnvironment result(CompletableFuture<OrtEnvironment> made) {
        try {
            return made.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LinkageError error) {
                throw error;
            }
            throw new InvalidException("ONNX Runtime can't start: " + e.getMessage(), e);
        }
    }

    private static long stackForCommandLine() {
        try {
            return Files.isReadable(COMMAND_LINE) ? STACK_FOR_A_CHARACTER * Files.readAllBytes(COMMAND_LINE).length : 0;
        } catch (IOException e) {
            return 0; // only Linux has the file, and only there it matters
        }
    }
}
