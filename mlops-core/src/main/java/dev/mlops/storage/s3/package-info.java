/**
 * Artifacts in S3 and stores that speak its protocol: {@link dev.mlops.storage.s3.S3ArtifactStore}. Needs {@code
 * software.amazon.awssdk:s3} and, for a client of ours, {@code software.amazon.awssdk:url-connection-client}.
 */
package dev.mlops.storage.s3;
