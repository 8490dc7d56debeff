/**
 * What the author of a storage backend implements: {@link dev.mlops.storage.spi.RunStore},
 * {@link dev.mlops.storage.spi.ModelStore} and {@link dev.mlops.storage.spi.ArtifactStore}, the values that they take and
 * give, and the queries that they answer ({@link dev.mlops.storage.spi.Query}, {@link dev.mlops.storage.spi.Filter}).
 *
 * <p>The values check their own limits when they are made, so no backend checks them again. All times are UTC in whole
 * milliseconds of the years 0 to 9999. Each interface has a contract test in the {@code tck} test-jar of this artifact; a
 * backend is right when it passes, and the backend in memory is the reference.
 */
package dev.mlops.storage.spi;
