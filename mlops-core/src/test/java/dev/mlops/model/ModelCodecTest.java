package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.data.Dataset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCodecTest {
    private static final Dataset<Journey> ROWS = Journey.dataset(150, 1);

    @TempDir
    Path directory;

    private static Model train(String kind) {
        return Model.regression(Journey.features().fit(ROWS), "duration")
                .train(Estimators.fresh(Estimators.NUMBERS, kind), ROWS);
    }

    @Test
    void the_codec_gives_the_model_back_and_always_the_same_bytes() throws IOException {
        Model model = train("random forest");
        byte[] bytes = bytes(model);
        assertThat(bytes(model)).isEqualTo(bytes);
        Model read = Model.codec().read(new ByteArrayInputStream(bytes));
        assertThat(read.contentHash()).isEqualTo(model.contentHash());
        assertThat(bytes(read)).isEqualTo(bytes);
        assertThat(Model.codec().format()).isEqualTo("mlops-model-zip/1");
    }

    @Test
    void an_archive_unpacks_to_a_saved_model() throws IOException {
        Model model = train("linear");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes(model)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, directory.resolve(entry.getName()));
            }
        }
        assertThat(Model.load(directory).contentHash()).isEqualTo(model.contentHash());
    }

    @Test
    void a_foreign_or_compressed_entry_is_refused() throws IOException {
        assertThatThrownBy(() -> read(zip("../../evil.sh", "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'../../evil.sh'");
        assertThatThrownBy(() -> read(zip("model.json", "{}"))).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_no_archive_lacks_the_manifest() {
        assertThatThrownBy(() -> read("hello".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'model.json' is missing");
    }

    private Model read(byte[] bytes) throws IOException {
        return Model.codec().read(new ByteArrayInputStream(bytes));
    }

    private byte[] bytes(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Model.codec().write(model, out);
        return out.toByteArray();
    }

    private byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return out.toByteArray();
    }
}
