/**
 * How good a model is, and whether it should be a model at all: an {@link dev.mlops.evaluation.Evaluation} has metrics,
 * slices, bootstrap intervals and paired comparisons; {@link dev.mlops.evaluation.Feasibility} answers whether machine
 * learning beats the plain rules that stand beside it.
 */
package dev.mlops.evaluation;
