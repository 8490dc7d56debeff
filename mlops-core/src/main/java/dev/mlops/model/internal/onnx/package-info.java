/** ONNX graphs: building them, checking those of others, and running them in ONNX Runtime, which is optional. */
package dev.mlops.model.internal.onnx;
