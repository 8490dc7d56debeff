/**
 * Data as Java records: {@link dev.mlops.data.RecordReader} reads CSV and Parquet files into a
 * {@link dev.mlops.data.Dataset}, which has a {@link dev.mlops.data.Schema}, a {@link dev.mlops.data.Fingerprint} and
 * deterministic {@link dev.mlops.data.Split splits}.
 */
package dev.mlops.data;
