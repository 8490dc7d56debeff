/**
 * Storage in memory: the reference of what the interfaces mean, and what tests use. One lock a store, and a search looks
 * at everything: plain before fast.
 */
package dev.mlops.storage.internal.memory;
