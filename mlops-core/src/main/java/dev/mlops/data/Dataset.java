package dev.mlops.data;

import dev.mlops.storage.ContentHashed;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rows of one record type, held in memory, with the name of where they come from. Immutable and thread-safe.
 *
 * @param <R> the record type
 */
public final class Dataset<R extends Record> implements Iterable<R>, ContentHashed {
    private final String name;
    private final Class<R> type;
    private final List<R> rows;

    private Dataset(String name, Class<R> type, List<R> rows) {
        this.name = name;
        this.type = type;
        this.rows = rows;
    }

    /** A dataset of rows that are in memory already; copies the list. */
    public static <R extends Record> Dataset<R> of(String name, Class<R> type, List<R> rows) {
        return new Dataset<>(name, type, List.copyOf(rows));
    }

    /** Where the rows come from, such as a file's name; never a secret. */
    public String name() {
        return name;
    }

    /** The record type. */
    public Class<R> type() {
        return type;
    }

    /** The rows, in the order in which they were read; immutable. */
    public List<R> rows() {
        return rows;
    }

    /** How many rows. */
    public int size() {
        return rows.size();
    }

    /** The schema of the record type. */
    public Schema schema() {
        return Schema.of(type);
    }

    /** The rows that satisfy {@code keep}, in the same order, under the same name. */
    public Dataset<R> filter(Predicate<? super R> keep) {
        return new Dataset<>(name, type, rows.stream().filter(keep).toList());
    }

    @Override
    public Iterator<R> iterator() {
        return rows.iterator();
    }

    @Override
    public String contentHash() {
        return name;
    }
}
