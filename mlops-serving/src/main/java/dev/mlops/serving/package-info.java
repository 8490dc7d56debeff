/**
 * Serving: predictors, rollouts and the model server. Holds no types in this release.
 */
package dev.mlops.serving;
