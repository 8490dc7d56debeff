package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import java.io.IOException;
import java.nio.file.Path;

final class ParquetSource {
    @SuppressWarnings("NullAway")
    static RowSource open(Path file, RecordType<?> type) throws IOException {
        if (type.schema().fields().isEmpty()) {
            throw new RowSource.BrokenFile("has no columns");
        }
        return null;
    }
}
