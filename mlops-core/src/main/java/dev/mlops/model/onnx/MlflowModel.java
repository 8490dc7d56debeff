package dev.mlops.model.onnx;

import dev.mlops.ConflictException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import dev.mlops.model.OnnxGraphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model in the folder layout of MLflow, with its flavours {@code onnx} and {@code python_function}: what
 * {@code mlflow.pyfunc.load_model}, {@code mlflow models serve} and the tools on top of them take.
 *
 * <pre>
 * MlflowModel.of(model).example(Map.of("zone", 3, "miles", 2.5)).save(Path.of("trip-duration-mlflow"));
 * </pre>
 *
 * <p>The folder holds {@code MLmodel} with the signature, {@code model.onnx}, {@code requirements.txt},
 * {@code conda.yaml} and {@code python_env.yaml}, and the example if there is one.
 *
 * <p>{@code predict} takes a frame with one column a field, in the form that {@link OnnxExport} describes: date-times are
 * {@code long} seconds, a missing {@code long} is -2<sup>63</sup>, a missing text is empty. It answers a frame: of a
 * regression the target; of a classifier the label, and a column for each label's scores,
 * {@code target_scores_label}. Fields of 32-bit floats are {@code double} to the signature, because MLflow refuses to narrow
 * and narrows by itself where the graph wants it.
 *
 * <p>Equal models give equal files. Immutable and thread-safe.
 */
public final class MlflowModel {
    private final Model model;
    private final byte[] graph;
    private final @Nullable Map<String, Object> example;

    private MlflowModel(Model model, byte[] graph, @Nullable Map<String, Object> example) {
        this.model = model;
        this.graph = graph;
        this.example = example;
    }

    /**
     * Exports a model.
     *
     * @throws dev.mlops.InvalidException as {@link OnnxExport#of} does
     */
    public static MlflowModel of(Model model) {
        return new MlflowModel(model, OnnxGraphs.write(model, true), null);
    }

    /**
     * Adds an example of a row, for MLflow's pages and for {@code mlflow models serve}.
     *
     * @throws dev.mlops.InvalidException if it isn't a row of the model, see {@link Model#predict(Map)}
     */
    public MlflowModel example(Map<String, ?> row) {
        return new MlflowModel(model, graph, OnnxGraphs.encode(model, row));
    }

    /**
     * Writes the folder.
     *
     * @throws ConflictException if there is something there other than an empty folder
     * @throws StorageUnavailableException if writing fails; some of the files may be there
     */
    public void save(Path folder) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        MlflowFiles texts = new MlflowFiles(model, graph.length, example);
        files.put("model.onnx", graph);
        texts.of().forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            Files.createDirectories(folder);
            requireEmpty(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new StorageUnavailableException("folder '%s' can't be written: %s".formatted(folder, e), e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> present = Files.list(folder)) {
            Path one = present.findFirst().orElse(null);
            if (one != null) {
                throw new ConflictException("folder '%s' holds '%s', a model of MLflow needs an empty one"
                        .formatted(folder, one.getFileName()));
            }
        }
    }
}
