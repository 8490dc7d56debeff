/** Examples, end to end; not published. */
@org.jspecify.annotations.NullMarked
module dev.mlops.examples {
    requires dev.mlops.core;
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires progressbar;

    opens dev.mlops.examples.trips to
            dev.mlops.core,
            com.fasterxml.jackson.databind;
}
