package dev.mlops.model.onnx;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import dev.mlops.model.OnnxGraphs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file of another tool about to become a {@link Model}: one that predicts from records and maps, is saved, loaded,
 * evaluated and registered like any other, and is answered by ONNX Runtime.
 *
 * <pre>
 * Model model = OnnxModel.read(Path.of("iris.onnx"))
 *     .columns("sepal_length", "sepal_width", "petal_length", "petal_width")
 *     .output("probabilities")
 *     .classification("species", "setosa", "versicolor", "virginica");
 * </pre>
 *
 * <p><b>Inputs.</b> Either the graph has one input, a matrix whose {@link #columns} are fields, or each input is a field by
 * its name: a vector or a matrix of one column of float, double, int32, int64, bool or string. Fields must be there in
 * every row unless they are {@link #nullable}. The files of {@link OnnxExport} name their fields themselves, date-times
 * and nullable ones included.
 *
 * <p><b>Answers.</b> A regression is one number a row. A classifier is a tensor of scores, one a label, or the score of
 * the second of two labels; the label answered is the one with the highest score. Where a graph gives scores as a sequence
 * of maps, as scikit-learn's converter does unless told {@code zipmap=False}, convert it again.
 *
 * <p><b>Safety.</b> A file of a stranger is read only if it holds all its tensors itself, names no operators but those of
 * ONNX's own domains, defines no functions, doesn't loop for as long as it says, and has at most 1 GiB. What an operator
 * computes may still take time and memory that grow with its tensors.
 *
 * <p><b>Running.</b> On the calling thread; a batch is one run of the graph for each 65,536 rows. The native memory is
 * released when nobody refers to the model any more. The model has no {@link Model#vectorizer} and no
 * {@link Model#estimator}.
 *
 * <p>Immutable: each option gives a new object. What it makes is thread-safe.
 */
public final class OnnxModel {
    private static final int LIMIT = 1 << 30;

    private final OnnxGraphs.Source source;

    private OnnxModel(OnnxGraphs.Source source) {
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @throws NotFoundException if there is none
     * @throws InvalidException if it has more than 1 GiB
     * @throws StorageUnavailableException if reading fails
     */
    public static OnnxModel read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LIMIT);
            if (in.read() >= 0) {
                throw new InvalidException("file '%s' has more than %d bytes".formatted(file, LIMIT));
            }
            return read(content);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("file '%s' doesn't exist".formatted(file), e);
        } catch (IOException e) {
            throw new StorageUnavailableException("file '%s' can't be read: %s".formatted(file, e), e);
        }
    }

    /** Takes the content of a file. */
    public static OnnxModel read(byte[] content) {
        return new OnnxModel(new OnnxGraphs.Source(content.clone(), List.of(), Set.of(), null, InstantSource.system()));
    }

    /** The fields that are the columns of the graph's only input, in its order. */
    public OnnxModel columns(String... names) {
        return with(List.of(names), source.nullable(), source.output(), source.clock());
    }

    /** The fields that may be missing, which are NaN to the graph; float and double ones only. */
    public OnnxModel nullable(String... names) {
        return with(source.columns(), Set.of(names), source.output(), source.clock());
    }

    /** The output that answers; needed where several could. */
    public OnnxModel output(String name) {
        return with(source.columns(), source.nullable(), name, source.clock());
    }

    /** Where the provenance's {@link dev.mlops.model.Provenance#created} comes from; the system's clock without it. */
    public OnnxModel clock(InstantSource clock) {
        return with(source.columns(), source.nullable(), source.output(), clock);
    }

    private OnnxModel with(List<String> columns, Set<String> nullable, @Nullable String output, InstantSource clock) {
        return new OnnxModel(new OnnxGraphs.Source(source.graph(), columns, nullable, output, clock));
    }

    /**
     * The model, which predicts the number {@code target}.
     *
     * @throws InvalidException if the file isn't an ONNX model or not a safe one, if ONNX Runtime is missing or can't read
     *     it, or if inputs or outputs can't be bound; the message names what
     * @throws IllegalArgumentException if the target is one of the fields
     */
    public Model regression(String target) {
        return OnnxGraphs.regression(source, target);
    }

    /**
     * The model, which answers a label {@code target}.
     *
     * @param labels in the order of their scores; may be left out for a file of {@link OnnxExport}
     * @throws InvalidException as {@link #regression} does, and if there is another number of scores than of labels
     * @throws IllegalArgumentException if the target is one of the fields
     */
    public Model classification(String target, String... labels) {
        return OnnxGraphs.classification(source, target, List.of(labels));
    }
}
