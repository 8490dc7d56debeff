package dev.mlops.data;

import dev.mlops.data.RowSource.BrokenFile;
import dev.mlops.data.internal.RecordType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Matches the columns of a file with the fields of a record. */
final class Columns {
    private static final int LISTED = 50;

    private Columns() {}

    /** For each field the position of its column, or -1 where an optional one is absent. */
    static int[] find(List<String> columns, RecordType<?> type) throws BrokenFile {
        checkUnique(columns);
        List<Field> fields = type.schema().fields();
        int[] positions = new int[fields.size()];
        boolean any = false;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = columns.indexOf(fields.get(i).name());
            any |= positions[i] >= 0;
            if (positions[i] < 0 && !type.isOptional(i)) {
                throw new BrokenFile("lacks column '" + fields.get(i).name() + "', which record "
                        + type.type().getSimpleName() + " requires; it has " + list(columns));
            }
        }
        if (!any) {
            throw new BrokenFile(
                    "has no column of record " + type.type().getSimpleName() + "; it has " + list(columns));
        }
        return positions;
    }

    private static void checkUnique(List<String> columns) throws BrokenFile {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new BrokenFile(
                        "has two columns '" + Row.shorten(column) + "': each name must stand once in the header");
            }
        }
    }

    private static String list(List<String> columns) {
        String listed = columns.stream()
                .limit(LISTED)
                .map(column -> "'" + Row.shorten(column) + "'")
                .collect(Collectors.joining(", "));
        return columns.size() <= LISTED ? listed : listed + " and " + (columns.size() - LISTED) + " more";
    }
}
