/** Data, models and pipelines: what every other module builds on. */
@org.jspecify.annotations.NullMarked
module dev.mlops.core {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires transitive org.tribuo.core;
    requires transitive org.tribuo.regression.core;
    requires transitive org.tribuo.classification.core;
    requires org.tribuo.regression.sgd;
    requires org.tribuo.math;
    requires com.google.protobuf;
    requires com.oracle.labs.mlrg.olcut;
    requires gg.jte.runtime;
    requires dev.failsafe.core;
    requires de.siegmar.fastcsv;
    requires org.apache.commons.numbers.gamma;
    requires static carpet.record;

    exports dev.mlops;
    exports dev.mlops.data;
    exports dev.mlops.evaluation;
    exports dev.mlops.model;
    exports dev.mlops.model.linear;
    exports dev.mlops.pipeline;
    exports dev.mlops.storage;

    opens dev.mlops.model to
            com.fasterxml.jackson.databind; // reads and writes declarations of features
}
