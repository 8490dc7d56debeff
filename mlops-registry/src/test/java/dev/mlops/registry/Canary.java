package dev.mlops.registry;

/** A class that no file may bring to life: it says so where it is initialised. */
enum Canary {
    DEAD;

    static {
        System.setProperty("mlops.canary", "alive");
    }

    /** Its name, told without touching the class. */
    static final class Watch {
        static final String NAME = "dev.mlops.registry.Canary";

        private Watch() {}

        static boolean isAlive() {
            return System.getProperty("mlops.canary") != null;
        }
    }
}
