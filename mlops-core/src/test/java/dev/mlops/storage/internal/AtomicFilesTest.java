package dev.mlops.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void writesAFileOverAnOldOneAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.write(file, out -> out.write('1'));
        AtomicFiles.write(file, out -> out.write('2'));
        assertThat(file).hasContent("2");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void keepsTheOldFileWhenWritingFails() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.write(file, out -> out.write('1'));
        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write('2');
                    throw new IOException("no space");
                }))
                .hasMessage("no space");
        assertThat(file).hasContent("1");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void makesFoldersOnceAndRefusesAFileInTheirPlace() throws IOException {
        Path deep = folder.resolve("a/b/c");
        AtomicFiles.makeFolder(deep);
        AtomicFiles.makeFolder(deep);
        assertThat(deep).isDirectory();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> AtomicFiles.makeFolder(file.resolve("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AtomicFiles.write(Path.of("/"), out -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void digestsAreThoseOfTheStandard() throws IOException {
        // FIPS 180-2, appendix B.1
        String abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Digest.of(new byte[] {'a', 'b', 'c'})).isEqualTo(abc);
        assertThat(Digest.of(Files.writeString(folder.resolve("abc"), "abc"))).isEqualTo(abc);
        assertThat(Digest.hex(abc)).hasSize(64);
    }
}
