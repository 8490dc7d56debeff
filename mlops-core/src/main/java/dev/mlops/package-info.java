/**
 * What the whole library shares: one unchecked root of errors, {@link dev.mlops.MlopsException}, and its five kinds,
 * each named by what a caller can do about it.
 */
package dev.mlops;
