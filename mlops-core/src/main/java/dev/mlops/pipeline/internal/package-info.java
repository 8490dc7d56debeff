/** What the HTML report of a pipeline's run shows, with its text and geometry ready; not exported. */
package dev.mlops.pipeline.internal;
