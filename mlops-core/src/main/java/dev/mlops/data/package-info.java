/**
 * Data as Java records: {@link dev.mlops.data.RecordReader} reads CSV and Parquet files into a
 * {@link dev.mlops.data.Dataset}, which has a {@link dev.mlops.data.Schema}, a {@link dev.mlops.data.Fingerprint} and
 * deterministic {@link dev.mlops.data.Split splits}.
 *
 * <p>Records may be private, nested or local. An application that is a module opens their package to
 * {@code dev.mlops.core}, and has {@code com.jerolba:carpet-record} and what that brings on its class path to read
 * Parquet: several of these jars share packages, so they can't stand on the module path.
 */
package dev.mlops.data;
