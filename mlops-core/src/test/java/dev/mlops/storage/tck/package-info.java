/**
 * The contract kit: what every storage backend must pass. The author of a backend extends
 * {@link dev.mlops.storage.tck.RunStoreContract}, {@link dev.mlops.storage.tck.ModelStoreContract} or
 * {@link dev.mlops.storage.tck.ArtifactStoreContract}, and says how to open a store.
 */
package dev.mlops.storage.tck;
