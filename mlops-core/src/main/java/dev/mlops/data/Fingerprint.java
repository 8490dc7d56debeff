package dev.mlops.data;

/**
 * What identifies a dataset by its content.
 *
 * <p>The digest is SHA-256 over these bytes, all numbers big-endian: the text {@code dev.mlops.data/1}; the number of
 * fields (4 bytes); for each field its name, the name of its type, and a byte that is 1 if it is nullable and else 0;
 * then for each row and each field a byte that is 1 if the value is present and else 0, and the present value; at the
 * end the number of rows (8 bytes). A text is its length in UTF-16 units (4 bytes) and these units (2 bytes each). A
 * boolean and an INT8 are 1 byte; INT16, INT32 and INT64 are 2, 4 and 8; FLOAT32 and FLOAT64 are their IEEE 754 bits,
 * each NaN being {@code 7fc00000} or {@code 7ff8000000000000}; a date-time is its days since 1970-01-01 and its
 * nanoseconds of the day (8 bytes each).
 *
 * @param digest {@code sha256:} and 64 hexadecimal digits over the schema and every value of every row, in order;
 *     the same rows give the same digest, whichever file format or process they come from
 * @param rows how many rows
 * @param schema the fields that were hashed
 */
public record Fingerprint(String digest, long rows, Schema schema) {}
