package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import dev.mlops.data.internal.UnknownColumn;
import dev.mlops.storage.ContentHashed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final long @Nullable [] numbers;
    private volatile @Nullable Fingerprint fingerprint;

    /**
     * Takes over {@code rows} and {@code numbers}, which nobody may change.
     *
     * @param numbers the number of each row in the origin; null where they are 1, 2, 3 and so on
     */
    Dataset(String name, Origin origin, RecordType<R> type, List<R> rows, long @Nullable [] numbers) {
        this.name = name;
        this.origin = origin;
        this.type = type;
        this.rows = Collections.unmodifiableList(rows);
        this.numbers = numbers;
    }

    /**
     * A dataset of rows that are in memory already; copies the list.
     *
     * @throws NullPointerException if a row is null; names it
     * @throws dev.mlops.InvalidException if the record class isn't one of data: see {@link Schema#of}
     */
    public static <R extends Record> Dataset<R> of(String name, Class<R> type, List<R> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) == null) {
                throw new NullPointerException("row " + (i + 1) + " of '" + name + "' is null");
            }
        }
        return new Dataset<>(name, Origin.of(name), RecordType.of(type), List.copyOf(rows), null);
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

    /**
     * The number of a row in the origin, from 1: in a file the number among its data rows, those that were left out
     * counted; no filter, map or split changes it. Messages about a row of a dataset name this number.
     *
     * @param index the row's place in {@link #rows}, from 0
     */
    public long rowNumber(int index) {
        Objects.checkIndex(index, rows.size());
        return numbers == null ? index + 1L : numbers[index];
    }

    /** The schema of the record type. */
    public Schema schema() {
        return type.schema();
    }

    /** The field of a column, or an error that names this dataset. */
    Field field(String column) {
        return schema().find(column).orElseThrow(() -> UnknownColumn.in("dataset '" + name + "'", column, schema()));
    }

    /**
     * Columns that the record has and the origin hadn't, so that each value is missing, in the order of the record: boxed,
     * Optional and Nullable components only, since other columns must be there.
     */
    public List<String> absentColumns() {
        return origin.absentColumns();
    }

    /**
     * How many values of the origin were bad and are missing instead, by column; only columns that have some. Empty unless
     * {@link RecordReader.Builder#badValuesAreMissing} was asked for.
     */
    public Map<String, Long> badValues() {
        return origin.badValues();
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
        BitSet kept = new BitSet(size());
        for (int i = 0; i < size(); i++) {
            kept.set(i, keep.test(rows.get(i)));
        }
        return select(name, kept);
    }

    private Dataset<R> select(String as, BitSet kept) {
        List<R> some = new ArrayList<>(kept.cardinality());
        kept.stream().forEach(i -> some.add(rows.get(i)));
        return new Dataset<>(
                as, origin, type, some, kept.stream().mapToLong(this::rowNumber).toArray());
    }

    /** One row of another type for each of these, in the same order, under the same name. */
    public <S extends Record> Dataset<S> map(Class<S> to, Function<? super R, ? extends S> row) {
        List<S> mapped = new ArrayList<>(rows.size());
        for (R each : rows) {
            S made = row.apply(each);
            if (made == null) {
                throw new NullPointerException(
                        "row " + rowNumber(mapped.size()) + " of '" + name + "' is mapped to null");
            }
            mapped.add(made);
        }
        return new Dataset<>(name, origin, RecordType.of(to), mapped, numbers);
    }

    /**
     * Divides the rows into training and test rows, each in their present order, named as this and {@code /train} or
     * {@code /test}.
     *
     * @throws dev.mlops.InvalidException if the split asks for a column that isn't in the {@link #schema}, or that can't be
     *     split by: see the factories of {@link Split}
     */
    public TrainTest<R> split(Split split) {
        BitSet test = split.test(this);
        BitSet train = new BitSet(size());
        train.set(0, size());
        train.andNot(test);
        return new TrainTest<>(select(name + "/train", train), select(name + "/test", test));
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
