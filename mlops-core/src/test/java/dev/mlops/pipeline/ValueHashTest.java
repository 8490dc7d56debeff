package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.ContentHashed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueHashTest {
    record Point(int x, int y) {}

    record Other(int x, int y) {}

    record Holder(Object value) {}

    record Known(String contentHash) implements ContentHashed {}

    @Test
    void isTheSameInEveryProcess() {
        // computed from the encoding by a few lines of Python
        assertThat(ValueHash.of(List.of("a", 1, 0.5, true)))
                .isEqualTo("sha256:435d5cd57fcd417d2b9b54eb5e4a4aa63af5991123eae93698793320938e5d95");
    }

    @Test
    void differentValuesDiffer() {
        List<Object> values = new ArrayList<>(Arrays.asList(
                null,
                "",
                "a",
                "1",
                1,
                1L,
                1.0,
                1f,
                (short) 1,
                (byte) 1,
                '1',
                true,
                0.0,
                -0.0,
                Double.NaN,
                TimeUnit.DAYS,
                Thread.State.NEW,
                Duration.ZERO,
                Instant.EPOCH,
                LocalDateTime.MIN,
                new BigDecimal("1.0"),
                new BigDecimal("1.00"),
                new byte[0],
                new byte[] {1},
                Optional.empty(),
                Optional.of(1),
                List.of(),
                Set.of(),
                Map.of(),
                List.of(1),
                Set.of(1),
                Map.of(1, 1),
                List.of(1, 1),
                List.of(List.of(1), 1),
                List.of(List.of(1, 1)),
                Map.of(1, 2),
                Map.of(2, 1),
                new Point(1, 2),
                new Point(2, 1),
                new Other(1, 2),
                new Known("sha256:1"),
                "sha256:1",
                "\uD800",
                "\uD801",
                "?",
                List.of("ab", "c"),
                List.of("a", "bc"),
                List.of("abc"),
                List.of("a", "b", "c"),
                Arrays.asList((Object) null),
                List.of(Optional.empty())));
        Set<String> hashes = new HashSet<>();
        values.forEach(value ->
                assertThat(hashes.add(ValueHash.of(value))).as("%s", value).isTrue());
        assertThat(hashes).hasSize(values.size()).allMatch(hash -> hash.matches("sha256:[0-9a-f]{64}"));
    }

    @Property(tries = 500)
    void equalValuesHaveEqualHashesAndOthersDoNot(@ForAll("values") Object a, @ForAll("values") Object b) {
        assertThat(ValueHash.of(a).equals(ValueHash.of(b))).isEqualTo(a.equals(b));
    }

    @Property(tries = 500)
    void copiesHaveEqualHashes(@ForAll("values") Object value) {
        assertThat(ValueHash.of(copy(value))).isEqualTo(ValueHash.of(value));
    }

    /** Few distinct leaves, so that equal values are met often, in every nesting. */
    @Provide
    Arbitrary<Object> values() {
        return nested(2);
    }

    private static Arbitrary<Object> nested(int depth) {
        Arbitrary<Object> leaves = Arbitraries.of("", "a", "b", "ab", 1, 2, 1L, 1.0, true, new Point(1, 2));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Object> inner = nested(depth - 1);
        return Arbitraries.oneOf(List.of(
                leaves,
                inner.list().ofMaxSize(3).asGeneric(),
                inner.set().ofMaxSize(3).asGeneric(),
                Arbitraries.maps(inner, inner).ofMaxSize(3).asGeneric(),
                inner.map(Holder::new),
                inner.map(Optional::of)));
    }

    private static Object copy(Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(ValueHashTest::copy).toList());
        } else if (value instanceof Set<?> set) {
            List<Object> reversed =
                    new ArrayList<>(set.stream().map(ValueHashTest::copy).toList());
            Collections.reverse(reversed);
            return new LinkedHashSet<>(reversed);
        } else if (value instanceof Map<?, ?> map) {
            List<Object> keys = new ArrayList<>(map.keySet());
            Collections.reverse(keys);
            Map<Object, Object> copy = new LinkedHashMap<>();
            keys.forEach(key -> copy.put(copy(key), copy(Objects.requireNonNull(map.get(key)))));
            return copy;
        } else if (value instanceof Holder holder) {
            return new Holder(copy(holder.value()));
        }
        return value;
    }

    @Test
    void mapsAndSetsMayHoldNullAndHaveAnyImplementation() {
        Map<String, Integer> map = new HashMap<>();
        map.put(null, 1);
        map.put("a", null);
        assertThat(ValueHash.of(map)).isEqualTo(ValueHash.of(new LinkedHashMap<>(map)));
        assertThat(ValueHash.of(new TreeMap<>(Map.of("a", 1, "b", 2)))).isEqualTo(ValueHash.of(Map.of("b", 2, "a", 1)));
    }

    @Test
    void enumConstantsWithABodyAreOfTheirEnum() {
        assertThat(ValueHash.of(ParamTypeTest.Solver.RIDGE)).isNotEqualTo(ValueHash.of(ParamTypeTest.Solver.LINEAR));
    }

    @Test
    void otherTypesAreRefusedByName() {
        for (Object value : List.of(new Object(), new Thread(), new int[0], new Holder(new Thread()))) {
            assertThatThrownBy(() -> ValueHash.of(value))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("has no content hash, expected text, a number");
        }
        assertThatThrownBy(() -> ValueHash.of(List.of(new Thread()))).hasMessageContaining("type java.lang.Thread ");
    }

    @Test
    void aValueThatHoldsItselfIsRefused() {
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        assertThatThrownBy(() -> ValueHash.of(loop)).isInstanceOf(InvalidException.class);
        Set<Object> inSet = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        inSet.add(inSet);
        assertThatThrownBy(() -> ValueHash.of(inSet)).isInstanceOf(InvalidException.class);
    }

    @Test
    void aThreadOfASmallStackRefusesWhatIsTooDeepAsWell() throws Exception {
        Set<Object> loop = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        loop.add(loop);
        FutureTask<String> hash = new FutureTask<>(() -> ValueHash.of(loop));
        new Thread(null, hash, "small", 1 << 18).start();
        assertThatThrownBy(hash::get).hasCauseInstanceOf(InvalidException.class);
    }

    @Test
    void anAccessorThatFailsIsReportedByName() {
        @SuppressWarnings("UnusedMethod") // called by reflection
        record Broken(int part) {
            @Override
            public int part() {
                throw new IllegalStateException("broken");
            }
        }
        assertThatThrownBy(() -> ValueHash.of(new Broken(1)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("component 'part' of record")
                .hasRootCauseMessage("broken");
    }

    @Nested
    class Paths {
        @TempDir
        Path folder;

        private Path file(String name, String content) throws IOException {
            Files.createDirectories(folder.resolve(name).getParent());
            return Files.writeString(folder.resolve(name), content);
        }

        @Test
        void standForTheContentOfAFileNotItsName() throws IOException {
            String hash = ValueHash.of(file("a", "1"));
            assertThat(ValueHash.of(file("b", "1"))).isEqualTo(hash);
            assertThat(ValueHash.of(file("a", "2"))).isNotEqualTo(hash);
            assertThat(hash).isNotEqualTo(ValueHash.of("1"));
        }

        @Test
        void standForTheNamesAndContentsInAFolder() throws IOException {
            file("one/a/x", "1");
            file("two/a/x", "1");
            assertThat(ValueHash.of(folder.resolve("one"))).isEqualTo(ValueHash.of(folder.resolve("two")));
            Set<String> hashes = new HashSet<>();
            hashes.add(ValueHash.of(folder.resolve("one")));
            Files.createDirectory(folder.resolve("one/b"));
            hashes.add(ValueHash.of(folder.resolve("one")));
            file("one/a/x", "2");
            hashes.add(ValueHash.of(folder.resolve("one")));
            Files.move(folder.resolve("one/a/x"), folder.resolve("one/a/y"));
            hashes.add(ValueHash.of(folder.resolve("one")));
            assertThat(hashes).hasSize(4);
        }

        @Test
        void mustLeadSomewhere() throws IOException {
            Path missing = folder.resolve("missing");
            assertThatThrownBy(() -> ValueHash.of(missing))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("path '" + missing + "' doesn't exist, expected a file or a folder");
            Files.createSymbolicLink(folder.resolve("loop"), folder);
            assertThatThrownBy(() -> ValueHash.of(folder))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("can't be read");
        }
    }

    @Test
    void keysDependOnEverythingAStepDependsOn() {
        Set<CacheKey> keys = Set.of(
                CacheKey.of("train", "1", "json/1", List.of("a", "b")),
                CacheKey.of("train2", "1", "json/1", List.of("a", "b")),
                CacheKey.of("train", "2", "json/1", List.of("a", "b")),
                CacheKey.of("train", "1", "json/2", List.of("a", "b")),
                CacheKey.of("train", "1", "json/1", List.of("b", "a")),
                CacheKey.of("train", "1", "json/1", List.of("ab")),
                CacheKey.of("train", "1", "json/1", List.of()));
        assertThat(keys).hasSize(7);
        assertThat(CacheKey.of("train", "1", "json/1", List.of()))
                .isEqualTo(CacheKey.of("train", "1", "json/1", List.of()));
    }
}
