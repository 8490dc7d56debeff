/**
 * Exact linear trainers on sparse data, as Tribuo trainers: {@link dev.mlops.model.linear.LinearRegressionTrainer},
 * {@link dev.mlops.model.linear.RidgeTrainer}, {@link dev.mlops.model.linear.LassoTrainer} and
 * {@link dev.mlops.model.linear.ElasticNetTrainer}. Each returns Tribuo's
 * {@link org.tribuo.regression.sgd.linear.LinearSGDModel} with weights at the optimum of the objective that its page
 * states, and {@link dev.mlops.model.linear.Convergence} tells how near.
 */
package dev.mlops.model.linear;
