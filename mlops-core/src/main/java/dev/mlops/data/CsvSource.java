package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import java.io.IOException;
import java.io.InputStream;

final class CsvSource {
    @SuppressWarnings("NullAway")
    static RowSource open(InputStream in, RecordType<?> type) throws IOException {
        if (type.schema().fields().isEmpty()) {
            throw new RowSource.BrokenFile("has no columns");
        }
        return null;
    }

    static IOException broken(IOException e, String s) {
        return e;
    }
}
