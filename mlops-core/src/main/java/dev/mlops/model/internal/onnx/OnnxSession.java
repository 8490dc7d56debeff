package dev.mlops.model.internal.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.mlops.InvalidException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph in ONNX Runtime, on the calling thread alone, without operators of others. Its native memory is released when
 * nobody refers to it any more. Thread-safe.
 *
 * <p>This class and what it returns link to ONNX Runtime; {@link OnnxLibrary} is the way to it.
 */
public final class OnnxSession {
    private static final Cleaner CLEANER = Cleaner.create();

    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxSession(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
        CLEANER.register(this, new Closing(session));
    }

    /** Closes a session; refers to nothing else, so that the cleaner doesn't keep its owner. */
    private record Closing(OrtSession session) implements Runnable {
        @Override
        public void run() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime can't close a session", e);
            }
        }
    }

    static OnnxSession open(byte[] graph) {
        try {
            OrtEnvironment environment = OnnxEnvironment.get();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
                // an arena would keep the memory of the largest batch for good
                options.setCPUArenaAllocator(false);
                options.setMemoryPatternOptimization(false);
                return new OnnxSession(environment, environment.createSession(graph, options));
            }
        } catch (OrtException e) {
            throw new InvalidException("ONNX Runtime can't read the graph: " + e.getMessage(), e);
        }
    }

    /** The graph's inputs, in its order. */
    public List<Port> inputs() {
        try {
            return ports(session.getInputInfo().values());
        } catch (OrtException e) {
            throw new InvalidException("ONNX Runtime can't tell the graph's inputs: " + e.getMessage(), e);
        }
    }

    /** The graph's outputs, in its order. */
    public List<Port> outputs() {
        try {
            return ports(session.getOutputInfo().values());
        } catch (OrtException e) {
            throw new InvalidException("ONNX Runtime can't tell the graph's outputs: " + e.getMessage(), e);
        }
    }

    private static List<Port> ports(Collection<NodeInfo> infos) {
        List<Port> ports = new ArrayList<>();
        for (NodeInfo info : infos) {
            if (info.getInfo() instanceof TensorInfo tensor) {
                ports.add(new Port(info.getName(), type(tensor.type), tensor.getShape(), tensor.type.toString()));
            } else {
                String kind = info.getInfo().getClass().getSimpleName().replace("Info", "");
                ports.add(new Port(info.getName(), null, new long[0], kind));
            }
        }
        return List.copyOf(ports);
    }

    private static @Nullable TensorType type(OnnxJavaType type) {
        return switch (type) {
            case BOOL -> TensorType.BOOL;
            case INT32 -> TensorType.INT32;
            case INT64 -> TensorType.INT64;
            case FLOAT -> TensorType.FLOAT;
            case DOUBLE -> TensorType.DOUBLE;
            case STRING -> TensorType.STRING;
            default -> null;
        };
    }

    /**
     * Runs the graph once.
     *
     * @param outputs the names of what is wanted, tensors of numbers or texts
     * @throws InvalidException if ONNX Runtime refuses
     */
    public Outputs run(List<Feed> feeds, List<String> outputs) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Feed feed : feeds) {
                tensors.put(feed.name(), tensor(feed));
            }
            try (OrtSession.Result result = session.run(tensors, new LinkedHashSet<>(outputs))) {
                Map<String, Object> answers = new HashMap<>();
                for (String output : outputs) {
                    answers.put(output, values(output, result.get(output).orElseThrow()));
                }
                return new Outputs(answers);
            }
        } catch (OrtException e) {
            throw new InvalidException("ONNX Runtime can't run the graph: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
            Reference.reachabilityFence(this);
        }
    }

    private OnnxTensor tensor(Feed feed) throws OrtException {
        Object values = feed.values();
        if (values instanceof double[] doubles) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), feed.shape());
        }
        if (values instanceof float[] floats) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), feed.shape());
        }
        if (values instanceof long[] longs) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), feed.shape());
        }
        if (values instanceof int[] ints) {
            return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), feed.shape());
        }
        if (values instanceof byte[] truths) {
            return OnnxTensor.createTensor(environment, ByteBuffer.wrap(truths), feed.shape(), OnnxJavaType.BOOL);
        }
        return OnnxTensor.createTensor(environment, (String[]) values, feed.shape());
    }

    private static Object values(String output, OnnxValue value) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new InvalidException("output '%s' is %s, it must be a tensor".formatted(output, value.getInfo()));
        }
        return switch (tensor.getInfo().type) {
            case DOUBLE -> array(tensor.getDoubleBuffer());
            case FLOAT -> array(tensor.getFloatBuffer());
            case INT64 -> array(tensor.getLongBuffer());
            case INT32 -> array(tensor.getIntBuffer());
            case STRING -> texts(tensor.getValue());
            default ->
                throw new InvalidException("output '%s' is a tensor of %s, it must be of numbers or texts"
                        .formatted(output, tensor.getInfo().type));
        };
    }

    private static double[] array(DoubleBuffer buffer) {
        double[] array = new double[buffer.remaining()];
        buffer.get(array);
        return array;
    }

    private static double[] array(FloatBuffer buffer) {
        double[] array = new double[buffer.remaining()];
        for (int i = 0; i < array.length; i++) {
            array[i] = buffer.get();
        }
        return array;
    }

    private static double[] array(LongBuffer buffer) {
        double[] array = new double[buffer.remaining()];
        for (int i = 0; i < array.length; i++) {
            array[i] = buffer.get();
        }
        return array;
    }

    private static double[] array(IntBuffer buffer) {
        double[] array = new double[buffer.remaining()];
        for (int i = 0; i < array.length; i++) {
            array[i] = buffer.get();
        }
        return array;
    }

    private static String[] texts(Object value) {
        if (value instanceof String[] vector) {
            return vector;
        }
        List<String> texts = new ArrayList<>();
        for (Object row : (Object[]) value) {
            texts.addAll(List.of(row instanceof String[] several ? several : new String[] {String.valueOf(row)}));
        }
        return texts.toArray(new String[0]);
    }
}
