package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;

/** Files of models that somebody has made by hand, all hashes fitting. */
final class HostileModelFilesTest {
    private final ModelBytes files = ModelBytes.of(RegistryFixture.MODEL);

    @AfterEach
    void no_class_came_to_life() {
        assertThat(Canary.Watch.isAlive()).isFalse();
    }

    private static void assertRefused(ModelBytes files, String... words) {
        assertThatThrownBy(() -> Model.load(files.sealed()))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("hostile model")
                .hasMessageContainingAll(words);
    }

    private static byte[] tree(ModelDataProto metadata) {
        return ModelProto.newBuilder()
                .setClassName("org.tribuo.common.tree.TreeModel")
                .setSerializedData(Any.pack(
                        TreeModelProto.newBuilder().setMetadata(metadata).build()))
                .build()
                .toByteArray();
    }

    @Test
    void files_whose_hashes_were_made_to_fit_are_read() {
        assertThat(Model.load(files.sealed()).contentHash()).isEqualTo(RegistryFixture.MODEL.contentHash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.mlops.registry.Canary", "java.lang.ProcessBuilder", "org.tribuo.Model", "", "[[[I"})
    void a_class_that_no_model_file_may_name_is_not_loaded(String name) {
        byte[] model = ModelProto.newBuilder().setClassName(name).build().toByteArray();
        SimpleProvenanceProto provenance = SimpleProvenanceProto.newBuilder()
                .setProvenanceClassName("com.oracle.labs.mlrg.olcut.provenance.primitives.EnumProvenance")
                .setKey("DEAD")
                .setValue("DEAD")
                .setAdditional(name.isEmpty() ? "x" : name)
                .build();
        byte[] hidden = tree(ModelDataProto.newBuilder()
                .setProvenance(RootProvenanceProto.newBuilder().addSmp(provenance))
                .build());

        assertRefused(files.with(ModelBytes.ESTIMATOR, model), "estimator.pb");
        assertRefused(files.with(ModelBytes.ESTIMATOR, hidden), "estimator.pb", "may name");
    }

    @Test
    void a_class_in_the_json_is_only_text() {
        assertRefused(
                files.edited(
                        ModelBytes.VECTORIZER,
                        "\"content\":{",
                        "\"content\":{\"@class\":\"" + Canary.Watch.NAME + "\","),
                "vectorizer.json");
        Model read = Model.load(
                files.edited(ModelBytes.MANIFEST, "\"trainer\" : \"", "\"trainer\" : \"" + Canary.Watch.NAME + " ")
                        .sealed());
        assertThat(read.provenance().trainer()).startsWith(Canary.Watch.NAME);
    }

    @Test
    void a_length_beyond_all_bounds_takes_no_memory() {
        byte[] lengths = {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
        assertRefused(files.with(ModelBytes.ESTIMATOR, lengths), "estimator.pb", "protobuf");
        assertRefused(files.edited(ModelBytes.MANIFEST, "\"rows\" : 40", "\"rows\" : 9e99"), "'rows'", "whole");
    }

    @Test
    void a_size_in_the_manifest_that_can_not_be_is_refused() {
        String size = "\"bytes\" : " + files.content(ModelBytes.VECTORIZER).length;
        for (String other : new String[] {"-1", "1099511627776", "2147483648"}) {
            ModelBytes changed = files.edited(ModelBytes.MANIFEST, size, "\"bytes\" : " + other);
            assertThatThrownBy(() -> Model.load(changed))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("changed");
        }
    }

    @ParameterizedTest
    @CsvSource({"model.json", "vectorizer.json"})
    void endless_nesting_is_refused(String file) {
        String deep = "[".repeat(1_000_000);
        assertRefused(files.with(file, deep), file);
        assertRefused(files.edited(file, "\"version\"", "\"x\":" + deep + ",\"version\""), file);
    }

    @ParameterizedTest
    @CsvSource({"model.json,\"format\"", "vectorizer.json,\"content\""})
    void a_key_that_is_there_twice_is_refused(String file, String key) {
        assertThatThrownBy(() -> Model.load(files.edited(file, key, key + ":1," + key)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(file);
    }

    @ParameterizedTest
    @CsvSource({"model.json", "vectorizer.json"})
    void a_newer_format_is_told_with_both_versions(String file) {
        String version = files.text(file).contains("\"version\" : 1") ? "\"version\" : " : "\"version\":";
        assertRefused(files.edited(file, version + "1", version + "7"), file, "version 7", "up to ", "newer");
    }

    @Test
    void a_manifest_that_lists_other_files_reads_none_of_them() {
        assertRefused(files.edited(ModelBytes.MANIFEST, "\"estimator.pb\"", "\"../../etc/passwd\""), "doesn't list");
        Model read = Model.load(files.edited(
                        ModelBytes.MANIFEST,
                        "\"files\" : {",
                        "\"files\" : {\"../../etc/passwd\" : {\"bytes\" : 1, \"sha256\" : \"0\"},")
                .sealed());
        assertThat(read.files()).containsOnlyKeys("estimator.pb", "vectorizer.json", "model.json");
    }

    @Test
    void the_parts_of_other_models_do_not_fit() {
        ModelBytes other = ModelBytes.of(Rides.classifier());
        for (String file : new String[] {ModelBytes.ESTIMATOR, ModelBytes.MANIFEST}) {
            assertThatThrownBy(() -> Model.load(
                                    files.with(file, other.content(file)).sealed())
                            .estimator())
                    .isInstanceOf(InvalidException.class);
        }
        assertThatThrownBy(() -> Model.load(new ModelBytes(Map.of()))).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../model.json", "/tmp/model.json", "a/../model.json", "..\\model.json", "model.json/", "C:x", ""
            })
    void an_archive_with_any_other_name_is_refused_and_nothing_is_written(String name) throws IOException {
        byte[] archive = zip(name, "{}".getBytes(StandardCharsets.UTF_8), ZipEntry.DEFLATED);

        assertThatThrownBy(() -> Model.codec().read(new ByteArrayInputStream(archive)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the archive holds '" + name + "'");
    }

    @Test
    void an_archive_that_unpacks_to_more_is_refused() throws IOException {
        byte[] bomb = zip(ModelBytes.MANIFEST, new byte[64 << 20], ZipEntry.DEFLATED);
        assertThat(bomb.length).isLessThan(100_000);

        assertThatThrownBy(() -> Model.codec().read(new ByteArrayInputStream(bomb)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stored without compression");
    }

    private static byte[] zip(String name, byte[] content, int method) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }
}
