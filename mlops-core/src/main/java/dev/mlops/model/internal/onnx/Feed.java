package dev.mlops.model.internal.onnx;

/**
 * What goes into an input.
 *
 * @param name the input's
 * @param values an array of its type, row by row
 * @param shape the dimensions
 */
@SuppressWarnings("ArrayRecordComponent")
public record Feed(String name, Object values, long... shape) {}
