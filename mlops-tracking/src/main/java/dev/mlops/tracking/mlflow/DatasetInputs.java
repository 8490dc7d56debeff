package dev.mlops.tracking.mlflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.DatasetInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The datasets that a run of MLflow names in its folder {@code inputs}, which stand in the experiment's. */
record DatasetInputs(Path run, String item, Report report) {
    private static final Pattern SEGMENT = Pattern.compile("[\\w-]+");
    private static final String CONTEXT = "mlflow.data.context";
    private static final int MAX_SOURCE = 8_000;
    private static final int MAX_SCHEMA = 65_535;

    List<DatasetInput> read() throws IOException {
        List<DatasetInput> inputs = new ArrayList<>();
        for (Map.Entry<String, Path> file :
                Folders.files(run.resolve("inputs"), report).entrySet()) {
            String place = item + " input '" + file.getKey() + "'";
            try {
                MetaYaml input = MetaYaml.read(file.getValue());
                if (input.get("source_type").equals("DATASET")) {
                    inputs.add(dataset(input, place));
                } else {
                    report.problem(place, "is a " + input.get("source_type") + ", expected a DATASET; it is left out");
                }
            } catch (IOException | InvalidException e) {
                report.problem(place, Texts.leftOut(e));
            }
        }
        return inputs;
    }

    private DatasetInput dataset(MetaYaml input, String place) throws IOException {
        String id = input.get("source_id");
        if (!SEGMENT.matcher(id).matches()) {
            throw new IOException("source_id is '" + id + "', expected letters and digits");
        }
        MetaYaml meta = MetaYaml.read(run.resolveSibling("datasets").resolve(id).resolve(Folders.META));
        return new DatasetInput(
                meta.get("name"),
                "mlflow:" + meta.get("digest"),
                input.map("tags").getOrDefault(CONTEXT, ""),
                atMost(MAX_SOURCE, "source", meta, place),
                atMost(MAX_SCHEMA, "schema", meta, place),
                rows(meta.find("profile").orElse("")));
    }

    private String atMost(int most, String what, MetaYaml meta, String place) {
        String text = meta.find(what).orElse("");
        if (text.length() <= most) {
            return text;
        }
        report.problem(
                place,
                "its " + what + " has " + text.length() + " characters, at most " + most + " are allowed; the " + what
                        + " is left out");
        return "";
    }

    private static long rows(String profile) {
        try {
            JsonNode rows =
                    profile.isEmpty() ? null : Json.mapper().readTree(profile).get("num_rows");
            return rows != null && rows.isIntegralNumber() && rows.canConvertToLong()
                    ? Math.max(-1, rows.asLong())
                    : -1;
        } catch (JacksonException e) {
            return -1; // a profile is free text: what isn't JSON says nothing about rows
        }
    }
}
