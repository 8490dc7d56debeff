package dev.mlops.data;

import dev.mlops.data.RowSource.BrokenFile;
import dev.mlops.data.internal.RecordType;
import dev.mlops.internal.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Matches the columns of a file with the fields of a record. */
final class Columns {
    private static final int LISTED = 50;

    /** A header that is wider than this was not written by somebody who misspelt a name. */
    private static final int COMPARED = 1_000;

    private Columns() {}

    /**
     * For each field the position of its column, or -1 where an optional one is absent. A column that differs from an
     * absent one only in the case of letters is an error, since it would silently read as missing.
     */
    static int[] find(List<String> columns, RecordType<?> type) throws BrokenFile {
        checkUnique(columns);
        List<Field> fields = type.schema().fields();
        int[] positions = new int[fields.size()];
        boolean any = false;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = columns.indexOf(fields.get(i).name());
            any |= positions[i] >= 0;
            if (positions[i] < 0) {
                checkAbsent(fields.get(i).name(), type.isOptional(i), columns, type);
            }
        }
        if (!any) {
            throw new BrokenFile(
                    "has no column of record " + type.type().getSimpleName() + "; it has " + list(columns));
        }
        return positions;
    }

    private static void checkAbsent(String name, boolean optional, List<String> columns, RecordType<?> type)
            throws BrokenFile {
        String record = "record " + type.type().getSimpleName();
        for (String column : columns) {
            if (column.equalsIgnoreCase(name) && type.schema().find(column).isEmpty()) {
                throw new BrokenFile("has column '" + Row.shorten(column) + "', which " + record + " calls '" + name
                        + "': both must agree in the case of letters");
            }
        }
        if (!optional) {
            String meant = Nearest.find(name, columns.subList(0, Math.min(columns.size(), COMPARED)))
                    .map(near -> ", did you mean '" + Row.shorten(near) + "'")
                    .orElse("");
            throw new BrokenFile(
                    "lacks column '" + name + "', which " + record + " requires" + meant + "; it has " + list(columns));
        }
    }

    /** The fields whose position is -1. */
    static List<String> absent(int[] positions, RecordType<?> type) {
        return IntStream.range(0, positions.length)
                .filter(i -> positions[i] < 0)
                .mapToObj(i -> type.schema().fields().get(i).name())
                .toList();
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
