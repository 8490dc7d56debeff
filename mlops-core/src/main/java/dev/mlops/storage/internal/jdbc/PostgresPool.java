package dev.mlops.storage.internal.jdbc;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Library;
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
        Library.need("PostgreSQL by URI", "com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
        Library.need("PostgreSQL by URI", "org.postgresql.Driver", "org.postgresql:postgresql");
        return HikariPools.open(url, shown);
    }
}
