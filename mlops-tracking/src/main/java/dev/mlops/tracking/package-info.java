/**
 * Experiment tracking. An {@link dev.mlops.tracking.Experiment} is what runs belong to; an
 * {@link dev.mlops.tracking.ActiveRun} records what happens in one; a {@link dev.mlops.tracking.Run} is what was recorded,
 * and a {@link dev.mlops.tracking.RunSearch} finds it. A {@link dev.mlops.tracking.RunComparison} puts runs side by side, as
 * text, Markdown, CSV and a page with charts; a {@link dev.mlops.tracking.RunExport} writes them to files.
 *
 * <p>Recording is asynchronous: a call costs less than a microsecond, one thread a workspace brings what was logged to the
 * store, and {@link dev.mlops.tracking.ActiveRun#flush} tells when it is there. Where the store can't take it, it goes to
 * the workspace's journal, and from there to the store once that can.
 */
package dev.mlops.tracking;
