/**
 * The model registry: models, versions, aliases, promotion through gates, audit and reproduction. Holds no types in this release.
 */
package dev.mlops.registry;
