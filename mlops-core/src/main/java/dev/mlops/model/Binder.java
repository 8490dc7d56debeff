package dev.mlops.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds fitted features to one kind of row. */
final class Binder<T> {
    private final Fit fit;
    private final ColumnLayout layout;
    private final List<Tally> tallies;
    private final Readers<T> readers;

    Binder(Fit fit, Accessors<T> accessors, ColumnLayout layout, List<Tally> tallies) {
        this.fit = fit;
        this.layout = layout;
        this.tallies = tallies;
        Map<Fit.Filling, FittedFill> fills = new HashMap<>();
        List<Fit.Filling> plan = Fit.plan(fit.features());
        for (int i = 0; i < plan.size(); i++) {
            fills.put(plan.get(i), fit.fills().get(i));
        }
        this.readers = new Readers<>(accessors, fit.schema(), fills);
    }

    RowEncoder<T> bind() {
        List<Encoder<T>> encoders = new ArrayList<>();
        for (int f = 0; f < fit.fitted().size(); f++) {
            Feature feature = fit.features().list().get(f);
            Fitted fitted = fit.fitted().get(f);
            encoders.add(
                    feature instanceof CategoryFeature category
                            ? category(f, category, (Fitted.Category) fitted)
                            : number(f, (NumberFeature) feature, (Fitted.Numeric) fitted));
        }
        encoders.sort(Comparator.comparingInt(encoder -> encoder.start));
        return new RowEncoder<>(encoders);
    }

    private Encoder<T> number(int f, NumberFeature feature, Fitted.Numeric fitted) {
        NumberReader<T> reader = readers.number(feature.source(), tallies.get(f));
        return new Encoder.Numeric<>(layout.starts()[f], new NumberValue<>(feature, fitted, reader));
    }

    private Encoder<T> category(int f, CategoryFeature feature, Fitted.Category fitted) {
        Tally tally = tallies.get(f);
        int start = layout.starts()[f];
        List<KeyReader<T>> keys = new ArrayList<>();
        for (int k = 0; k < feature.keys().size(); k++) {
            keys.add(readers.key(feature.keys().get(k), fitted.edges().get(k), tally));
        }
        NumberValue<T> times = times(feature.times(), fitted.times(), tally);
        if (feature.hashBits() > 0) {
            return new Encoder.Hashed<>(feature, start, times, keys, tally);
        }
        int unseen = layout.unseen()[f];
        int[] columns = new int[fitted.levels().size()];
        for (int i = 0; i < columns.length; i++) {
            int column = start + i;
            columns[i] = unseen >= 0 && unseen <= column ? column + 1 : column;
        }
        LevelTable table = new LevelTable(keys.size(), fitted.levels(), columns);
        return new Encoder.Levelled<>(feature, start, times, new LevelReader<>(keys, table), unseen, tally);
    }

    private @Nullable NumberValue<T> times(@Nullable NumberFeature number, Fitted.Numeric fitted, Tally tally) {
        return number == null ? null : new NumberValue<>(number, fitted, readers.number(number.source(), tally));
    }
}
