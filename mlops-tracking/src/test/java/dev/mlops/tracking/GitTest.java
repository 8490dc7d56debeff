package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mlops.storage.spi.Commit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class GitTest {
    @TempDir
    Path folder;

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "git isn't installed: " + e);
            throw e;
        }
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    private Git asked() {
        return new Git("git", folder, Git.PATIENCE);
    }

    @Test
    void theCommitIsThatOfTheBranchThatIsCheckedOut() throws Exception {
        git("init", "-q", "-b", "main");
        assertThat(asked().commit()).isEmpty();
        Files.writeString(folder.resolve("a.txt"), "one\n");
        git("add", ".");
        git("commit", "-q", "-m", "one");
        Commit clean = asked().commit().orElseThrow();
        assertThat(clean.id()).matches("[0-9a-f]{40}");
        assertThat(clean.branch()).isEqualTo("main");
        assertThat(clean.dirty()).isFalse();
    }

    @Test
    void aFileThatGitTracksMakesItDirtyAndAnotherDoesnt() throws Exception {
        git("init", "-q", "-b", "main");
        Files.writeString(folder.resolve("a.txt"), "one\n");
        git("add", ".");
        git("commit", "-q", "-m", "one");
        Files.writeString(folder.resolve("untracked.txt"), "x");
        assertThat(asked().commit().orElseThrow().dirty()).isFalse();
        Files.writeString(folder.resolve("a.txt"), "two\n");
        assertThat(asked().commit().orElseThrow().dirty()).isTrue();
        assertThat(new String(asked().diff().orElseThrow(), StandardCharsets.UTF_8))
                .contains("-one")
                .contains("+two");
    }

    @Test
    void aDetachedHeadHasNoBranch() throws Exception {
        git("init", "-q", "-b", "main");
        Files.writeString(folder.resolve("a.txt"), "one\n");
        git("add", ".");
        git("commit", "-q", "-m", "one");
        git("checkout", "-q", "--detach");
        assertThat(asked().commit().orElseThrow().branch()).isEmpty();
    }

    @Test
    void outsideOfARepositoryThereIsNone() {
        assertThat(asked().commit()).isEmpty();
        assertThat(asked().diff()).isEmpty();
    }

    @Test
    void withoutGitThereIsNone() {
        Git missing = new Git(folder.resolve("no-such-git").toString(), folder, Git.PATIENCE);
        assertThat(missing.commit()).isEmpty();
        assertThat(missing.diff()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aGitThatHangsIsNotWaitedFor() throws IOException {
        Path hanging = Files.writeString(folder.resolve("hanging"), "#!/bin/sh\nexec sleep 600\n");
        assertThat(hanging.toFile().setExecutable(true)).isTrue();
        assertThat(new Git(hanging.toString(), folder, Duration.ofMillis(50)).commit())
                .isEmpty();
    }
}
