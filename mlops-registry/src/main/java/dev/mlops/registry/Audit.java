package dev.mlops.registry;

/**
 * In whose name changes are made.
 *
 * @param actor who makes them
 * @param reason why; may be empty
 */
record Audit(String actor, String reason) {

    static Audit byUser() {
        String user = System.getProperty("user.name", "");
        return new Audit(user.isBlank() ? "unknown" : user, "");
    }
}
