/** Typed training pipelines: parameters, steps, execution, caching and reports. */
package dev.mlops.pipeline;
