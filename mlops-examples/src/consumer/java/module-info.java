/** An application that is a module; a test compiles it and runs it on the module path. */
module rides.app {
    requires dev.mlops.core;

    opens rides.app to
            dev.mlops.core, // reads rows into records
            com.fasterxml.jackson.databind; // keeps the outputs of cached steps
}
