/**
 * Models in the open format ONNX: ours for other runtimes, and other tools' for ours.
 *
 * <ul>
 *   <li>{@link dev.mlops.model.onnx.OnnxExport} writes a trained model with its features as an ONNX graph, which takes raw
 *       fields.
 *   <li>{@link dev.mlops.model.onnx.OnnxModel} makes a {@link dev.mlops.model.Model} of a graph of another tool.
 *   <li>{@link dev.mlops.model.onnx.MlflowModel} writes the folder that MLflow loads.
 * </ul>
 *
 * <p>Running graphs needs {@code com.microsoft.onnxruntime:onnxruntime}, which is optional; writing them needs nothing.
 */
package dev.mlops.model.onnx;
