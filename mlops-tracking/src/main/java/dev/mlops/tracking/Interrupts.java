package dev.mlops.tracking;

import dev.mlops.StorageUnavailableException;

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

    /** Does the work aside from interrupts, and anew when one came meanwhile, which may be what broke it. */
    static void defy(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            while (isBroken(work)) {
                interrupted = true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the work failed and an interrupt has come. */
    private static boolean isBroken(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StorageUnavailableException e) {
            if (Thread.interrupted()) {
                return true;
            }
            throw e;
        }
    }
}
