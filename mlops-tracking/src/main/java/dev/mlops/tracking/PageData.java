package dev.mlops.tracking;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts of a comparison page read: columns, runs with a value for each column, and curves. Numbers that JSON
 * has no form for are text, which JavaScript's Number() reads. It stands in a script element, so no {@code <} may be in
 * it; JSON has another way to write one.
 */
final class PageData {
    private static final MathContext DRAWN = new MathContext(7);

    private PageData() {}

    static String of(ComparisonTable table, Curves curves) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.mapper().getFactory().createGenerator(out)) {
            json.writeStartObject();
            columns(json, table);
            runs(json, table);
            curves(json, table.runs(), curves);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a page's data can't be written to memory", e);
        }
        return out.toString()
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static void columns(JsonGenerator json, ComparisonTable table) throws IOException {
        json.writeArrayFieldStart("columns");
        for (Column column : table.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("label", table.label(column));
            json.writeStringField("kind", column.kind().name());
            json.writeBooleanField("numeric", table.isNumeric(column));
            json.writeBooleanField("differs", table.differs(column));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void runs(JsonGenerator json, ComparisonTable table) throws IOException {
        json.writeArrayFieldStart("runs");
        for (RunData run : table.runs()) {
            json.writeStartObject();
            json.writeStringField("id", run.id());
            json.writeStringField("name", Shown.line(run.begin().name()));
            json.writeStringField("status", run.status().name());
            json.writeNumberField("start", run.begin().start().toEpochMilli());
            if (run.end().isPresent()) {
                json.writeNumberField("end", run.end().get().toEpochMilli());
            }
            json.writeArrayFieldStart("values");
            for (Column column : table.columns()) {
                value(json, column.kind() == Column.Kind.METRIC ? column.exact(run) : table.shown(column, run));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(text);
        }
    }

    private static void curves(JsonGenerator json, List<RunData> runs, Curves curves) throws IOException {
        json.writeArrayFieldStart("curves");
        for (Curves.Line line : curves.lines()) {
            long start = runs.get(line.run()).begin().start().toEpochMilli();
            json.writeStartObject();
            json.writeNumberField("run", line.run());
            json.writeStringField("metric", line.metric());
            json.writeNumberField("drawable", line.drawable());
            json.writeArrayFieldStart("steps");
            for (MetricPoint point : line.points()) {
                json.writeNumber(point.step());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("times");
            for (MetricPoint point : line.points()) {
                json.writeNumber(point.time().toEpochMilli() - start);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("values");
            for (MetricPoint point : line.points()) {
                number(json, point.value());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(
                    new BigDecimal(value).round(DRAWN).stripTrailingZeros().toString());
        } else {
            json.writeString(Double.toString(value));
        }
    }
}
