/**
 * A model server: predictions over HTTP. {@link dev.mlops.serving.http.ModelServer} is one with a port of its own; the
 * {@link dev.mlops.serving.http.ModelApi} behind it is apart from any server, so that a host mounts it in its own framework.
 */
package dev.mlops.serving.http;
