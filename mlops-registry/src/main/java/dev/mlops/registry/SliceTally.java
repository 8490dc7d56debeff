package dev.mlops.registry;

import dev.mlops.evaluation.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the slices of one check. */
final class SliceTally {
    /** How many slices a finding names. */
    private static final int NAMED = 5;

    private final boolean lowerIsBetter;
    private final List<Judged> judged = new ArrayList<>();
    private int passedOver;

    private record Judged(Slice slice, double figure, boolean good, String words) {}

    SliceTally(boolean lowerIsBetter) {
        this.lowerIsBetter = lowerIsBetter;
    }

    /** @param words the figure as a finding shows it */
    void judged(Slice slice, double figure, boolean good, String words) {
        judged.add(new Judged(slice, figure, good, words));
    }

    void passOver() {
        passedOver++;
    }

    Verdict verdict(String check, Map<String, Double> figures) {
        Comparator<Judged> ascending = Comparator.comparingDouble(Judged::figure);
        List<Judged> worstFirst = judged.stream()
                .sorted(lowerIsBetter ? ascending.reversed() : ascending)
                .toList();
        List<Judged> bad = worstFirst.stream().filter(each -> !each.good()).toList();
        Map<String, Double> all = new TreeMap<>(figures);
        all.put("slices", (double) judged.size());
        all.put("passed_over", (double) passedOver);
        all.put("worse", (double) bad.size());
        if (!worstFirst.isEmpty()) {
            all.put("worst", worstFirst.get(0).figure());
        }
        boolean passed = bad.isEmpty() && !judged.isEmpty();
        return Verdict.of(check, passed, finding(worstFirst, bad), all);
    }

    private String finding(List<Judged> worstFirst, List<Judged> bad) {
        String rest = passedOver == 0 ? "" : "; " + Amounts.count(passedOver, "slice") + " passed over";
        if (worstFirst.isEmpty()) {
            return "no slice could be judged, expected at least one" + rest;
        }
        if (bad.isEmpty()) {
            return "the worst of " + Amounts.count(worstFirst.size(), "slice") + " is " + words(worstFirst.get(0))
                    + rest;
        }
        String more = bad.size() > NAMED ? ", …" : "";
        return "%s of %s worse: %s"
                        .formatted(
                                Amounts.count(bad.size()),
                                Amounts.count(worstFirst.size(), "slice"),
                                bad.stream().limit(NAMED).map(SliceTally::words).collect(Collectors.joining(", ")))
                + more
                + rest;
    }

    private static String words(Judged judged) {
        Slice slice = judged.slice();
        return "'" + slice.label() + "' with " + judged.words() + " on " + Amounts.count(slice.rows(), "row");
    }
}
