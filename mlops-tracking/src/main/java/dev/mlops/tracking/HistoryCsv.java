package dev.mlops.tracking;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.Writer;

/** Histories as CSV. */
final class HistoryCsv {
    private final CsvWriter csv;

    HistoryCsv(Writer out) {
        csv = CsvWriter.builder().build(out);
        csv.writeRecord("run", "metric", "step", "time", "value");
    }

    void write(Run run) {
        for (String key : run.metrics().keySet()) {
            String metric = CsvText.guarded(key);
            run.history(key)
                    .forEach(point -> csv.writeRecord(
                            run.id(),
                            metric,
                            Long.toString(point.step()),
                            point.time().toString(),
                            Double.toString(point.value())));
        }
    }

    void end() throws IOException {
        csv.flush();
    }
}
