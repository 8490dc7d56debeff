/** Models, their versions, aliases, gates, audit and reproduction. */
@org.jspecify.annotations.NullMarked
module dev.mlops.registry {
    requires transitive dev.mlops.tracking;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires gg.jte.runtime;
    requires java.net.http;

    exports dev.mlops.registry;

    opens dev.mlops.registry to
            com.fasterxml.jackson.databind; // writes and reads records of versions
}
