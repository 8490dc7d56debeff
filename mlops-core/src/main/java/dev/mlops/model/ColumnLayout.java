package dev.mlops.model;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
            List<String> names = names(fit.features().list().get(f), fit.fitted().get(f));
            blocks.add(new Block(f, names, names.indexOf(unseenName(fit.features().list().get(f)))));
        }
        blocks.removeIf(block -> block.names.isEmpty());
        blocks.sort(Comparator.comparing(block -> block.names.get(0)));
        return of(blocks, fit.fitted().size());
    }

    private static ColumnLayout of(List<Block> blocks, int features) {
        List<String> columns = new ArrayList<>();
        int[] starts = new int[features];
        int[] unseen = new int[features];
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
        if (columns.size() > MAX_COLUMNS) {
            throw new InvalidException("the features have " + columns.size() + " columns: there may be " + MAX_COLUMNS);
        }
        return new ColumnLayout(Collections.unmodifiableList(columns), starts, unseen);
    }

    private static List<String> names(Feature feature, Fitted fitted) {
        String name = Levels.column(feature);
        if (!(feature instanceof CategoryFeature category) || !(fitted instanceof Fitted.Category learnt)) {
            return List.of(name);
        }
        if (category.hashBits() > 0) {
            return hashed(name, category.hashBits());
        }
        List<String> names = new ArrayList<>();
        for (List<@Nullable Object> level : learnt.levels()) {
            names.add(Levels.column(name, learnt.edges(), level));
        }
        String unseen = unseenName(feature);
        if (unseen != null) {
            int place = Collections.binarySearch(names, unseen);
            names.add(place < 0 ? -place - 1 : place, unseen);
        }
        return names;
    }

    private static List<String> hashed(String name, int bits) {
        String format = name.replace("%", "%%") + "=%0" + (bits + 3) / 4 + "x";
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1 << bits; i++) {
            names.add(String.format(format, i));
        }
        return names;
    }

    private static @Nullable String unseenName(Feature feature) {
        return feature instanceof CategoryFeature category && category.unseen() == CategoryFeature.Rule.LEVEL
                ? Levels.column(feature) + "=" + Levels.UNSEEN
                : null;
    }

    private record Block(int feature, List<String> names, int unseen) {}
}
