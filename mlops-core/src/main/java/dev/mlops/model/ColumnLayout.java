package dev.mlops.model;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which column belongs to which feature. A feature's columns are neighbours: they share a start, {@code name=}, that no
 * other feature's column can have, since {@code =} is escaped in names. So features ordered by their first column give
 * all columns in order, and a row's entries too.
 *
 * @param columns all columns, ascending
 * @param starts the first column of each feature
 * @param unseen the column for unseen levels of each feature, or -1
 */
@SuppressWarnings("ArrayRecordComponent")
record ColumnLayout(List<String> columns, int[] starts, int[] unseen) {
    private static final int MAX_COLUMNS = 1 << 24;

    static ColumnLayout of(Fit fit) {
        List<Block> blocks = new ArrayList<>();
        for (int f = 0; f < fit.fitted().size(); f++) {
            blocks.add(block(f, fit.features().list().get(f), fit.fitted().get(f)));
        }
        blocks.removeIf(block -> block.names.isEmpty());
        blocks.sort(Comparator.comparing(block -> block.names.get(0)));
        return of(blocks, fit.fitted().size());
    }

    private static ColumnLayout of(List<Block> blocks, int features) {
        List<String> columns = new ArrayList<>();
        int[] starts = new int[features];
        int[] unseen = new int[features];
        Arrays.fill(unseen, -1);
        for (Block block : blocks) {
            starts[block.feature] = columns.size();
            unseen[block.feature] = block.unseen < 0 ? -1 : columns.size() + block.unseen;
            columns.addAll(block.names);
        }
        for (int c = 1; c < columns.size(); c++) {
            if (columns.get(c - 1).compareTo(columns.get(c)) >= 0) {
                throw new InvalidException("column " + columns.get(c) + " follows " + columns.get(c - 1)
                        + ": columns must be unique and ascend");
            }
        }
        if (columns.isEmpty() && features > 0) {
            throw new InvalidException("the features have no column: the training rows hold no level of theirs");
        }
        if (columns.size() > MAX_COLUMNS) {
            throw new InvalidException("the features have " + columns.size() + " columns: there may be " + MAX_COLUMNS);
        }
        return new ColumnLayout(Collections.unmodifiableList(columns), starts, unseen);
    }

    private static Block block(int f, Feature feature, Fitted fitted) {
        String name = Levels.column(feature);
        if (!(feature instanceof CategoryFeature category) || !(fitted instanceof Fitted.Category learnt)) {
            return new Block(f, List.of(name), -1);
        }
        if (category.hashBits() > 0) {
            return new Block(f, hashed(name, category.hashBits()), -1);
        }
        List<String> names = new ArrayList<>(learnt.levels().size() + 1);
        for (List<@Nullable Object> level : learnt.levels()) {
            names.add(Levels.column(name, learnt.edges(), level));
        }
        return new Block(f, names, category.unseen() == CategoryFeature.Rule.LEVEL ? addUnseen(name, names) : -1);
    }

    /** Adds the column for unseen levels where it belongs and says where that is. */
    private static int addUnseen(String name, List<String> names) {
        String unseen = name + "=" + Levels.UNSEEN;
        int place = -Collections.binarySearch(names, unseen) - 1; // negative only where a file's levels aren't in order
        names.add(Math.max(0, place), unseen);
        return Math.max(0, place);
    }

    /** Names in hexadecimal of one length, so that their order is that of the numbers. */
    private static List<String> hashed(String name, int bits) {
        int digits = (bits + 3) / 4;
        List<String> names = new ArrayList<>(1 << bits);
        for (int i = 0; i < 1 << bits; i++) {
            names.add(name + "=" + HexFormat.of().toHexDigits(i, digits));
        }
        return names;
    }

    private record Block(int feature, List<String> names, int unseen) {}
}
