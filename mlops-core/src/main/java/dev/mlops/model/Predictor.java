package dev.mlops.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What answers in a {@link Model}. Immutable and thread-safe. */
sealed interface Predictor permits TribuoPredictor, OnnxPredictor {

    /** See {@link Model#vectorizer}. */
    Vectorizer vectorizer();

    /** See {@link Model#estimator}. */
    org.tribuo.Model<?> estimator();

    /** See {@link Model#coefficients}. */
    Map<String, Coefficients> coefficients();

    /** See {@link Model#isCompiled}. */
    boolean isCompiled();

    /** From a record of this class, or a map where it is {@link Map}, to a number; for regressions only. */
    ToDoubleFunction<Object> numbers(Class<?> type);

    /** From a record of this class, or a map where it is {@link Map}, to a label; for classifiers only. */
    Function<Object, Classification> labels(Class<?> type);

    /** The numbers of many rows; {@code bound} gives {@link #numbers}, found or made. */
    double[] predictEach(List<?> rows, Function<Class<?>, ToDoubleFunction<Object>> bound);

    /** The labels of many rows; {@code bound} gives {@link #labels}, found or made. */
    List<Classification> classifyEach(List<?> rows, Function<Class<?>, Function<Object, Classification>> bound);

    /** From a record of this class, or a map where it is {@link Map}, to {@link Model#unseen(Map)}. */
    Function<Object, List<String>> unseen(Class<?> type);

    /** The files to save, without the manifest. */
    Map<String, byte[]> files();

    /** The manifest that goes with the files. */
    Manifest manifest(Signature signature, Provenance provenance);

    /** See {@link Model#contentHash}. */
    String contentHash(Signature signature);

    /** The graph of the model in ONNX, see {@link OnnxGraphs#write}. */
    byte[] toOnnx(Model model, boolean frames);
}
