/** Import of what MLflow has recorded: {@link dev.mlops.tracking.mlflow.MlflowImport}. */
package dev.mlops.tracking.mlflow;
