package dev.mlops.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries as lines of JSON, the form that the journal keeps them in. */
final class EntryJson {
    /** The format that is written, and the newest that is read. */
    static final int VERSION = 1;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EntryJson() {}

    /** One line, without its end. */
    static String write(Entry entry) {
        ObjectNode line = NODES.objectNode().put("v", VERSION);
        if (entry instanceof Entry.Begin begin) {
            line.put("run", begin.run().id()).set("begin", write(begin.run()));
        } else if (entry instanceof Entry.Change change) {
            line.put("run", change.runId()).set("change", write(change.change()));
        } else if (entry instanceof Entry.Bind bind) {
            line.set("artifact", write(bind.artifact()));
        }
        return line.toString();
    }

    private static ObjectNode write(Artifact artifact) {
        return NODES.objectNode()
                .put("owner", artifact.name().owner())
                .put("path", artifact.name().path())
                .put("hash", artifact.content().hash())
                .put("size", artifact.content().size())
                .put("format", artifact.format())
                .put("time", artifact.time().toEpochMilli());
    }

    private static ObjectNode write(NewRun run) {
        ObjectNode node = NODES.objectNode()
                .put("experiment", run.experimentId())
                .put("name", run.name())
                .put("user", run.user())
                .put("source", run.source())
                .put("start", run.start().toEpochMilli());
        if (run.parentId() != null) {
            node.put("parent", run.parentId());
        }
        return node;
    }

    private static ObjectNode write(RunChange change) {
        ObjectNode node = NODES.objectNode();
        putTexts(node, "params", change.params());
        putTexts(node, "tags", change.tags());
        change.untag().forEach(node.withArray("/untag")::add);
        change.metrics().forEach(point -> node.withArray("/metrics").add(write(point)));
        change.datasets().forEach(dataset -> node.withArray("/datasets").add(write(dataset)));
        change.name().ifPresent(name -> node.put("name", name));
        change.status().ifPresent(status -> node.put("status", status.name()));
        change.end().ifPresent(end -> node.put("end", end.toEpochMilli()));
        change.lifecycle().ifPresent(lifecycle -> node.put("lifecycle", lifecycle.name()));
        change.deleted().ifPresent(time -> node.put("deleted", time.toEpochMilli()));
        change.heartbeat().ifPresent(beat -> node.put("heartbeat", beat.toEpochMilli()));
        change.commit().ifPresent(commit -> node.putObject("commit")
                .put("id", commit.id())
                .put("branch", commit.branch())
                .put("dirty", commit.dirty()));
        return node;
    }

    private static void putTexts(ObjectNode node, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            ObjectNode all = node.putObject(name);
            texts.forEach(all::put);
        }
    }

    private static ArrayNode write(MetricPoint point) {
        ArrayNode node = NODES.arrayNode().add(point.key());
        if (Double.isFinite(point.value())) {
            node.add(point.value());
        } else {
            node.add(Double.toString(point.value()));
        }
        return node.add(point.step()).add(point.time().toEpochMilli());
    }

    private static ObjectNode write(DatasetInput dataset) {
        return NODES.objectNode()
                .put("name", dataset.name())
                .put("digest", dataset.digest())
                .put("context", dataset.context())
                .put("source", dataset.source())
                .put("schema", dataset.schema())
                .put("rows", dataset.rows());
    }

    /**
     * Reads a line.
     *
     * @throws InvalidException if {@link #write} didn't write it, or a newer version of it did; the message says which
     */
    static Entry read(String line) {
        JsonNode node;
        try {
            node = Json.mapper().readTree(line);
        } catch (IOException e) {
            throw new InvalidException("line of the journal isn't JSON", e);
        }
        int version = node.path("v").asInt();
        if (version < 1 || version > VERSION) {
            throw new InvalidException("line of the journal has version " + node.path("v")
                    + ", this library reads versions up to " + VERSION);
        }
        if (node.has("artifact")) {
            return new Entry.Bind(readArtifact(node.path("artifact")));
        }
        String run = text(node, "run");
        return node.has("begin")
                ? new Entry.Begin(readRun(run, node.path("begin")))
                : new Entry.Change(run, readChange(child(node, "change")));
    }

    private static Artifact readArtifact(JsonNode node) {
        return new Artifact(
                new ArtifactName(text(node, "owner"), text(node, "path")),
                new Content(text(node, "hash"), child(node, "size").longValue()),
                text(node, "format"),
                time(child(node, "time")));
    }

    private static NewRun readRun(String id, JsonNode node) {
        return new NewRun(
                id,
                text(node, "experiment"),
                text(node, "name"),
                node.has("parent") ? text(node, "parent") : null,
                text(node, "user"),
                text(node, "source"),
                time(child(node, "start")));
    }

    private static RunChange readChange(JsonNode node) {
        RunChange.Builder change = RunChange.builder();
        node.path("params")
                .properties()
                .forEach(param -> change.param(param.getKey(), param.getValue().asText()));
        node.path("tags")
                .properties()
                .forEach(tag -> change.tag(tag.getKey(), tag.getValue().asText()));
        node.path("untag").forEach(key -> change.untag(key.asText()));
        node.path("metrics").forEach(point -> change.metric(readPoint(point)));
        node.path("datasets").forEach(dataset -> change.dataset(readDataset(dataset)));
        if (node.has("name")) {
            change.name(text(node, "name"));
        }
        if (node.has("lifecycle")) {
            switch (Lifecycle.valueOf(text(node, "lifecycle"))) {
                case DELETED -> change.delete(time(child(node, "deleted")));
                case ACTIVE -> change.restore();
            }
        }
        if (node.has("heartbeat")) {
            change.heartbeat(time(node.path("heartbeat")));
        }
        if (node.has("commit")) {
            JsonNode commit = node.path("commit");
            change.commit(new Commit(
                    text(commit, "id"),
                    text(commit, "branch"),
                    commit.path("dirty").asBoolean()));
        }
        readStatus(node, change);
        return change.build();
    }

    private static void readStatus(JsonNode node, RunChange.Builder change) {
        if (node.has("status")) {
            RunStatus status = RunStatus.valueOf(text(node, "status"));
            if (status.isFinal()) {
                change.end(status, time(child(node, "end")));
            } else {
                change.resume();
            }
        }
    }

    private static MetricPoint readPoint(JsonNode node) {
        JsonNode value = node.path(1);
        return new MetricPoint(
                node.path(0).asText(),
                value.isTextual() ? Double.parseDouble(value.textValue()) : value.doubleValue(),
                node.path(2).longValue(),
                time(node.path(3)));
    }

    private static DatasetInput readDataset(JsonNode node) {
        return new DatasetInput(
                text(node, "name"),
                text(node, "digest"),
                text(node, "context"),
                text(node, "source"),
                text(node, "schema"),
                child(node, "rows").longValue());
    }

    private static Instant time(JsonNode node) {
        return Instant.ofEpochMilli(node.longValue());
    }

    private static String text(JsonNode node, String name) {
        return child(node, name).asText();
    }

    private static JsonNode child(JsonNode node, String name) {
        @Nullable JsonNode child = node.get(name);
        if (child == null) {
            throw new InvalidException("line of the journal has no '" + name + "'");
        }
        return child;
    }
}
