package dev.mlops.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.ArtifactStore;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The input example of a version: a JSON object beside its model. */
final class ExampleFile {
    static final String NAME = "example.json";

    private ExampleFile() {}

    static byte[] write(Map<String, ?> example) {
        try {
            return Json.mapper().writeValueAsBytes(new LinkedHashMap<>(example));
        } catch (IOException e) {
            throw new InvalidException("input example " + example.keySet() + " can't be written as JSON", e);
        }
    }

    static Optional<Map<String, Object>> read(ArtifactStore store, VersionFiles files) {
        return store.find(files.name(NAME)).map(artifact -> {
            try {
                return Collections.unmodifiableMap(Json.mapper()
                        .readValue(files.read(NAME), new TypeReference<LinkedHashMap<String, Object>>() {}));
            } catch (IOException e) {
                throw new InvalidException(
                        files.where(NAME) + " was truncated or changed: " + RecordJson.firstLine(e), e);
            }
        });
    }
}
