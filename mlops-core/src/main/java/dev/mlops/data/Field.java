package dev.mlops.data;

/**
 * One column of data.
 *
 * @param name the column's name in files and in maps, which a record component may carry in {@link Column}
 * @param type what it holds
 * @param nullable whether a value may be missing: the component is boxed, a {@code String}, an enum, a date, a
 *     time or an {@code Optional}
 */
public record Field(String name, FieldType type, boolean nullable) {}
