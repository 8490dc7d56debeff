package dev.mlops.serving;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.serving.Rides.Ride;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.regression.Regressor;

/**
 * An estimator of the host's own that does what a test says: from the miles of a ride to an answer, in any time, or to an
 * error. It is stored and loaded like any other.
 */
public final class Moody extends org.tribuo.Model<Regressor> {
    private static final long serialVersionUID = 1L;

    /** Read by Tribuo. */
    public static final int CURRENT_VERSION = 0;

    private static final Map<String, DoubleUnaryOperator> MOODS = new ConcurrentHashMap<>();

    private Moody(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs) {
        super(name, provenance, features, outputs, false);
    }

    /** A model that behaves like this from now on, also when it has been stored and loaded. */
    public static Model model(String name, DoubleUnaryOperator mood) {
        MOODS.put(name, mood);
        List<Ride> rides =
                IntStream.range(0, 10).mapToObj(i -> new Ride(i, i, i)).toList();
        Dataset<Ride> data = Dataset.of("rides", Ride.class, rides);
        return Model.regression(Features.of(Feature.number("miles")).fit(data), "minutes")
                .train(new Training(name), data);
    }

    /** Changes how a model behaves. */
    static void mood(String name, DoubleUnaryOperator mood) {
        MOODS.put(name, mood);
    }

    @Override
    public Prediction<Regressor> predict(Example<Regressor> example) {
        double miles = example.size() == 0 ? 0 : example.lookup("miles").getValue();
        double answer = MOODS.getOrDefault(name, DoubleUnaryOperator.identity()).applyAsDouble(miles);
        return new Prediction<>(new Regressor("minutes", answer), example.size(), example);
    }

    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Map.of();
    }

    @Override
    public Optional<Excuse<Regressor>> getExcuse(Example<Regressor> example) {
        return Optional.empty();
    }

    @Override
    protected Moody copy(String newName, ModelProvenance newProvenance) {
        return new Moody(newName, newProvenance, featureIDMap, outputIDInfo);
    }

    @Override
    public ModelProto serialize() {
        return ModelProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(Moody.class.getName())
                .setSerializedData(Any.pack(createDataCarrier().serialize()))
                .build();
    }

    /** Called by Tribuo. */
    @SuppressWarnings("unchecked") // a model of this class was trained with regressors
    public static Moody deserializeFromProto(int version, String className, Any message)
            throws InvalidProtocolBufferException {
        ModelDataCarrier<?> carrier = ModelDataCarrier.deserialize(message.unpack(ModelDataProto.class));
        return new Moody(carrier.name(), carrier.provenance(), carrier.featureDomain(), (ImmutableOutputInfo<Regressor>)
                carrier.outputDomain());
    }

    /** Takes domains and provenance from a ridge regression. */
    private record Training(String name, RidgeTrainer ridge) implements Trainer<Regressor> {

        Training(String name) {
            this(name, new RidgeTrainer(1));
        }

        @Override
        public org.tribuo.Model<Regressor> train(
                org.tribuo.Dataset<Regressor> examples, Map<String, Provenance> provenance) {
            org.tribuo.Model<Regressor> trained = ridge.train(examples, provenance);
            return new Moody(name, trained.getProvenance(), trained.getFeatureIDMap(), trained.getOutputIDInfo());
        }

        @Override
        public int getInvocationCount() {
            return ridge.getInvocationCount();
        }

        @Override
        public TrainerProvenance getProvenance() {
            return ridge.getProvenance();
        }
    }
}
