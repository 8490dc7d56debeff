package dev.mlops.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.internal.RecordType;
import dev.mlops.model.Classification;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A prediction as a line of JSON, and back. */
final class LogLine {
    /** Goes up when older readers would misread a line; what they may ignore doesn't count. */
    private static final int FORMAT = 1;

    private static final TypeReference<Map<String, @Nullable Object>> INPUTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Double>> SCORES = new TypeReference<>() {};

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private LogLine() {}

    /** Writes a line, its end included; throws InvalidException if the row can't be read. */
    static void write(long time, Object row, Prediction prediction, long nanos, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeNumberField("time", time);
            json.writeStringField("id", prediction.id());
            json.writeStringField("model", prediction.model());
            json.writeNumberField("version", prediction.version());
            json.writeStringField("arm", prediction.arm());
            json.writeObjectFieldStart("inputs");
            inputs(json, row);
            json.writeEndObject();
            json.writeStringField("output", prediction.output());
            answer(json, prediction);
            json.writeNumberField("took_ns", nanos);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void answer(JsonGenerator json, Prediction prediction) throws IOException {
        if (!prediction.isLabel()) {
            json.writeNumberField("value", prediction.value());
            return;
        }
        json.writeStringField("label", prediction.label());
        json.writeObjectFieldStart("scores");
        for (Map.Entry<String, Double> score : prediction.scores().entrySet()) {
            json.writeNumberField(score.getKey(), score.getValue());
        }
        json.writeEndObject();
    }

    private static void inputs(JsonGenerator json, Object row) throws IOException {
        if (row instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> field : map.entrySet()) {
                json.writeFieldName(String.valueOf(field.getKey()));
                value(json, field.getValue());
            }
        } else if (row instanceof Record record) {
            fields(json, record);
        } else {
            throw new InvalidException(
                    "row is a " + row.getClass().getName() + ", expected a record or a map of values by field name");
        }
    }

    private static <R extends Record> void fields(JsonGenerator json, R row) throws IOException {
        @SuppressWarnings("unchecked") // getClass of a record of type R
        RecordType<R> type = RecordType.of((Class<R>) row.getClass());
        List<Field> fields = type.schema().fields();
        for (int i = 0; i < fields.size(); i++) {
            json.writeFieldName(fields.get(i).name());
            value(json, type.accessor(i).get(row));
        }
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Optional<?> optional) {
            value(json, optional.orElse(null));
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigInteger || value instanceof BigDecimal) {
            json.writeNumber(value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue()); // of a float exactly what it is, not the shortest decimal
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(value.toString());
        }
    }

    /**
     * Reads a line.
     *
     * @throws InvalidException if it is of a newer format
     * @throws IOException if it isn't a whole line
     */
    static LoggedPrediction read(String text) throws IOException {
        JsonNode line = JSON.readTree(text);
        int format = line.path("format").asInt();
        if (format > FORMAT) {
            throw new InvalidException("prediction log has format " + format + ", expected at most " + FORMAT
                    + ": read it with the release that wrote it, or a later one");
        }
        JsonNode took = line.path("took_ns"); // the last of a line
        if (format < 1 || !took.isNumber()) {
            throw new IOException("line has no format or no end");
        }
        return new LoggedPrediction(
                Instant.ofEpochMilli(line.path("time").asLong()),
                line.path("id").asText(),
                line.path("model").asText(),
                line.path("version").asInt(),
                line.path("arm").asText(),
                JSON.convertValue(line.path("inputs"), INPUTS),
                output(line),
                Duration.ofNanos(took.asLong()));
    }

    private static LoggedPrediction.Output output(JsonNode line) {
        String name = line.path("output").asText();
        if (line.has("value")) {
            double value = Double.parseDouble(line.path("value").asText()); // NaN is a text
            return new LoggedPrediction.Output(name, value, null);
        }
        Map<String, Double> scores = JSON.convertValue(line.path("scores"), SCORES);
        return new LoggedPrediction.Output(
                name, Double.NaN, new Classification(line.path("label").asText(), scores));
    }
}
