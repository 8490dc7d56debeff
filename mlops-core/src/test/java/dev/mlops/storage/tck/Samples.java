package dev.mlops.storage.tck;

import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Values that the contract is tried with. */
final class Samples {
    static final Instant T0 = Instant.parse("2026-01-31T10:00:00.123Z");

    private Samples() {}

    /** Texts that break what isn't careful: quotes, patterns, SQL, wide and combining characters, the longest. */
    static Stream<String> hostileKeys() {
        return Stream.of(
                "plain",
                "with blank",
                "dotted.key/with-all_signs",
                "it's",
                "\"double\"",
                "`backtick`",
                "100%",
                "under_score",
                "back\\slash",
                "x'); DROP TABLE runs;--",
                "? ?1 $1 :name {} ${x}",
                "é",
                "e\u0301",
                "ключ",
                "\u0645\u0641\u062a\u0627\u062d",
                "\u202eabc",
                "鍵",
                "🚕",
                "👩‍🔬",
                "\uffee",
                "NULL",
                "CASE",
                "case",
                "x".repeat(250),
                "鍵".repeat(250),
                "🚕".repeat(125));
    }

    /** What may stand in a value but not in a key. */
    static Stream<String> hostileValues() {
        return Stream.concat(
                hostileKeys(), Stream.of("", " ", " padded ", "two\nlines", "a\ttab", "\r\n", "\u0001", "\u2028"));
    }

    static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static Instant at(long millis) {
        return T0.plusMillis(millis);
    }

    static ExperimentData experiment(String name) {
        return ExperimentData.of(id(), name, T0);
    }

    static NewRun run(String experimentId, String name, Instant start) {
        return new NewRun(id(), experimentId, name, null, "", "", start);
    }

    static MetricPoint point(String key, double value, long step) {
        return new MetricPoint(key, value, step, at(step));
    }

    static ModelData model(String name) {
        return new ModelData(name, "", Map.of(), new TreeMap<>(), T0, T0);
    }

    static NewVersion version(String model) {
        return new NewVersion(model, null, "", Map.of(), Map.of(), Map.of(), T0);
    }

    static AuditEntry entry(String model, String action, long millis) {
        return new AuditEntry(model, 0, action, "", "", "", "ada", "", at(millis));
    }

    /** All that the pages of a query hold, one after the other. */
    static <T> List<T> all(Function<Query, Page<T>> search, Query query) {
        List<T> all = new ArrayList<>();
        Page<T> page = search.apply(query);
        all.addAll(page.items());
        while (page.next() != null) {
            page = search.apply(query.after(page.next()));
            all.addAll(page.items());
        }
        return all;
    }
}
