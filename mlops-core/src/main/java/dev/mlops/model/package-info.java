/**
 * Models that need nothing else to predict: raw fields in, an answer out.
 *
 * <p>The way through this package:
 *
 * <ol>
 *   <li>{@link dev.mlops.model.Features} declares which columns of a record are read and how: as numbers
 *       ({@link dev.mlops.model.NumberFeature}, with {@link dev.mlops.model.Fill} for what is missing or bad) or as
 *       categories and crosses of them ({@link dev.mlops.model.CategoryFeature}). It is data, not code.
 *   <li>{@code features.fit(rows)} learns levels and fills from training rows and gives a
 *       {@link dev.mlops.model.Vectorizer}.
 *   <li>{@link dev.mlops.model.Model#regression Model.regression} or {@link dev.mlops.model.Model#classification
 *       classification} names the column to predict; {@link dev.mlops.model.Training#train} runs a Tribuo trainer: those
 *       of {@link dev.mlops.model.linear}, or any other. {@link dev.mlops.model.Baseline} makes what a model has to
 *       beat.
 *   <li>{@link dev.mlops.model.Model} is vectoriser, estimator, {@link dev.mlops.model.Signature} (what goes in, what
 *       comes out) and {@link dev.mlops.model.Provenance} (trained by whom, on what). It predicts from a record, a map
 *       and a batch, gives a {@link dev.mlops.model.Scorer} or a {@link dev.mlops.model.Classification}, and is saved to
 *       a directory and loaded from it. {@code dev.mlops.model.onnx} exports it to ONNX and MLflow, and makes models of
 *       ONNX graphs.
 * </ol>
 *
 * <p>Tribuo's trainers tell their progress through {@code java.util.logging} at INFO; {@code
 * Logger.getLogger("org.tribuo").setLevel(Level.WARNING)}, the logger kept in a field, quiets them.
 *
 * <p>Beneath, in {@code internal}: rows become a sparse matrix that Tribuo's trainers take for a dataset; linear models,
 * trees and boosted trees are read from Tribuo's protobuf and evaluated in plain Java, without examples and without
 * XGBoost's native library; and a model file's class names are checked before Tribuo makes an object of it.
 */
package dev.mlops.model;
