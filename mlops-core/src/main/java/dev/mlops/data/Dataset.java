package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import dev.mlops.storage.ContentHashed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one record type, held in memory, with the name of where they come from. Immutable and thread-safe.
 *
 * @param <R> the record type
 */
public final class Dataset<R extends Record> implements Iterable<R>, ContentHashed {
    private final String name;
    private final Origin origin;
    private final RecordType<R> type;
    private final List<R> rows;
    private volatile @Nullable Fingerprint fingerprint;

    /** Takes over {@code rows}, which nobody may change. */
    Dataset(String name, Origin origin, RecordType<R> type, List<R> rows) {
        this.name = name;
        this.origin = origin;
        this.type = type;
        this.rows = Collections.unmodifiableList(rows);
    }

    /**
     * A dataset of rows that are in memory already; copies the list.
     *
     * @throws dev.mlops.InvalidException if the record class isn't one of data: see {@link Schema#of}
     */
    public static <R extends Record> Dataset<R> of(String name, Class<R> type, List<R> rows) {
        return new Dataset<>(name, new Origin(name, 0, List.of()), RecordType.of(type), List.copyOf(rows));
    }

    /** What the rows are: a file's name or the name given to {@link #of}, and after a split the side; never a secret. */
    public String name() {
        return name;
    }

    /** Where the rows came from in the first place: the {@link #name} before any filter, map or split. */
    public String origin() {
        return origin.name();
    }

    /** The record type. */
    public Class<R> type() {
        return type.type();
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
        return type.schema();
    }

    /** How many rows of the origin were left out because they didn't fit: see {@link BadRows}. */
    public long skipped() {
        return origin.skipped();
    }

    /** The rows of the origin that didn't fit, if they were collected: see {@link BadRows#COLLECT}; immutable. */
    public List<BadRow> badRows() {
        return origin.badRows();
    }

    /** The rows that satisfy {@code keep}, in the same order, under the same name. */
    public Dataset<R> filter(Predicate<? super R> keep) {
        return new Dataset<>(name, origin, type, rows.stream().filter(keep).toList());
    }

    /** One row of another type for each of these, in the same order, under the same name. */
    public <S extends Record> Dataset<S> map(Class<S> to, Function<? super R, ? extends S> row) {
        List<S> mapped = new ArrayList<>(rows.size());
        for (R each : rows) {
            mapped.add(row.apply(each));
        }
        return new Dataset<>(name, origin, RecordType.of(to), mapped);
    }

    /**
     * Divides the rows into training and test rows, each in their present order, named as this and {@code /train} or
     * {@code /test}.
     *
     * @throws dev.mlops.NotFoundException if the split asks for a column that isn't in the {@link #schema}
     * @throws dev.mlops.InvalidException if the column can't be split by: see the factories of {@link Split}
     */
    public TrainTest<R> split(Split split) {
        BitSet test = split.test(this);
        List<R> train = new ArrayList<>(size() - test.cardinality());
        List<R> held = new ArrayList<>(test.cardinality());
        for (int i = 0; i < size(); i++) {
            (test.get(i) ? held : train).add(rows.get(i));
        }
        return new TrainTest<>(
                new Dataset<>(name + "/train", origin, type, train), new Dataset<>(name + "/test", origin, type, held));
    }

    /** What identifies the rows by content; hashed at the first call, O(values), and kept. */
    public Fingerprint fingerprint() {
        Fingerprint known = fingerprint;
        if (known == null) {
            ContentHash<R> hash = new ContentHash<>(type);
            rows.forEach(hash::add);
            known = hash.finish();
            fingerprint = known;
        }
        return known;
    }

    /** The digest of the {@link #fingerprint}. */
    @Override
    public String contentHash() {
        return fingerprint().digest();
    }

    @Override
    public Iterator<R> iterator() {
        return rows.iterator();
    }

    @Override
    public String toString() {
        return name + ": " + rows.size() + " rows of " + type().getSimpleName();
    }
}
