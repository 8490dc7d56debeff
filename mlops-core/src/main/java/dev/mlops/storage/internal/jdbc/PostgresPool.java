package dev.mlops.storage.internal.jdbc;

import dev.mlops.InvalidException;
import java.net.URI;

/** Opens PostgreSQL by its address, if the libraries for that are there; it uses none of their types itself. */
final class PostgresPool {
    private static final String PREFIX = "jdbc:postgresql:";

    private PostgresPool() {}

    static PostgresDatabase open(URI uri) {
        String url = uri.toString();
        String shown = url.replaceFirst("\\?.*", ""); // without the options, among which may be a password
        if (!url.startsWith(PREFIX)) {
            throw new InvalidException("URI is " + shown + ", expected one that begins with " + PREFIX);
        }
        need("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
        need("org.postgresql.Driver", "org.postgresql:postgresql");
        return HikariPools.open(url, shown);
    }

    private static void need(String type, String artifact) {
        try {
            Class.forName(type, false, PostgresPool.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new InvalidException(
                    "PostgreSQL by URI needs " + artifact + ", which isn't there: add it to the dependencies", e);
        }
    }
}
