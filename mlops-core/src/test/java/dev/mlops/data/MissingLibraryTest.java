package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The optional Parquet library isn't on the class path. */
class MissingLibraryTest {
    record Row(int value) {}

    /** Reads files and prints the rows or the error. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] files) {
            for (String file : files) {
                try {
                    System.out.println(
                            RecordReader.of(Row.class).read(Path.of(file)).rows());
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void parquet_names_the_artifact_to_add_and_csv_works(@TempDir Path folder) throws Exception {
        Path parquet = new ParquetFile("required int32 value;")
                .write(folder.resolve("a.parquet"), 1, (row, i) -> row.add("value", 7));
        Path csv = Files.writeString(folder.resolve("a.csv"), "value\n7\n");
        String output = new ChildJvm()
                .jars(jar -> !jar.contains("parquet") && !jar.contains("hadoop") && !jar.contains("carpet"))
                .run(Reader.class, parquet.toString(), csv.toString());
        assertThat(output.lines())
                .containsExactly(
                        "file '" + parquet + "' is Parquet: add com.jerolba:carpet-record to the class path to read it",
                        "[Row[value=7]]");
    }
}
