package dev.mlops.model.internal;

import java.util.List;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/**
 * Makes Tribuo's examples of vectorised rows.
 *
 * @param columns the vectoriser's columns
 */
record Examples(List<String> columns) {

    /**
     * The example of a row. Tribuo refuses an example without features, so a row without active columns gets its first
     * column with the value 0, which means the same to every model that takes an absent feature for 0.
     */
    <T extends Output<T>> Example<T> of(Row row, T unknown) {
        int size = Math.max(1, row.size);
        String[] names = new String[size];
        double[] values = new double[size];
        names[0] = columns.get(0);
        for (int i = 0; i < row.size; i++) {
            names[i] = columns.get(row.indices[i]);
            values[i] = row.values[i];
        }
        return new ArrayExample<>(unknown, names, values);
    }
}
