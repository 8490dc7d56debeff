/**
 * How values become bytes and are known by their content: {@link dev.mlops.storage.Codec} encodes a value for storage,
 * {@link dev.mlops.storage.ContentHashed} is a value that knows the hash of its content.
 */
package dev.mlops.storage;
