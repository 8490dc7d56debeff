package dev.mlops.tracking;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.mlops.storage.spi.RunData;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A comparison as CSV. */
final class TableCsv {
    private TableCsv() {}

    static String of(ComparisonTable table) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(out)) {
            write(table, csv);
        } catch (IOException e) {
            throw new UncheckedIOException("a table can't be written to memory", e);
        }
        return out.toString();
    }

    private static void write(ComparisonTable table, CsvWriter csv) {
        List<String> header = new ArrayList<>(List.of("id", "name", "status", "start", "end", "seconds"));
        table.columns().forEach(column -> header.add(CsvText.guarded(column.name())));
        csv.writeRecord(header);
        table.runs().forEach(run -> csv.writeRecord(row(table, run)));
    }

    private static List<String> row(ComparisonTable table, RunData run) {
        List<String> row = new ArrayList<>();
        row.add(run.id());
        row.add(CsvText.guarded(run.begin().name()));
        row.add(run.status().name());
        row.add(run.begin().start().toString());
        row.add(run.end().map(Instant::toString).orElse(""));
        row.add(ComparisonTable.took(run).map(TableCsv::seconds).orElse(""));
        for (Column column : table.columns()) {
            row.add(CsvText.guarded(Objects.requireNonNullElse(table.exact(column, run), "")));
        }
        return row;
    }

    private static String seconds(Duration took) {
        return BigDecimal.valueOf(took.toMillis(), 3).toPlainString();
    }
}
