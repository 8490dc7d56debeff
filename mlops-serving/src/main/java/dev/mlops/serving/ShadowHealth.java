package dev.mlops.serving;

/**
 * How a shadow is.
 *
 * @param arm which version it is
 * @param answered how many rows it has answered
 * @param failed how many it, or the listener, failed on
 * @param dropped how many it wasn't asked, since its queue was full
 * @param queued how many wait for it now
 */
public record ShadowHealth(ArmHealth arm, long answered, long failed, long dropped, int queued) {}
