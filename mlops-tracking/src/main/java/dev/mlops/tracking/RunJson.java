package dev.mlops.tracking;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs as JSON, one a line. */
final class RunJson {
    private final Writer out;

    RunJson(Writer out) {
        this.out = out;
    }

    void write(RunData run) {
        try (JsonGenerator json = Json.mapper().getFactory().createGenerator(out)) {
            json.writeStartObject();
            attributes(json, run);
            texts(json, "params", run.params());
            metrics(json, run.metrics().values());
            texts(json, "tags", run.tags());
            datasets(json, run.datasets());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("run " + run.id() + " can't be written", e);
        }
    }

    private static void attributes(JsonGenerator json, RunData run) throws IOException {
        json.writeStringField("id", run.id());
        json.writeStringField("name", run.begin().name());
        json.writeStringField("experiment", run.begin().experimentId());
        text(json, "parent", run.begin().parentId());
        json.writeStringField("status", run.status().name());
        json.writeStringField("lifecycle", run.lifecycle().name());
        json.writeStringField("start", run.begin().start().toString());
        text(json, "end", run.end().map(Object::toString).orElse(""));
        text(json, "user", run.begin().user());
        text(json, "source", run.begin().source());
        if (run.commit().isPresent()) {
            json.writeObjectFieldStart("commit");
            json.writeStringField("id", run.commit().get().id());
            text(json, "branch", run.commit().get().branch());
            json.writeBooleanField("dirty", run.commit().get().dirty());
            json.writeEndObject();
        }
    }

    private static void text(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text != null && !text.isEmpty()) {
            json.writeStringField(field, text);
        }
    }

    private static void texts(JsonGenerator json, String field, Map<String, String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json, Iterable<MetricPoint> latest) throws IOException {
        if (!latest.iterator().hasNext()) {
            return;
        }
        json.writeObjectFieldStart("metrics");
        for (MetricPoint point : latest) {
            json.writeObjectFieldStart(point.key());
            json.writeNumberField("value", point.value()); // Jackson quotes what is no JSON number
            json.writeNumberField("step", point.step());
            json.writeStringField("time", point.time().toString());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void datasets(JsonGenerator json, Iterable<DatasetInput> datasets) throws IOException {
        if (!datasets.iterator().hasNext()) {
            return;
        }
        json.writeArrayFieldStart("datasets");
        for (DatasetInput data : datasets) {
            json.writeStartObject();
            json.writeStringField("name", data.name());
            json.writeStringField("digest", data.digest());
            text(json, "context", data.context());
            text(json, "source", data.source());
            text(json, "schema", data.schema());
            if (data.rows() >= 0) {
                json.writeNumberField("rows", data.rows());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
