package dev.mlops.model;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.mlops.InvalidException;
import dev.mlops.model.internal.ClassScan;
import dev.mlops.model.internal.EstimatorBytes;
import dev.mlops.model.internal.Messages;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;

/**
 * A Tribuo model as its bytes, and as Tribuo's object once somebody asks for that: the kinds that we compile answer
 * without it. Thread-safe.
 */
final class Estimator {
    private final byte[] bytes;
    private final ModelProto proto;
    private @Nullable Model<?> model;

    private Estimator(byte[] bytes, @Nullable Model<?> model) {
        this.bytes = bytes;
        this.model = model;
        try {
            this.proto = Messages.parse(ModelProto.getDefaultInstance(), UnsafeByteOperations.unsafeWrap(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidException("the bytes aren't a Tribuo model: " + e.getMessage(), e);
        }
    }

    /** A model just trained. */
    static Estimator of(Model<?> model) {
        return new Estimator(EstimatorBytes.of(model), model);
    }

    /**
     * A model read from bytes that nobody vouches for.
     *
     * @param trusted classes that the host allows beyond Tribuo's
     * @throws InvalidException if they aren't a model or name a class that isn't allowed
     */
    static Estimator read(byte[] bytes, Set<String> trusted) {
        ClassScan.check(bytes, trusted);
        return new Estimator(bytes, null);
    }

    byte[] bytes() {
        return bytes;
    }

    ModelProto proto() {
        return proto;
    }

    /** Tribuo's object; made by the first call. */
    synchronized Model<?> model() {
        Model<?> present = model;
        if (present == null) {
            present = deserialize();
            model = present;
        }
        return present;
    }

    private Model<?> deserialize() {
        try {
            return Model.deserialize(proto);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new InvalidException(
                    "Tribuo can't read its model '%s'%s: %s".formatted(proto.getClassName(), hint(), e), e);
        }
    }

    /** Names the artifact, where the model's class isn't on the class path. */
    private String hint() {
        try {
            Class.forName(proto.getClassName(), false, Model.class.getClassLoader());
            return "";
        } catch (ClassNotFoundException | LinkageError e) {
            return ", which isn't on the class path (XGBoost's is in org.tribuo:tribuo-regression-xgboost)";
        }
    }
}
