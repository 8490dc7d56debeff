/**
 * The contract kit: what every storage backend must pass. The author of a backend extends
 * {@link dev.mlops.storage.tck.RunStoreContract} and {@link dev.mlops.storage.tck.RandomRunsContract},
 * {@link dev.mlops.storage.tck.ModelStoreContract} and {@link dev.mlops.storage.tck.RandomModelsContract}, or
 * {@link dev.mlops.storage.tck.ArtifactStoreContract}, and says how to open a store. It needs JUnit 5, AssertJ and jqwik.
 */
package dev.mlops.storage.tck;
