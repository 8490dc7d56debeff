package dev.mlops.serving.http;

import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.model.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a JSON body of MLflow's scoring protocol, of any of its four forms. */
final class MlflowRows {
    private static final List<String> FORMS = List.of("dataframe_split", "dataframe_records", "instances", "inputs");

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern BLANK = Pattern.compile("^(\\S+) (\\S+)$");

    private final Members body;
    private final String form;

    private MlflowRows(Members body, String form) {
        this.body = body;
        this.form = form;
    }

    static MlflowRows read(byte[] json) {
        Members body = new Members("request", Json.withNaN(json));
        List<String> forms = FORMS.stream().filter(body.values()::containsKey).toList();
        if (forms.size() != 1) {
            throw new ApiException(400, "request has " + forms + ", expected exactly one of " + FORMS);
        }
        body.object("params");
        return new MlflowRows(body, forms.get(0));
    }

    /** The rows, whose values have the names that they came with or, where they came without, those of the model's inputs. */
    List<Map<String, ?>> of(Signature signature) {
        List<Map<String, ?>> rows =
                switch (form) {
                    case "dataframe_split" -> split(body.object(form), names(signature));
                    case "inputs" ->
                        body.values().get(form) instanceof Map<?, ?>
                                ? transposed(body.object(form))
                                : each(body.list(form), names(signature));
                    default -> each(body.list(form), names(signature));
                };
        return typed(rows, signature);
    }

    private static List<String> names(Signature signature) {
        return signature.inputs().fields().stream().map(Field::name).toList();
    }

    private static List<Map<String, ?>> split(Members frame, List<String> names) {
        List<String> columns = frame.findList("columns")
                .map(list -> list.stream().map(String::valueOf).toList())
                .orElse(names);
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new ApiException(400, "columns of dataframe_split has a name twice, expected each once");
        }
        List<?> data = frame.list("data");
        Batch.checkSize(data.size());
        List<Map<String, ?>> rows = new ArrayList<>();
        for (Object row : data) {
            rows.add(positional(row, columns, rows.size() + 1));
        }
        return rows;
    }

    /** Rows that are objects, arrays, or single values. */
    private static List<Map<String, ?>> each(List<?> all, List<String> names) {
        Batch.checkSize(all.size());
        List<Map<String, ?>> rows = new ArrayList<>();
        for (Object row : all) {
            rows.add(
                    row instanceof Map<?, ?>
                            ? Members.of("row", row).values()
                            : positional(row, names, rows.size() + 1));
        }
        return rows;
    }

    private static Map<String, ?> positional(@Nullable Object row, List<String> names, int number) {
        List<?> values = row instanceof List<?> list ? list : names.size() == 1 && row != null ? List.of(row) : null;
        if (values == null || values.size() != names.size()) {
            throw new ApiException(
                    400,
                    "row " + number + " is " + (values == null ? Members.shown(row) : values.size() + " values")
                            + ", expected an array of " + names.size() + ": " + String.join(", ", names));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), values.get(i));
        }
        return named;
    }

    private static List<Map<String, ?>> transposed(Members columns) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        boolean first = true;
        for (String name : columns.values().keySet()) {
            List<?> values = columns.list(name);
            Batch.checkSize(values.size());
            if (first) {
                values.forEach(value -> rows.add(new LinkedHashMap<>()));
                first = false;
            }
            if (values.size() != rows.size()) {
                throw new ApiException(
                        400,
                        "column '" + name + "' of inputs has " + values.size() + " values, expected " + rows.size()
                                + " like the first one");
            }
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).put(name, values.get(i));
            }
        }
        return List.copyOf(rows);
    }

    /** The same rows, with values as pandas writes them read as what they mean. */
    static List<Map<String, ?>> typed(List<Map<String, ?>> rows, Signature signature) {
        List<Field> spelt = signature.inputs().fields().stream()
                .filter(field -> field.type() == FieldType.TIMESTAMP || field.type() == FieldType.BOOLEAN)
                .toList();
        List<Map<String, ?>> typed = new ArrayList<>();
        for (Map<String, ?> row : rows) {
            typed.add(typed(row, spelt));
        }
        return typed;
    }

    private static Map<String, ?> typed(Map<String, ?> row, List<Field> spelt) {
        Map<String, @Nullable Object> typed = new HashMap<>(row);
        typed.replaceAll((name, value) -> value instanceof Double number && number.isNaN() ? null : value);
        for (Field field : spelt) {
            if (typed.get(field.name()) instanceof String text) {
                typed.put(field.name(), field.type() == FieldType.BOOLEAN ? truth(text) : time(text));
            }
        }
        return typed;
    }

    /** Python capitalises its truths. */
    private static String truth(String text) {
        return text.equals("True") || text.equals("False") ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Between date and time may be a blank, and a date alone is its midnight: pandas leaves midnights out where all are. */
    private static String time(String text) {
        String time = BLANK.matcher(text).replaceFirst("$1T$2");
        return DATE.matcher(time).matches() ? time + "T00:00" : time;
    }
}
