package dev.mlops.serving.http;

import dev.mlops.model.Signature;
import dev.mlops.serving.Prediction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * An output of an inference. A regression has one, of its numbers, named as the column that it predicts; a classifier has one
 * of its labels, named so, and one of the scores of every label, with {@code _scores} behind that name.
 */
sealed interface OutputTensor {
    String name();

    List<Integer> shape();

    Datatype datatype();

    /** The elements, as JSON has them. */
    List<?> data();

    /** The elements as bytes, little-endian. */
    byte[] bytes();

    /** All outputs of answers; there is at least one answer. */
    static List<OutputTensor> of(List<Prediction> answers) {
        Prediction first = answers.get(0);
        if (!first.isLabel()) {
            return List.of(numbers(
                    first.output(), List.of(answers.size()), answers.stream().mapToDouble(Prediction::value)));
        }
        List<Integer> shape = List.of(answers.size(), first.scores().size());
        return List.of(
                new Texts(
                        first.output(), answers.stream().map(Prediction::label).toList()),
                numbers(
                        scores(first.output()),
                        shape,
                        answers.stream().flatMapToDouble(answer -> answer.scores().values().stream()
                                .mapToDouble(Double::doubleValue))));
    }

    /** The outputs of a signature as metadata has them; -1 is any number of rows. */
    static List<Map<String, Object>> metadata(Signature.Output output) {
        return output.kind() == Signature.Kind.REGRESSION
                ? List.of(metadata(output.name(), Datatype.FP64, List.of(-1)))
                : List.of(
                        metadata(output.name(), Datatype.BYTES, List.of(-1)),
                        metadata(
                                scores(output.name()),
                                Datatype.FP64,
                                List.of(-1, output.labels().size())));
    }

    /** A tensor as metadata has it. */
    static Map<String, Object> metadata(String name, Datatype type, List<Integer> shape) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("datatype", type.name());
        metadata.put("shape", shape);
        return metadata;
    }

    private static String scores(String output) {
        return output + "_scores";
    }

    private static OutputTensor numbers(String name, List<Integer> shape, DoubleStream values) {
        return new Numbers(name, shape, values.toArray());
    }

    /** Numbers, row by row. JSON has no NaN and no infinities: null stands for them. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one request
    record Numbers(String name, List<Integer> shape, double[] values) implements OutputTensor {
        @Override
        public Datatype datatype() {
            return Datatype.FP64;
        }

        @Override
        public List<?> data() {
            return Arrays.stream(values).mapToObj(Batch::finite).collect(Collectors.toList());
        }

        @Override
        public byte[] bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asDoubleBuffer().put(values);
            return bytes.array();
        }
    }

    /** Texts, one a row. */
    record Texts(String name, List<String> values) implements OutputTensor {
        @Override
        public List<Integer> shape() {
            return List.of(values.size());
        }

        @Override
        public Datatype datatype() {
            return Datatype.BYTES;
        }

        @Override
        public List<?> data() {
            return values;
        }

        @Override
        public byte[] bytes() {
            List<byte[]> texts = values.stream()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();
            int size =
                    texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
            ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            texts.forEach(text -> bytes.putInt(text.length).put(text));
            return bytes.array();
        }
    }
}
