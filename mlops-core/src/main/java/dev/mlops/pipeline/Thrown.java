package dev.mlops.pipeline;

/** Shows what a step threw, which is the host's code and may throw itself when it is asked for its text. */
final class Thrown {
    private Thrown() {}

    static String text(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException | Error e) { // a run must end whatever its steps throw
            return thrown.getClass().getName();
        }
    }
}
