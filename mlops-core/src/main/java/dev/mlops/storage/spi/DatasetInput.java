package dev.mlops.storage.spi;

/**
 * Data that a run used.
 *
 * @param name up to 250 characters, one line, not blank
 * @param digest {@code sha256:} and 64 hexadecimal digits over the content, or another hash that names its kind; up to
 *     250 characters
 * @param context what it was used for, such as {@code training} or {@code validation}; up to 250 characters, may be empty
 * @param source where it came from, such as a path or a query, never a secret; up to 8,000 characters, may be empty
 * @param schema its columns as JSON; up to 65,535 characters, may be empty
 * @param rows how many rows, or -1 where that isn't known
 */
public record DatasetInput(String name, String digest, String context, String source, String schema, long rows) {
    private static final int MAX_SOURCE = 8_000;
    private static final int MAX_SCHEMA = 65_535;

    /**
     * Checks the limits.
     *
     * @throws dev.mlops.InvalidException if one is broken
     */
    public DatasetInput {
        Rules.name("dataset name", name);
        Rules.name("digest of dataset '" + name + "'", digest);
        Rules.text("context of dataset '" + name + "'", context, Rules.MAX_NAME);
        Rules.text("source of dataset '" + name + "'", source, MAX_SOURCE);
        Rules.text("schema of dataset '" + name + "'", schema, MAX_SCHEMA);
        if (rows < -1) {
            throw new dev.mlops.InvalidException(
                    "rows of dataset '" + name + "' are " + rows + ", expected 0 or more, or -1 for unknown");
        }
    }
}
