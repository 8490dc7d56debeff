package dev.mlops.registry;

import dev.mlops.storage.Storage;
import dev.mlops.testing.PostgresServer;
import java.net.URI;

final class PostgresAliasesProperties extends RandomAliases {
    @Override
    Storage storage() {
        return Storage.open(PostgresServer.freshSchema(), URI.create("memory:/"));
    }
}
