package dev.mlops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import java.io.IOException;

/** Reads the records that lie among the files of a version, whoever wrote them. */
final class RecordJson {
    private RecordJson() {}

    /** The record, if it is whole and of a format up to {@code newest}. */
    static <T> T read(byte[] json, String where, int newest, Class<T> type) {
        try {
            JsonNode tree = Json.mapper().readTree(json);
            JsonNode format = tree.path("format");
            if (!format.canConvertToInt() || format.intValue() < 1) {
                throw new InvalidException(where + " was changed: it has no format, expected a number from 1 on");
            }
            if (format.intValue() > newest) {
                throw new InvalidException(where + " has format " + format.intValue() + ", this library reads up to "
                        + newest + ": it was written by a newer one");
            }
            return Json.mapper().treeToValue(tree, type);
        } catch (IOException e) {
            throw new InvalidException(where + " was truncated or changed: " + firstLine(e), e);
        }
    }

    /** What the parser says, without the lines that quote the text. */
    static String firstLine(IOException e) {
        return Texts.shown(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), 200);
    }
}
