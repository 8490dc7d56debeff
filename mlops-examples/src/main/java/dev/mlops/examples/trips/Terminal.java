package dev.mlops.examples.trips;

import java.io.Console;

/** Whether a person is watching. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether standard input and output are a terminal. Up to JDK 21 there is a console only then; later JDKs always give
     * one, which has to be asked.
     */
    @SuppressWarnings("SystemConsoleNull") // what later JDKs give is asked below
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
