package dev.mlops.storage.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteErrorsTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final int PAGES_OF_A_BIG_VALUE = 10;

    @TempDir
    Path folder;

    private Path file;
    private Database database;
    private RunStore runs;

    @BeforeEach
    void open() {
        file = folder.resolve("mlops.db");
        database = SqliteDatabase.open(file, Duration.ofMillis(200));
        runs = new JdbcRunStore(database, Plan.BOUNDS);
        runs.createExperiment(ExperimentData.of(ID, "trips", Instant.EPOCH));
        runs.createRun(new NewRun(ID, ID, "lasso", null, "", "", Instant.EPOCH));
    }

    @AfterEach
    void close() {
        runs.close();
    }

    private void pragma(String text) {
        database.write(
                "set", text, session -> session.connection().createStatement().execute("PRAGMA " + text));
    }

    private void tag(String value) {
        runs.update(ID, RunChange.builder().tag("team", value).build());
    }

    private String tag() {
        return runs.findRun(ID).orElseThrow().tags().getOrDefault("team", "");
    }

    @Test
    void a_full_disk_names_operation_key_and_file_and_keeps_what_was_acknowledged() {
        tag("eta");
        pragma("max_page_count = 1"); // as many as there are

        assertThatThrownBy(() -> {
                    for (int i = 0; i < PAGES_OF_A_BIG_VALUE; i++) {
                        runs.update(
                                ID,
                                RunChange.builder()
                                        .tag("big " + i, "x".repeat(8_000))
                                        .build());
                    }
                })
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("can't update run '" + ID + "' in " + file)
                .hasMessageContaining("full");

        assertThat(tag()).isEqualTo("eta");
        pragma("max_page_count = 1000000");
        tag("after");
        assertThat(tag()).isEqualTo("after");
    }

    @Test
    void a_change_that_finds_the_disk_full_halfway_leaves_nothing_behind() {
        pragma("max_page_count = 1");
        RunChange.Builder change = RunChange.builder().param("small", "1").tag("team", "eta");
        for (int i = 0; i < PAGES_OF_A_BIG_VALUE; i++) {
            change.tag("big " + i, "x".repeat(8_000));
        }

        assertThatThrownBy(() -> runs.update(ID, change.build())).isInstanceOf(StorageUnavailableException.class);

        assertThat(runs.findRun(ID).orElseThrow().params()).isEmpty();
        assertThat(tag()).isEmpty();
    }

    @Test
    void a_database_that_may_only_be_read_names_operation_and_key() {
        pragma("query_only = 1");

        assertThatThrownBy(() -> tag("eta"))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("can't update run '" + ID + "' in " + file)
                .hasMessageContaining("readonly");
    }

    @Test
    void a_lock_that_another_holds_for_too_long_names_operation_and_key() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> tag("eta"))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageStartingWith("can't update run '" + ID + "' in " + file)
                    .hasMessageContaining("locked");
            assertThat(tag()).isEmpty();

            statement.execute("ROLLBACK");
        }
        tag("after");
        assertThat(tag()).isEqualTo("after");
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a database at all ".repeat(100));

        assertThatThrownBy(() -> JdbcStores.sqlite(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("can't open in " + text)
                .hasMessageContaining("not a database");
        assertThat(text).content().startsWith("not a database at all");
    }

    @Test
    void a_folder_is_refused() {
        assertThatThrownBy(() -> JdbcStores.sqlite(folder))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageEndingWith("it is a folder, expected a file");
    }

    @Test
    void a_file_in_no_folder_is_refused() {
        assertThatThrownBy(() -> JdbcStores.sqlite(folder.resolve("none/mlops.db")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageEndingWith("the folder " + folder.resolve("none") + " doesn't exist");
    }

    @Test
    void a_folder_that_takes_no_files_is_refused() {
        assertThatThrownBy(() -> JdbcStores.sqlite(Path.of("/proc/mlops.db")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("can't open in /proc/mlops.db");
    }

    @Test
    void a_corrupt_file_is_named() throws IOException {
        for (int i = 0; i < 200; i++) {
            runs.update(
                    ID,
                    RunChange.builder()
                            .tag("tag " + i, "x".repeat(500))
                            .metric(new MetricPoint("m", i, i, Instant.EPOCH))
                            .build());
        }
        runs.close();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(4096 * 4);
            raw.write(new byte[(int) (raw.length() - 4096 * 4)]);
        }

        assertThatThrownBy(() -> {
                    JdbcStores stores = JdbcStores.sqlite(file);
                    stores.runs().findRun(ID);
                })
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("malformed");
    }

    @Test
    void a_closed_store_says_so() {
        runs.close();

        assertThatThrownBy(() -> tag("eta"))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("can't update run '" + ID + "' in " + file + ": the store is closed");
        assertThatThrownBy(() -> runs.findRun(ID))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageEndingWith("the store is closed");
    }

    @Test
    void a_folder_with_odd_characters_in_its_name_is_used_as_it_is() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a?mode=memory & b%20c 🚕 #1"));
        JdbcStores stores = JdbcStores.sqlite(odd.resolve("mlops.db"));
        stores.runs().close();
        stores.models().close();

        assertThat(odd.resolve("mlops.db")).isNotEmptyFile();
    }

    @Test
    void what_the_reader_of_a_history_throws_ends_the_call_and_hurts_nothing() {
        for (int i = 0; i < 3; i++) {
            runs.update(
                    ID,
                    RunChange.builder()
                            .metric(new MetricPoint("m", i, i, Instant.EPOCH))
                            .build());
        }

        assertThatThrownBy(() -> runs.history(ID, "m", point -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");

        assertThat(runs.findRun(ID).orElseThrow().metrics()).containsKey("m");
    }

    @Test
    void nothing_is_acknowledged_that_goes_to_a_file_which_was_removed() throws IOException {
        tag("eta");
        Files.delete(file);

        assertThatThrownBy(() -> tag("lost"))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("was removed");
        assertThat(file).doesNotExist();
    }

    @Test
    void nothing_is_acknowledged_that_goes_to_a_file_which_was_replaced() throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy.db"));
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> tag("lost"))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("another file was put in its place");
    }
}
