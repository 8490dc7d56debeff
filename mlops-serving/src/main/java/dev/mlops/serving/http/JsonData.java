package dev.mlops.serving.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's data in JSON: flat, or nested as its shape is.
 *
 * @param where whose data, in messages
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request
record JsonData(String where, Datatype type, int[] shape) {

    /** Adds the elements, row by row; a null is a missing value. */
    void read(List<?> data, List<@Nullable Object> into) {
        if (shape.length > 1 && !data.isEmpty() && data.get(0) instanceof List<?>) {
            checkSize(data, shape[0], "rows");
            for (Object row : data) {
                if (!(row instanceof List<?> elements)) {
                    throw new ApiException(
                            400,
                            "data of " + where + " has " + Members.shown(row) + ", expected an array for each row");
                }
                checkSize(elements, shape[1], "elements in a row");
                add(elements, into);
            }
        } else {
            checkSize(data, shape.length == 1 ? shape[0] : shape[0] * shape[1], "elements");
            add(data, into);
        }
    }

    private void checkSize(List<?> data, int expected, String what) {
        if (data.size() != expected) {
            throw new ApiException(
                    400,
                    "data of " + where + " has " + data.size() + " " + what + ", expected " + expected
                            + " by its shape");
        }
    }

    private void add(List<?> elements, List<@Nullable Object> into) {
        for (Object element : elements) {
            Object value = element == null ? null : type.fromJson(element);
            if (element != null && value == null) {
                throw new ApiException(
                        400,
                        "element " + (into.size() + 1) + " of " + where + " is " + Members.shown(element)
                                + ", expected " + type + ": " + type.rule());
            }
            into.add(value);
        }
    }
}
