/** Artifacts in a folder: {@link dev.mlops.storage.internal.files.ArtifactFolder}. */
package dev.mlops.storage.internal.files;
