package dev.mlops.tracking;

/**
 * Sets an interrupt of this thread aside: it would close the files that are being written and make pools of connections
 * refuse, and what was logged before somebody cancelled is to be kept.
 */
final class Interrupts {
    private Interrupts() {}

    /** Does the work without the interrupt, which is there again afterwards. */
    static void aside(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
