package dev.mlops.model.internal;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import java.util.AbstractList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableDataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.TransformerMap;
import org.tribuo.util.Util;

/**
 * Vectorised rows that Tribuo takes for a dataset. Our trainers read {@link #matrix}, {@link #targets} and
 * {@link #weights}; any other Tribuo trainer iterates, and gets an {@link Example} made on the way for each row. The
 * feature map holds every column, also one that no row has, and a feature's id is its column's index. Feature and output
 * maps are made when first asked for. Immutable but for {@link #shuffle}, which changes the order of iteration only;
 * thread-safe.
 *
 * @param <T> the type of the outputs
 */
public final class VectorizedDataset<T extends Output<T>> extends Dataset<T> {
    private static final long serialVersionUID = 1L;

    private final transient List<String> columns;
    private final transient SparseMatrix matrix;
    private final transient List<T> outputs;
    private final transient float @Nullable [] weights;
    private transient @Nullable ImmutableFeatureMap featureMap;
    private transient @Nullable ImmutableOutputInfo<T> outputInfo;

    private VectorizedDataset(
            List<String> columns,
            SparseMatrix matrix,
            List<T> outputs,
            float @Nullable [] weights,
            OutputFactory<T> factory,
            DataProvenance provenance) {
        super(provenance, factory);
        this.columns = columns;
        this.matrix = matrix;
        this.outputs = outputs;
        this.weights = weights;
    }

    /**
     * A dataset for any kind of output. Arrays and lists are shared, not copied: nobody may change them afterwards.
     *
     * @param columns the matrix's columns, strictly ascending by {@link String#compareTo}
     * @param outputs one for each row
     * @param weights one for each row, or null where all weigh 1
     * @throws IllegalArgumentException if lengths differ or the columns don't ascend
     */
    public static <T extends Output<T>> VectorizedDataset<T> of(
            List<String> columns,
            SparseMatrix matrix,
            List<T> outputs,
            float @Nullable [] weights,
            OutputFactory<T> factory,
            DataProvenance provenance) {
        same("columns", columns.size(), matrix.columns());
        same("outputs", outputs.size(), matrix.rows());
        same("weights", weights == null ? matrix.rows() : weights.length, matrix.rows());
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i - 1).compareTo(columns.get(i)) >= 0) {
                throw new IllegalArgumentException(
                        "column " + columns.get(i) + " follows " + columns.get(i - 1) + ": columns must ascend");
            }
        }
        return new VectorizedDataset<>(columns, matrix, outputs, weights, factory, provenance);
    }

    /**
     * A dataset for a regression of one number.
     *
     * @param target the name of what is predicted
     * @param targets one value for each row; shared
     */
    public static VectorizedDataset<Regressor> regression(
            List<String> columns,
            SparseMatrix matrix,
            String target,
            double[] targets,
            float @Nullable [] weights,
            DataProvenance provenance) {
        Regressors outputs = new Regressors(target, targets);
        return of(columns, matrix, outputs, weights, new RegressionFactory(), provenance);
    }

    private static void same(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("there are " + found + " " + what + ": the matrix has " + expected);
        }
    }

    /** The rows; shared. */
    public SparseMatrix matrix() {
        return matrix;
    }

    /** The weight of each row, shared; null where all weigh 1. */
    public float @Nullable [] weights() {
        return weights;
    }

    /**
     * The number to predict for each row; shared.
     *
     * @throws IllegalStateException unless the outputs are regressors of one dimension
     */
    public double[] targets() {
        if (outputs instanceof Regressors regressors) {
            return regressors.values;
        }
        double[] values = new double[outputs.size()];
        for (int i = 0; i < values.length; i++) {
            if (!(outputs.get(i) instanceof Regressor regressor) || regressor.size() != 1) {
                throw new IllegalStateException("output " + outputs.get(i) + " of row " + i + " is not one number");
            }
            values[i] = regressor.getValues()[0];
        }
        return values;
    }

    /** The output of each row. */
    public List<T> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    @Override
    public int size() {
        return matrix.rows();
    }

    /** The row's example, made anew by each call. An empty row gets its first column with a 0, which Tribuo requires. */
    @Override
    public Example<T> getExample(int row) {
        int start = matrix.starts()[row];
        int size = matrix.starts()[row + 1] - start;
        String[] names = new String[Math.max(1, size)];
        double[] values = new double[names.length];
        names[0] = columns.get(0);
        for (int i = 0; i < size; i++) {
            names[i] = columns.get(matrix.indices()[start + i]);
            values[i] = matrix.values()[start + i];
        }
        Example<T> example = new ArrayExample<>(outputs.get(row), names, values);
        if (weights != null) {
            example.setWeight(weights[row]);
        }
        return example;
    }

    @Override
    public List<Example<T>> getData() {
        return new Examples();
    }

    @Override
    public synchronized Iterator<Example<T>> iterator() {
        int[] order = indices;
        List<Example<T>> examples = new Examples();
        return order == null
                ? examples.iterator()
                : java.util.Arrays.stream(order).mapToObj(examples::get).iterator();
    }

    @Override
    @SuppressWarnings("NullAway") // Tribuo's null means the order of the rows
    public synchronized void shuffle(boolean shuffle) {
        indices = shuffle ? Util.randperm(size(), rng) : null;
    }

    @Override
    public Set<T> getOutputs() {
        return getOutputInfo().getDomain();
    }

    @Override
    public ImmutableOutputInfo<T> getOutputIDInfo() {
        return getOutputInfo();
    }

    @Override
    public synchronized ImmutableOutputInfo<T> getOutputInfo() {
        ImmutableOutputInfo<T> info = outputInfo;
        if (info == null) {
            MutableOutputInfo<T> observed = outputFactory.generateInfo();
            outputs.forEach(observed::observe);
            info = observed.generateImmutableOutputInfo();
            outputInfo = info;
        }
        return info;
    }

    @Override
    public ImmutableFeatureMap getFeatureIDMap() {
        return getFeatureMap();
    }

    @Override
    public synchronized ImmutableFeatureMap getFeatureMap() {
        ImmutableFeatureMap map = featureMap;
        if (map == null) {
            map = ColumnStatistics.featureMap(columns, matrix);
            featureMap = map;
        }
        return map;
    }

    @Override
    public DatasetProvenance getProvenance() {
        return new DatasetProvenance(sourceProvenance, new ListProvenance<>(), this);
    }

    /** Written as Tribuo's own {@link ImmutableDataset}. */
    @Override
    public DatasetProto serialize() {
        return copy().serialize();
    }

    @Override
    public TransformerMap createTransformers(TransformationMap transformations) {
        return copy().createTransformers(transformations);
    }

    @Override
    public TransformerMap createTransformers(TransformationMap transformations, boolean includeImplicitZeros) {
        return copy().createTransformers(transformations, includeImplicitZeros);
    }

    private ImmutableDataset<T> copy() {
        return ImmutableDataset.copyDataset(this);
    }

    /** The rows as examples, each made when it is asked for. */
    private final class Examples extends AbstractList<Example<T>> {
        @Override
        public Example<T> get(int row) {
            return getExample(row);
        }

        @Override
        public int size() {
            return VectorizedDataset.this.size();
        }
    }

    /** Numbers as Tribuo outputs, each made when it is asked for. */
    private static final class Regressors extends AbstractList<Regressor> {
        private final String name;
        private final double[] values;

        Regressors(String name, double[] values) {
            this.name = name;
            this.values = values;
        }

        @Override
        public Regressor get(int row) {
            return new Regressor(name, values[row]);
        }

        @Override
        public int size() {
            return values.length;
        }
    }
}
