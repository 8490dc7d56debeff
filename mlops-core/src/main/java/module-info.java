/** Data, models, evaluation and pipelines: what every other module builds on. */
@SuppressWarnings("module") // names a module that is built on this one
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
    requires transitive com.oracle.labs.mlrg.olcut;
    requires org.tribuo.regression.sgd;
    requires org.tribuo.math;
    requires com.google.protobuf;
    requires org.tribuo.util.onnx;
    requires static com.microsoft.onnxruntime;
    requires com.oracle.labs.mlrg.olcut.config.protobuf; // how Tribuo writes provenance
    requires gg.jte.runtime;
    requires de.siegmar.fastcsv;
    requires org.apache.commons.numbers.gamma;
    requires transitive java.sql;
    requires org.xerial.sqlitejdbc;
    requires static com.zaxxer.hikari;
    requires static software.amazon.awssdk.services.s3;
    requires static software.amazon.awssdk.auth;
    requires static software.amazon.awssdk.awscore;
    requires static software.amazon.awssdk.core;
    requires static software.amazon.awssdk.http;
    requires static software.amazon.awssdk.http.urlconnection;
    requires static software.amazon.awssdk.regions;
    requires static software.amazon.awssdk.utils;

    exports dev.mlops;
    exports dev.mlops.data;
    exports dev.mlops.evaluation;
    exports dev.mlops.model;
    exports dev.mlops.model.linear;
    exports dev.mlops.model.onnx;
    exports dev.mlops.pipeline;
    exports dev.mlops.storage;
    exports dev.mlops.storage.s3;
    exports dev.mlops.storage.spi;
    exports dev.mlops.data.internal to
            dev.mlops.serving; // reads records as predictors are asked with them
    exports dev.mlops.storage.internal to
            dev.mlops.tracking,
            dev.mlops.registry,
            dev.mlops.serving;

    opens dev.mlops.model to
            com.fasterxml.jackson.databind; // reads and writes declarations of features
    opens dev.mlops.storage.internal to
            com.fasterxml.jackson.databind; // reads and writes the names of artifacts
    opens dev.mlops.model.linear to
            com.oracle.labs.mlrg.olcut; // configures trainers
    opens dev.mlops.model.internal to
            com.oracle.labs.mlrg.olcut; // records how baselines were configured
}
