/** Experiments, runs, search and comparison. */
@org.jspecify.annotations.NullMarked
module dev.mlops.tracking {
    requires transitive dev.mlops.core;
    requires static transitive org.jspecify;
}
