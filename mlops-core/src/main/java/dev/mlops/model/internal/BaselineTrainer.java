package dev.mlops.model.internal;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * What the trainers of baselines share. They read our own datasets only.
 *
 * @param <T> the kind of output
 */
abstract class BaselineTrainer<T extends Output<T>> implements Trainer<T> {
    private int invocations;

    /** The model of these rows. */
    abstract Model<T> fit(VectorizedDataset<T> rows, ModelProvenance provenance);

    /** The class of the model, for its provenance. */
    abstract Class<?> modelClass();

    @Override
    public final Model<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, INCREMENT_INVOCATION_COUNT);
    }

    @Override
    public final synchronized Model<T> train(
            Dataset<T> examples, Map<String, Provenance> runProvenance, int invocationCount) {
        if (!(examples instanceof VectorizedDataset<T> rows)) {
            throw new IllegalArgumentException("a baseline is trained on vectorised rows, not on a "
                    + examples.getClass().getName());
        }
        if (invocationCount != INCREMENT_INVOCATION_COUNT) {
            setInvocationCount(invocationCount);
        }
        TrainerProvenance trainer = getProvenance();
        invocations++;
        return fit(
                rows,
                new ModelProvenance(
                        modelClass().getName(),
                        OffsetDateTime.now(ZoneOffset.UTC),
                        examples.getProvenance(),
                        trainer,
                        runProvenance));
    }

    @Override
    public final synchronized int getInvocationCount() {
        return invocations;
    }

    @Override
    public final synchronized void setInvocationCount(int invocationCount) {
        invocations = invocationCount;
    }

    @Override
    public final TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }
}
