/** Predictors, rollouts, a model server, monitoring and automation. */
@org.jspecify.annotations.NullMarked
module dev.mlops.serving {
    requires transitive dev.mlops.registry;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires de.siegmar.fastcsv;
    requires dev.failsafe.core;
    requires undertow.core;
    requires xnio.api;
    requires static transitive micrometer.core;
    requires static micrometer.registry.prometheus;

    exports dev.mlops.serving;
    exports dev.mlops.serving.http;
}
