package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.Storage;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepCacheTest {
    private static final CacheKey KEY = CacheKey.of("train", "1", "text/1", List.of());
    private static final CacheKey OTHER = CacheKey.of("train", "2", "text/1", List.of());

    @TempDir
    Path folder;

    private StepCache cache;

    @BeforeEach
    void open() {
        cache = in(folder.resolve("cache"));
    }

    private static StepCache in(Path folder) {
        return new StepCache(Storage.artifactFolder(folder), InstantSource.system());
    }

    private static String textUnder(StepCache cache, CacheKey key) {
        return cache.find(key, Codec.text()).map(StepCache.Found::value).orElse("absent");
    }

    private List<Path> files(String of) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache").resolve(of))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void givesBackWhatWasStoredInThisProcessOrAnother() {
        String stored = cache.store(KEY, Codec.text(), "result");
        assertThat(stored).isEqualTo(Digest.of("result".getBytes(StandardCharsets.UTF_8)));
        StepCache again = in(folder.resolve("cache"));
        assertThat(again.find(KEY, Codec.text())).contains(new StepCache.Found<>("result", stored));
        assertThat(textUnder(again, KEY)).isEqualTo("result");
        assertThat(textUnder(again, OTHER)).isEqualTo("absent");
    }

    @Test
    void aResultThatIsUsedIsAsOldAsItsLastUseToADay() {
        ArtifactStore store = Storage.artifactFolder(folder.resolve("cache"));
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        new StepCache(store, InstantSource.fixed(made)).store(KEY, Codec.text(), "result");
        for (int hours : new int[] {23, 25, 48}) {
            InstantSource clock = InstantSource.fixed(made.plus(Duration.ofHours(hours)));
            assertThat(textUnder(new StepCache(store, clock), KEY)).isEqualTo("result");
            assertThat(store.list(ArtifactName.CACHE))
                    .singleElement()
                    .extracting(Artifact::time)
                    .isEqualTo(made.plus(Duration.ofHours(hours == 23 ? 0 : 25)));
        }
    }

    @Test
    void anEmptyCacheHoldsNothingAndMakesNoFolder() {
        assertThat(cache.find(KEY, Codec.text())).isEmpty();
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void equalResultsAreKeptOnce() throws IOException {
        cache.store(KEY, Codec.text(), "result");
        cache.store(OTHER, Codec.text(), "result");
        assertThat(files("content")).hasSize(1);
        assertThat(files("names")).hasSize(2);
        assertThat(files("pending")).isEmpty();
    }

    @Test
    void theLastResultUnderAKeyStays() {
        cache.store(KEY, Codec.text(), "old");
        cache.store(KEY, Codec.text(), "new");
        assertThat(textUnder(cache, KEY)).isEqualTo("new");
    }

    @Test
    void hashesAsStoringDoes() {
        assertThat(StepCache.hash(Codec.text(), "result")).isEqualTo(cache.store(KEY, Codec.text(), "result"));
    }

    @Nested
    class Damage {
        private Path content;
        private Path key;

        @BeforeEach
        void store() throws IOException {
            cache.store(KEY, Codec.text(), "result");
            content = files("content").get(0);
            key = files("names").get(0);
        }

        @Test
        void ofLengthMakesAnEntryAbsent() throws IOException {
            Files.writeString(content, "resul");
            assertThat(textUnder(cache, KEY)).isEqualTo("absent");
            Files.delete(content);
            assertThat(textUnder(cache, KEY)).isEqualTo("absent");
        }

        @Test
        void ofBytesMakesAResultUnreadable() throws IOException {
            Files.writeString(content, "Result");
            assertThat(textUnder(cache, KEY)).isEqualTo("absent");
        }

        @Test
        void isMendedByStoringAgain() throws IOException {
            Files.writeString(content, "Result");
            cache.store(KEY, Codec.text(), "result");
            assertThat(textUnder(cache, KEY)).isEqualTo("result");
        }

        @Test
        void ofAKeyMakesAnEntryAbsent() throws IOException {
            String good = Files.readString(key);
            for (String bad : List.of(
                    "",
                    good.substring(0, 20),
                    good.replace("\"version\":1", "\"version\":2"),
                    good.replace("sha256:", "sha256:../../"),
                    good.replace("\"size\":6", "\"size\":7"),
                    "null",
                    "{}",
                    "not JSON")) {
                Files.writeString(key, bad);
                assertThat(textUnder(cache, KEY)).as(bad).isEqualTo("absent");
            }
        }

        @Test
        void isWhatAnotherCodecSees() {
            assertThat(cache.find(KEY, Codec.bytes())).isEmpty();
        }

        @Test
        void includesACodecThatFails() {
            assertThat(cache.find(KEY, new Failing(new IllegalStateException("no such class"))))
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "in {0} bytes")
    @ValueSource(ints = {50, (1 << 20) + 1})
    void anyFlippedByteIsFound(int size) throws IOException {
        byte[] value = new byte[size];
        new Random(1).nextBytes(value);
        cache.store(KEY, Codec.bytes(), value);
        assertThat(cache.find(KEY, Codec.bytes()).orElseThrow().value()).isEqualTo(value);
        for (int i = 0; i < value.length; i += Math.max(1, size / 50)) {
            byte[] damaged = value.clone();
            damaged[i] ^= 1;
            Files.write(files("content").get(0), damaged);
            assertThat(cache.find(KEY, Codec.bytes())).isEmpty();
        }
    }

    @Test
    void noCodecSeesDamagedBytesHoweverMany() throws IOException {
        byte[] value = new byte[(1 << 20) + 1];
        cache.store(KEY, Codec.bytes(), value);
        value[value.length - 1] = 1;
        Files.write(files("content").get(0), value);
        Watching codec = new Watching();
        assertThat(cache.find(KEY, codec)).isEmpty();
        assertThat(codec.reads).isZero();
    }

    @Nested
    class Trouble {
        @Test
        void withTheFolderSaysThatItCannotBeWritten() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "");
            StepCache blocked = in(file.resolve("cache"));
            assertThat(textUnder(blocked, KEY)).isEqualTo("absent");
            assertThatThrownBy(() -> blocked.store(KEY, Codec.text(), "result"))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageStartingWith("artifact folder '" + file.resolve("cache") + "' can't take content: ")
                    .hasCauseInstanceOf(IOException.class);
        }

        @Test
        void withACodecIsNotTheFoldersFault() throws IOException {
            for (Exception problem : List.of(new IOException("broken"), new IllegalStateException("broken"))) {
                assertThatThrownBy(() -> cache.store(KEY, new Failing(problem), "result"))
                        .isInstanceOf(InvalidException.class)
                        .hasMessage("value of type java.lang.String can't be written as text/1: broken")
                        .hasCause(problem);
            }
            assertThat(files("pending")).isEmpty();
            assertThat(textUnder(cache, KEY)).isEqualTo("absent");
        }

        @Test
        void ofACrashIsSweptWhenItIsADayOld() throws IOException {
            Path pending = Files.createDirectories(folder.resolve("cache/pending"));
            Path old = Files.writeString(pending.resolve(".old.tmp"), "half");
            Path young = Files.writeString(pending.resolve(".young.tmp"), "half");
            Path foreign = Files.writeString(pending.resolve("notes"), "mine");
            FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
            Files.setLastModifiedTime(old, longAgo);
            Files.setLastModifiedTime(foreign, longAgo);
            cache.store(KEY, Codec.text(), "result");
            assertThat(old).doesNotExist();
            assertThat(young).exists();
            assertThat(foreign).exists();
        }
    }

    @Test
    void manyThreadsWithCachesOfTheirOwnSeeOnlyWholeResults() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int seed = 0; seed < 8; seed++) {
                tasks.add(storeAndRead(new Random(seed)));
            }
            int seen = 0;
            for (Future<Integer> task : threads.invokeAll(tasks)) {
                seen += task.get();
            }
            assertThat(seen).isPositive();
            assertThat(files("pending")).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Integer> storeAndRead(Random random) {
        return () -> {
            StepCache own = in(folder.resolve("cache"));
            int seen = 0;
            for (int i = 0; i < 40; i++) {
                CacheKey key = random.nextBoolean() ? KEY : OTHER;
                own.store(key, Codec.text(), "x".repeat(random.nextInt(5) * 10_000));
                String found = textUnder(own, key);
                assertThat(found).matches("x*");
                seen++;
            }
            return seen;
        };
    }

    /** Neither writes nor reads. */
    private record Failing(Exception problem) implements Codec<String> {
        @Override
        public String format() {
            return "text/1";
        }

        @Override
        public void write(String value, OutputStream out) throws IOException {
            fail();
        }

        @Override
        public String read(InputStream in) throws IOException {
            fail();
            return "";
        }

        private void fail() throws IOException {
            if (problem instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) problem;
        }
    }

    /** Counts how often it reads. */
    private static final class Watching implements Codec<byte[]> {
        private int reads;

        @Override
        public String format() {
            return Codec.bytes().format();
        }

        @Override
        public void write(byte[] value, OutputStream out) throws IOException {
            out.write(value);
        }

        @Override
        public byte[] read(InputStream in) throws IOException {
            reads++;
            return in.readAllBytes();
        }
    }
}
