package dev.mlops.pipeline;

import dev.mlops.MlopsException;

/** Shows what a step threw, which is the host's code and may throw itself when it is asked for its text. */
final class Thrown {
    private Thrown() {}

    /** An error of ours says all in its message; of any other the class is worth knowing. */
    static String text(Throwable thrown) {
        try {
            return thrown instanceof MlopsException ours ? String.valueOf(ours.getMessage()) : thrown.toString();
        } catch (RuntimeException | Error e) { // a run must end whatever its steps throw
            return thrown.getClass().getName();
        }
    }
}
