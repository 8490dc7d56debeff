package dev.mlops.data;

import java.util.Set;

/**
 * How a file is read.
 *
 * @param badRows what to do about rows that don't fit
 * @param badValuesAreMissing whether a bad value of a nullable component is missing, instead of making its row bad
 * @param separator what stands between the values of a CSV row
 * @param decimalMark what stands before the fraction of a decimal in CSV
 * @param missing what stands for a missing value in CSV, beside nothing
 */
record ReadOptions(
        BadRows badRows, boolean badValuesAreMissing, char separator, char decimalMark, Set<String> missing) {

    ReadOptions {
        missing = Set.copyOf(missing);
    }
}
