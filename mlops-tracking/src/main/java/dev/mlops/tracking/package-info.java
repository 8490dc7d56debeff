/**
 * Experiment tracking: experiments, their runs, search over runs and comparison of runs. Holds no types in this release.
 */
package dev.mlops.tracking;
