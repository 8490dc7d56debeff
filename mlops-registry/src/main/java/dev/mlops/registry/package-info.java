/**
 * The model registry: {@link dev.mlops.registry.ModelRegistry} keeps models and their numbered versions, which aliases such
 * as {@code champion} point to. A {@link dev.mlops.registry.ModelVersion} carries what made it and how good it is, its
 * {@link dev.mlops.registry.History} who changed what, when and why.
 */
package dev.mlops.registry;
