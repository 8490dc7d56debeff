package dev.mlops.data;

/**
 * What identifies a dataset by its content.
 *
 * @param digest {@code sha256:} and 64 hexadecimal digits over the schema and every value of every row, in order;
 *     the same rows give the same digest, whichever file format or process they come from
 * @param rows how many rows
 * @param schema the fields that were hashed
 */
public record Fingerprint(String digest, long rows, Schema schema) {}
