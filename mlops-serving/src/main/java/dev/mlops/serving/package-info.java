/**
 * Serving: a {@link dev.mlops.serving.Predictor} answers in this process with the version that an alias points to, and
 * follows the alias when it moves.
 */
package dev.mlops.serving;
