package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of the text format 0.0.4 of Prometheus and of OpenMetrics 1.0: every sample belongs to a family that was
 * declared once, with help, before it, and whose samples stand together; names follow the type; no series comes twice; buckets
 * ascend, end with +Inf, and agree with the count.
 */
final class Exposition {
    private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*})?"
                    + " (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)( # \\{.*)?");
    private static final Pattern BUCKET = Pattern.compile("(.*_bucket)\\{(?:(.*),)?le=\"([^\"]+)\"}");

    private final boolean open;
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Double> samples = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private String family = "";

    private Exposition(boolean open) {
        this.open = open;
    }

    /** Checks a text; gives its series, with their labels, without their values. */
    static List<String> check(String text, boolean open) {
        assertThat(text).endsWith(open ? "# EOF\n" : "\n");
        Exposition exposition = new Exposition(open);
        List<String> lines = text.lines().toList();
        (open ? lines.subList(0, lines.size() - 1) : lines).forEach(exposition::line);
        exposition.checkBuckets();
        assertThat(exposition.types.keySet()).isEqualTo(exposition.helped);
        return exposition.order;
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            Matcher meta = META.matcher(line);
            assertThat(meta.matches()).as(line).isTrue();
            begin(meta.group(2), line);
            if (meta.group(1).equals("TYPE")) {
                assertThat(types.put(family, meta.group(3))).as(line).isNull();
            } else if (meta.group(1).equals("HELP")) {
                assertThat(helped.add(family)).as(line).isTrue();
                assertThat(meta.group(3)).as(line).isNotBlank();
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        sample(sample.group(1), sample.group(2), sample.group(3), line);
    }

    private void begin(String name, String line) {
        if (!name.equals(family)) {
            ended.add(family);
            assertThat(ended).as(line).doesNotContain(name);
            family = name;
        }
    }

    private void sample(String name, String labels, String value, String line) {
        String type = types.getOrDefault(family, "none");
        List<String> endings =
                switch (type) {
                    case "counter" -> List.of(open ? "_total" : "", "_created");
                    case "gauge" -> List.of("");
                    case "histogram" -> List.of("_bucket", "_count", "_sum", "_created");
                    case "summary" -> List.of("", "_count", "_sum", "_created");
                    default -> List.of();
                };
        assertThat(endings.stream().map(ending -> family + ending)).as(line).contains(name);
        if (type.equals("counter") && !open) {
            assertThat(family).as(line).endsWith("_total");
        }
        String series = labels == null ? name : name + labels;
        assertThat(samples.put(series, Double.valueOf(value.replace("Inf", "Infinity"))))
                .as(line)
                .isNull();
        order.add(series);
    }

    private void checkBuckets() {
        Map<String, double[]> last = new HashMap<>(); // the bound and the count of each histogram
        for (String series : order) {
            Matcher bucket = BUCKET.matcher(series);
            if (bucket.matches()) {
                String histogram = bucket.group(1).replaceAll("_bucket$", "_count")
                        + (bucket.group(2) == null ? "" : "{" + bucket.group(2) + "}");
                double[] now = {Double.parseDouble(bucket.group(3).replace("Inf", "Infinity")), samples.get(series)};
                double[] before = last.put(histogram, now);
                if (before != null) {
                    assertThat(now[0]).as(series).isGreaterThan(before[0]);
                    assertThat(now[1]).as(series).isGreaterThanOrEqualTo(before[1]);
                }
            }
        }
        assertThat(last).isNotEmpty();
        last.forEach((count, end) -> {
            assertThat(end[0]).as(count).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(samples).containsEntry(count, end[1]);
        });
    }
}
