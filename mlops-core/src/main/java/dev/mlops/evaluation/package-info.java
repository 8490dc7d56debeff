/** How good a model is: metrics, slices, confidence intervals, comparison with baselines. */
package dev.mlops.evaluation;
