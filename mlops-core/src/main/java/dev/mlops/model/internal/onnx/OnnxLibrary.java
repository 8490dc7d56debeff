package dev.mlops.model.internal.onnx;

import dev.mlops.InvalidException;

/**
 * The way to the classes that need ONNX Runtime, which is optional. An application on the module path may have it as a
 * module that it requires, or on the class path, which this module reads at run time.
 */
public final class OnnxLibrary {
    private static final String ARTIFACT = "com.microsoft.onnxruntime:onnxruntime";

    private OnnxLibrary() {}

    /**
     * A session of a graph.
     *
     * @throws InvalidException if ONNX Runtime isn't there or doesn't fit this machine, or can't read the graph
     */
    public static OnnxSession open(byte[] graph) {
        ClassLoader loader = OnnxLibrary.class.getClassLoader();
        if (loader != null) {
            OnnxLibrary.class.getModule().addReads(loader.getUnnamedModule());
        }
        try {
            return OnnxSession.open(graph);
        } catch (NoClassDefFoundError e) {
            throw new InvalidException("ONNX Runtime is missing: add %s to the application".formatted(ARTIFACT), e);
        } catch (UnsatisfiedLinkError e) {
            throw new InvalidException(
                    "ONNX Runtime's native library can't be loaded on this machine: " + e.getMessage(), e);
        }
    }
}
