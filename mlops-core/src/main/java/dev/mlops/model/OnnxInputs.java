package dev.mlops.model;

import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.Schema;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.TensorType;

/** The raw fields as inputs of a graph, and as the tensors that features are computed from. */
final class OnnxInputs {
    private final Graph graph;
    private final Schema schema;

    /**
     * Declares the inputs.
     *
     * @param width the second dimension of each; 0 for vectors
     */
    OnnxInputs(Graph graph, Schema schema, int width) {
        this.graph = graph;
        this.schema = schema;
        schema.fields().forEach(field -> graph.input(field.name(), TensorType.of(field), width));
    }

    Field field(String column) {
        return Inputs.field(schema, column);
    }

    /** The shape of a column: a row for each, and 1. */
    String shape() {
        return graph.node("Shape", column(schema.fields().get(0).name()));
    }

    private String column(String name) {
        return graph.reshape(name, -1, 1);
    }

    /** Doubles [N,1], NaN where the value is missing. */
    String number(String column) {
        Field field = field(column);
        TensorType type = TensorType.of(field);
        String raw = column(column);
        String cast = type == TensorType.DOUBLE ? raw : graph.cast(raw, TensorType.DOUBLE);
        if (type != TensorType.INT64 || !field.nullable()) {
            return cast;
        }
        String missing = graph.node("Equal", raw, graph.constant(TensorType.MISSING));
        return graph.node("Where", missing, graph.constant(Double.NaN), cast);
    }

    /** Texts [N]; an empty one stands for a missing one where that may be. */
    String text(String column) {
        return graph.reshape(column, -1);
    }

    /** Whole numbers [N], as {@link KeyReader} reads them. */
    String whole(String column) {
        Field field = field(column);
        String vector = graph.reshape(column, -1);
        return switch (TensorType.of(field)) {
            case INT64 -> vector;
            case FLOAT -> decimal(graph.cast(vector, TensorType.DOUBLE));
            case DOUBLE -> decimal(vector);
            default -> graph.cast(vector, TensorType.INT64);
        };
    }

    /** Whole numbers [N] out of decimals: of a fraction and of what isn't finite a number of its own. */
    private String decimal(String vector) {
        String size = graph.node("Abs", vector);
        String small = graph.node("LessOrEqual", size, graph.constant(0x1p53));
        String whole = graph.node("And", small, graph.node("Equal", graph.node("Floor", vector), vector));
        String finite = graph.node("LessOrEqual", size, graph.constant(Double.MAX_VALUE));
        String otherwise =
                graph.node("Where", finite, graph.constant(KeyReader.FRACTION), graph.constant(KeyReader.MISSING));
        String safe = graph.node("Where", whole, vector, graph.constant(0.0));
        return graph.node("Where", whole, graph.cast(safe, TensorType.INT64), otherwise);
    }

    /** The seconds [N] since midnight. */
    String secondOfDay(String column) {
        return graph.node("Mod", whole(column), graph.constant(86_400L));
    }

    /** The ISO days of the week [N]; what a missing date-time gives means nothing. */
    String weekday(String column) {
        String seconds = whole(column);
        String day = graph.node("Div", graph.node("Sub", seconds, secondOfDay(column)), graph.constant(86_400L));
        // day 0, the first of 1970, was a Thursday
        String fromMonday = graph.node("Mod", graph.node("Add", day, graph.constant(3L)), graph.constant(7L));
        return graph.node("Add", fromMonday, graph.constant(1L));
    }

    /** These whole numbers [N] that follow from a date-time, or the number that stands for a missing one. */
    String ofTime(String column, String part) {
        if (!field(column).nullable()) {
            return part;
        }
        String missing = graph.node("Equal", whole(column), graph.constant(KeyReader.MISSING));
        return graph.node("Where", missing, graph.constant(KeyReader.MISSING), part);
    }

    /** A column as part of a level. */
    Part part(String column) {
        Field field = field(column);
        return field.type() == FieldType.STRING
                ? new Part(text(column), true, field.nullable())
                : new Part(whole(column), false, true);
    }

    /**
     * What a part of a level is read from.
     *
     * @param tensor whole numbers or texts [N]
     * @param isText whether they are texts
     * @param missable whether there may be missing ones among them
     */
    record Part(String tensor, boolean isText, boolean missable) {}
}
