package dev.mlops.tracking;

import java.util.List;

/** Runs whose names, keys and values try to be more than text. */
final class HostileRuns {
    static final String SCRIPT = "</script><script>window.hacked=1</script>";
    static final String IMAGE = "<img src=x onerror='window.hacked=1'>\"'`${window.hacked=1}&lt;";
    static final List<String> NAMES = List.of(SCRIPT, IMAGE, "<!--<script>", "__proto__");

    private HostileRuns() {}

    static Recorded recorded() {
        Recorded recorded = new Recorded(SCRIPT);
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            int run = i;
            recorded.run(name, change -> {
                change.param(IMAGE, name).param("same" + SCRIPT, IMAGE).param("__proto__", "\u2028</title>" + run);
                change.tag(SCRIPT, IMAGE + run).dataset(Recorded.data(IMAGE + run, SCRIPT));
                change.metric(Recorded.point(SCRIPT, run, 0)).metric(Recorded.point(SCRIPT, run + 1, 1));
                change.metric(Recorded.point(IMAGE, run, 0)).metric(Recorded.point("constructor", run, 0));
            });
        }
        return recorded;
    }
}
