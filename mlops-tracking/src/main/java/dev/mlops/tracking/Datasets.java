package dev.mlops.tracking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.data.Fingerprint;
import dev.mlops.data.Schema;
import dev.mlops.data.TrainTest;
import dev.mlops.storage.spi.DatasetInput;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The datasets among what the steps of a pipeline give, as a run records them. */
public final class Datasets {
    private static final int LONGEST_NAME = 250;
    private static final int LONGEST_SCHEMA = 65_535;

    private Datasets() {}

    /**
     * The datasets that are recorded of a step's output: the output itself, both sides of a split, or what an Optional holds
     * of these; else none.
     */
    public static List<Dataset<?>> given(Object output) {
        if (output instanceof Optional<?> optional) {
            return optional.<List<Dataset<?>>>map(Datasets::given).orElse(List.of());
        }
        if (output instanceof TrainTest<?> split) {
            return List.of(split.train(), split.test());
        }
        return output instanceof Dataset<?> dataset ? List.of(dataset) : List.of();
    }

    static DatasetInput input(Dataset<?> dataset, String context) {
        Fingerprint fingerprint = dataset.fingerprint();
        return new DatasetInput(
                Tags.shown(dataset.name(), LONGEST_NAME),
                fingerprint.digest(),
                context,
                Tags.shown(dataset.origin()),
                json(fingerprint.schema()),
                fingerprint.rows());
    }

    /** The columns, in the form that a saved model's manifest has them; empty where they are too many. */
    private static String json(Schema schema) {
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        for (Field field : schema.fields()) {
            columns.addObject()
                    .put("name", field.name())
                    .put("type", field.type().name().toLowerCase(Locale.ROOT))
                    .put("nullable", field.nullable());
        }
        String json = columns.toString();
        return json.length() <= LONGEST_SCHEMA ? json : "";
    }
}
