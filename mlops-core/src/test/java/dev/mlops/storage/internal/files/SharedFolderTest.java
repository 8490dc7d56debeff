package dev.mlops.storage.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes with one folder: killed, side by side, and out of space. */
class SharedFolderTest extends ArtifactFolderFixture {
    /** How much of it to do; {@code mvn verify -Psoak} does more. */
    private static final int SOAK = Integer.getInteger("mlops.soak", 1);

    private static final int KILLS = 3 * SOAK;
    private static final int CALLS = 150 * SOAK;

    @Test
    void whatAKilledProcessWasToldIsDoneIsThereWhole() throws Exception {
        Random random = new Random(7);
        Map<String, String> told = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = JavaProcess.start(Writer.class, root.toString(), "" + kill);
            int lines = 1 + random.nextInt(40);
            try (BufferedReader out = writer.inputReader()) {
                for (int i = 0; i < lines; i++) {
                    remember(out.readLine(), told);
                }
                writer.toHandle().destroyForcibly(); // that of the process itself would close the stream
                out.lines().forEach(line -> remember(line, told));
            }
            checkAll(told);
        }
        assertThat(files(root.resolve("pending"))).hasSizeLessThanOrEqualTo(KILLS);
    }

    private static void remember(String line, Map<String, String> told) {
        String[] parts = line.split(" ", -1);
        if (parts.length == 3) { // the last line may be cut off
            told.put(parts[0], parts[1]);
        }
    }

    private void checkAll(Map<String, String> told) throws IOException {
        Map<String, String> found = new HashMap<>();
        for (Artifact artifact : store.list("runs/1")) {
            try (InputStream in = store.open(artifact.content())) {
                found.put(artifact.name().path(), Digest.of(in));
            }
        }
        assertThat(found).containsAllEntriesOf(told).hasSizeLessThanOrEqualTo(told.size() + KILLS);
        for (Path file : files(root.resolve("content"))) {
            assertThat(Digest.hex(Digest.of(file))).isEqualTo(Layout.hex(file));
        }
    }

    /** Stores without end, each time under a new name, and says what it was told is done. */
    static final class Writer {
        public static void main(String[] args) throws Exception {
            ArtifactStore store = Storage.artifactFolder(Path.of(args[0]));
            Random random = new Random(Long.parseLong(args[1]));
            for (int i = 0; ; i++) {
                byte[] bytes = new byte[random.nextInt(100_000)];
                random.nextBytes(bytes);
                Content content = store.put(new ByteArrayInputStream(bytes));
                ArtifactName name = new ArtifactName("runs/1", args[1] + "/" + i);
                store.bind(new Artifact(name, content, "", Instant.now()));
                System.out.println(name.path() + " " + content.hash() + " .");
            }
        }
    }

    @Test
    void processesThatStoreAndSweepAtOnceNeverLoseWhatIsBound() throws Exception {
        List<Process> both = List.of(
                JavaProcess.start(Mixer.class, root.toString(), "1", "" + CALLS),
                JavaProcess.start(Mixer.class, root.toString(), "2", "" + CALLS));
        for (Process process : both) {
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.lines()).singleElement().asString().matches("swept [1-9][0-9]* bytes");
            }
            assertThat(process.waitFor()).isZero();
        }
        store.unbindAll("runs");
        store.sweep(Instant.now().plusSeconds(60));
        assertThat(files(root)).containsExactly(root.resolve("format.json"));
    }

    /**
     * Binds and unbinds names of its own to few contents that all processes share, sweeps all the time, and fails when a
     * name that it has bound doesn't read.
     */
    static final class Mixer {
        private final ArtifactStore store;
        private final String owner;
        private final Random random;
        private final Map<ArtifactName, Artifact> bound = new HashMap<>();
        private long swept;

        private Mixer(Path root, String id) {
            store = Storage.artifactFolder(root);
            owner = "runs/" + id;
            random = new Random(Long.parseLong(id));
        }

        public static void main(String[] args) throws Exception {
            Mixer mixer = new Mixer(Path.of(args[0]), args[1]);
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                mixer.step();
                mixer.check();
            }
            System.out.println("swept " + mixer.swept + " bytes");
        }

        private void step() throws IOException {
            ArtifactName name = new ArtifactName(owner, "name" + random.nextInt(3));
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    store.unbind(name);
                    bound.remove(name);
                }
                case 2 -> {
                    store.unbindAll(owner);
                    bound.clear();
                }
                case 3, 4, 5 -> swept += store.sweep(Instant.now());
                default -> bind(name);
            }
        }

        private void bind(ArtifactName name) throws IOException {
            byte[] bytes = new byte[1_000 * (1 + random.nextInt(4))];
            while (!isBound(name, bytes)) {
                Thread.onSpinWait();
            }
        }

        /** Tries it once: content may be swept before it has its name, since these sweeps spare nothing. */
        private boolean isBound(ArtifactName name, byte[] bytes) throws IOException {
            Content content = store.put(new ByteArrayInputStream(bytes));
            Artifact artifact = new Artifact(name, content, "", Instant.now());
            bound.remove(name);
            try {
                store.bind(artifact);
            } catch (NotFoundException e) {
                return false;
            }
            bound.put(name, artifact);
            return true;
        }

        private void check() throws IOException {
            for (Artifact artifact : bound.values()) {
                if (!store.find(artifact.name()).filter(artifact::equals).isPresent()) {
                    throw new IllegalStateException(artifact + " is bound, but isn't found");
                }
                try (InputStream in = store.open(artifact.content())) {
                    in.readAllBytes();
                }
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatDoesNotFitLeavesNothingBehind() throws Exception {
        Process process = JavaProcess.start(
                List.of("sh", "-c", "ulimit -f 400 && exec \"$@\"", "sh"), Filler.class, root.toString());
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.lines())
                    .containsExactly("artifact folder '" + root + "' can't take content: File too large", "stored 100");
        }
        assertThat(process.waitFor()).isZero();
        assertThat(files(root.resolve("pending"))).isEmpty();
        assertThat(files(root.resolve("content"))).hasSize(1);
    }

    /** Stores more than its limit of file size allows, then less. */
    static final class Filler {
        public static void main(String[] args) throws Exception {
            ArtifactStore store = Storage.artifactFolder(Path.of(args[0]));
            try {
                store.put(out -> out.write(new byte[1 << 20]));
            } catch (StorageUnavailableException e) {
                System.out.println(e.getMessage());
            }
            System.out.println(
                    "stored " + store.put(out -> out.write(new byte[100])).size());
        }
    }
}
