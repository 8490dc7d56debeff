/** Experiments, runs, search and comparison. */
@org.jspecify.annotations.NullMarked
module dev.mlops.tracking {
    requires transitive dev.mlops.core;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires de.siegmar.fastcsv;
    requires gg.jte.runtime;
    requires java.management;
    requires jdk.management;
    requires static org.snakeyaml.engine; // reads the files of MLflow

    exports dev.mlops.tracking;
    exports dev.mlops.tracking.mlflow;
}
