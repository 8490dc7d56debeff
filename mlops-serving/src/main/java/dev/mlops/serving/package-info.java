/**
 * Serving: a {@link dev.mlops.serving.Predictor} answers in this process with the version that an alias points to, and
 * follows the alias when it moves; {@link dev.mlops.serving.Rollouts} changes for all processes which versions answer, and for
 * which share of the keys.
 */
package dev.mlops.serving;
