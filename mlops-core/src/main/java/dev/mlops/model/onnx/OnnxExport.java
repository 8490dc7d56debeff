package dev.mlops.model.onnx;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import dev.mlops.model.OnnxGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model as an ONNX graph that takes raw fields: the vectoriser is part of it.
 *
 * <pre>
 * OnnxExport export = OnnxExport.of(model);
 * double difference = export.verify(trips.rows()); // in ONNX Runtime, below 1e-9 for a linear model
 * export.save(Path.of("trip-duration.onnx"));
 * </pre>
 *
 * <p><b>Inputs.</b> One tensor of shape [N,1] for each field of the {@link dev.mlops.model.Signature}, by its name: texts
 * as string, whole numbers as int64, numbers as float or double as the field is, booleans as bool, and date-times as int64:
 * the seconds from 1970-01-01T00:00 to the date-time, both local, without a zone. What may be missing is NaN as float or
 * double, -2<sup>63</sup> as int64 and the empty text as string, so an empty text in a nullable field means a missing
 * one; a boolean that may be missing is an int64.
 *
 * <p><b>Outputs.</b> A regression: double [N,1] by the target's name. A classifier: the label, string [N], by the target's
 * name, and the scores, double [N, labels], in the order of the signature's labels, by that name with {@code _scores}. A
 * row that the model refuses with an exception is NaN, since a graph can't refuse.
 *
 * <p><b>What can be exported.</b> Every feature but the hash of a text; linear models, decision trees, forests, boosted
 * trees with a plain sum of leaves, and averages and votes of these, as far as they are
 * {@linkplain Model#isCompiled compiled}. A linear model looks its levels' weights up, so that the graph grows with what
 * was learnt and not with rows times columns. Trees get only the columns on which they split.
 *
 * <p>Operator set 18, that of ai.onnx.ml 3, computed in doubles; a logarithm may differ from the model's
 * in its last digit. The graph's metadata holds the signature and these rules.
 * Equal models give equal bytes. Immutable and thread-safe.
 */
public final class OnnxExport {
    private final Model model;
    private final byte[] bytes;

    private OnnxExport(Model model, byte[] bytes) {
        this.model = model;
        this.bytes = bytes;
    }

    /**
     * Exports a model.
     *
     * @throws InvalidException if a feature or the estimator can't be exported, if the model reads no field, or if it is an
     *     ONNX graph already; the message names what
     */
    public static OnnxExport of(Model model) {
        return new OnnxExport(model, OnnxGraphs.write(model, false));
    }

    /** Whether {@link #of} succeeds; as much work. */
    public static boolean supports(Model model) {
        try {
            OnnxGraphs.write(model, false);
            return true;
        } catch (InvalidException e) {
            return false;
        }
    }

    /** The content of the file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Writes the file, replacing one that is there.
     *
     * @throws StorageUnavailableException if that fails
     */
    public void save(Path file) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new StorageUnavailableException("file '%s' can't be written: %s".formatted(file, e), e);
        }
    }

    /**
     * Runs the graph in ONNX Runtime beside the model.
     *
     * @return the greatest difference over the rows: of predictions, or of a classifier's scores; infinite if one of both
     *     refuses a row and the other doesn't
     * @throws InvalidException if ONNX Runtime is missing, with the artifact to add, or if a row has no value in a field
     *     that may not be missing
     */
    public double verify(List<? extends Record> rows) {
        return OnnxGraphs.difference(model, bytes, rows);
    }
}
