/**
 * Models in the open format ONNX: ours for other runtimes, and other tools' for ours.
 *
 * <ul>
 *   <li>{@link dev.mlops.model.onnx.OnnxExport} writes a trained model with its features as an ONNX graph, which takes raw
 *       fields.
 * </ul>
 *
 * <p>Running graphs needs {@code com.microsoft.onnxruntime:onnxruntime}, which is optional; writing them needs nothing.
 */
package dev.mlops.model.onnx;
