package dev.mlops.serving;

import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import java.util.List;
import java.util.Map;

/** Values by field name. */
record BoundMaps(Model model) implements Bound<Map<String, ?>> {

    @Override
    public double number(Map<String, ?> row) {
        return model.predict(row);
    }

    @Override
    public Classification label(Map<String, ?> row) {
        return model.classify(row);
    }

    @Override
    public double[] numbers(List<Map<String, ?>> rows) {
        return model.predictMaps(rows);
    }

    @Override
    public List<Classification> labels(List<Map<String, ?>> rows) {
        return model.classifyMaps(rows);
    }
}
