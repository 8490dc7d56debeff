package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

final class EntryJsonProperties {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final Instant TIME = Instant.ofEpochMilli(-12_345);

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings()
                .withChars("ab \"\\'{}€😀")
                .ofMinLength(1)
                .ofMaxLength(9)
                .filter(key -> !key.isBlank() && isUnicode(key));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab\n\t \"\\é€\u2028").ofMaxLength(40);
    }

    @Provide
    Arbitrary<MetricPoint> points() {
        Arbitrary<Double> values = Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE));
        return Combinators.combine(
                        keys(),
                        values,
                        Arbitraries.longs(),
                        Arbitraries.longs().between(-62_000_000_000_000L, 1L << 47))
                .as((key, value, step, time) -> new MetricPoint(key, value, step, Instant.ofEpochMilli(time)));
    }

    private static boolean isUnicode(String text) {
        return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    @Property(tries = 200)
    void aChangeComesBackAsItWas(
            @ForAll("keys") String key,
            @ForAll("texts") String text,
            @ForAll @Size(max = 5) List<@net.jqwik.api.From("points") MetricPoint> points,
            @ForAll RunStatus status,
            @ForAll boolean odd) {
        RunChange.Builder change =
                RunChange.builder().param(key, text).tag(key + "t", text).untag(key);
        points.forEach(change::metric);
        change.dataset(new DatasetInput("name", "digest", text, text, text, odd ? -1 : 5));
        if (status.isFinal()) {
            change.end(status, TIME);
        } else {
            change.resume();
        }
        if (odd) {
            change.name("name").delete(TIME).heartbeat(TIME).commit(new Commit("abc", "", true));
        }
        RunChange written = change.build();
        Entry.Change read = (Entry.Change) EntryJson.read(EntryJson.write(new Entry.Change(ID, written)));
        assertThat(read.runId()).isEqualTo(ID);
        assertThat(facts(read.change())).isEqualTo(facts(written));
    }

    private static List<Object> facts(RunChange change) {
        return List.of(
                change.params(),
                change.metrics(),
                change.tags(),
                change.untag(),
                change.datasets(),
                change.name(),
                change.status(),
                change.end(),
                change.lifecycle(),
                change.deleted(),
                change.commit(),
                change.heartbeat());
    }

    @Property(tries = 50)
    void aNewRunComesBackAsItWas(@ForAll("texts") String text, @ForAll boolean nested) {
        NewRun run = new NewRun(ID, ID, "run", nested ? ID : null, text, text, TIME);
        assertThat(EntryJson.read(EntryJson.write(new Entry.Begin(run)))).isEqualTo(new Entry.Begin(run));
    }
}
