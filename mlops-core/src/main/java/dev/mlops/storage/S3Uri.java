package dev.mlops.storage;

import dev.mlops.InvalidException;
import dev.mlops.storage.s3.S3ArtifactStore;
import dev.mlops.storage.spi.ArtifactStore;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Opens artifacts in S3 by {@code s3://bucket/prefix?region=…&endpoint=…&path_style=true}. */
final class S3Uri {
    private S3Uri() {}

    static ArtifactStore open(URI uri) {
        if (uri.getRawAuthority() == null || uri.getRawUserInfo() != null) {
            throw new InvalidException("S3 URI has no bucket or has credentials, expected s3://bucket/prefix");
        }
        S3ArtifactStore.Builder store =
                S3ArtifactStore.builder(uri.getRawAuthority()).prefix(uri.getPath());
        if (uri.getRawQuery() != null) {
            for (String option : uri.getRawQuery().split("&", -1)) {
                String[] parts = option.split("=", 2);
                set(store, parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return store.build();
    }

    private static void set(S3ArtifactStore.Builder store, String name, String value) {
        switch (name) {
            case "region" -> store.region(value);
            case "endpoint" -> store.endpoint(endpoint(value));
            case "path_style" -> store.pathStyle(isTrue(value));
            default ->
                throw new InvalidException(
                        "S3 URI has the option '" + name + "', expected region, endpoint or path_style");
        }
    }

    private static URI endpoint(String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidException("endpoint of the S3 URI is no URI, expected http:// or https:// and a host", e);
        }
    }

    private static boolean isTrue(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidException("path_style is '" + value + "', expected true or false");
        };
    }
}
