/** Models, their versions, aliases, gates, audit and reproduction. */
@org.jspecify.annotations.NullMarked
module dev.mlops.registry {
    requires transitive dev.mlops.tracking;
    requires static transitive org.jspecify;
}
