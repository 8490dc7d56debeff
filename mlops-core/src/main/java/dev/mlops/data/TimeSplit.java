package dev.mlops.data;

import dev.mlops.InvalidException;
import dev.mlops.data.internal.Accessor;
import dev.mlops.data.internal.RecordType;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** See {@link Split#byTime}. */
final class TimeSplit extends Split {
    private final String column;
    private final @Nullable LocalDateTime cut;
    private final double testShare;

    TimeSplit(String column, @Nullable LocalDateTime cut, double testShare) {
        this.column = column;
        this.cut = cut;
        this.testShare = testShare;
    }

    @Override
    BitSet test(Dataset<?> rows) {
        LocalDateTime[] times = times(rows);
        LocalDateTime from = cut != null ? cut : latest(times);
        BitSet test = new BitSet(times.length);
        for (int i = 0; i < times.length; i++) {
            test.set(i, from != null && !times[i].isBefore(from));
        }
        return test;
    }

    private @Nullable LocalDateTime latest(LocalDateTime[] times) {
        int wanted = (int) Math.round(testShare * times.length);
        if (wanted == 0) {
            return null;
        }
        LocalDateTime[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[times.length - wanted];
    }

    private <R extends Record> LocalDateTime[] times(Dataset<R> rows) {
        Field field = rows.field(column);
        if (field.type() != FieldType.TIMESTAMP) {
            throw new InvalidException("column '" + column + "' of '" + rows.name() + "' is " + field.type()
                    + ": a split by time needs a TIMESTAMP");
        }
        Accessor<R> accessor = RecordType.of(rows.type()).accessor(column);
        LocalDateTime[] times = new LocalDateTime[rows.size()];
        for (int i = 0; i < times.length; i++) {
            if (!(accessor.get(rows.rows().get(i)) instanceof LocalDateTime time)) {
                throw new InvalidException("column '" + column + "' of '" + rows.name() + "', row " + rows.rowNumber(i)
                        + ": the time is missing: a split by time needs one in each row");
            }
            times[i] = time;
        }
        return times;
    }

    @Override
    public String toString() {
        return "byTime(" + column + ", " + (cut != null ? cut : testShare) + ")";
    }
}
