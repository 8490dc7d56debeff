package dev.mlops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.jerolba.carpet.CarpetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module uses the library as one. */
final class ConsumerTest {
    private static final Path SOURCES = Path.of("src", "consumer", "java");
    private static final Path DESCRIPTOR = SOURCES.resolve("module-info.java");
    private static final Path MAIN = SOURCES.resolve(Path.of("rides", "app", "Main.java"));

    /** A row of the files; the application has a record of its own. */
    record Ride(String from, String to, double miles, double minutes) {
        static List<Ride> some(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> new Ride("z" + i % 7, "z" + i % 5, i % 11, 4 + i % 7 + 3.0 * (i % 11)))
                    .toList();
        }
    }

    @TempDir
    Path folder;

    @Test
    void a_module_reads_trains_evaluates_and_resumes_on_the_module_path() throws Exception {
        Consumer consumer = new Consumer(DESCRIPTOR, MAIN, folder.resolve("classes"));
        Path january = csv(Ride.some(1_000));
        Path february = parquet(Ride.some(300));

        Consumer.Printed first = consumer.run(folder, january, february);
        assertThat(first.lines())
                .as(first.errors())
                .startsWith("300 rows, error 0.00, YES")
                .contains("train SUCCEEDED", "evaluate SUCCEEDED")
                .endsWith("module dev.mlops.core, module org.tribuo.core");
        assertThat(consumer.run(folder, january, february).lines())
                .startsWith("300 rows, error 0.00, YES")
                .contains("train FROM_CACHE", "evaluate FROM_CACHE");
        assertThat(folder.resolve("run.html")).content().contains("load-train");
        assertThat(folder.resolve("feasibility.html")).content().contains("ridge");
    }

    @Test
    void a_module_that_keeps_its_records_closed_is_told_what_to_open() throws Exception {
        Path closed =
                Files.writeString(folder.resolve("module-info.java"), "module rides.app { requires dev.mlops.core; }");
        Consumer consumer = new Consumer(closed, MAIN, folder.resolve("classes"));
        Path rides = csv(Ride.some(10));

        assertThat(consumer.run(folder, rides, rides).errors())
                .contains("module rides.app must open package rides.app to dev.mlops.core");
    }

    private Path csv(List<Ride> rides) throws IOException {
        return Files.writeString(
                folder.resolve("rides.csv"),
                rides.stream()
                        .map(ride -> "%s,%s,%s,%s\n".formatted(ride.from, ride.to, ride.miles, ride.minutes))
                        .collect(Collectors.joining("", "from,to,miles,minutes\n", "")));
    }

    private Path parquet(List<Ride> rides) throws IOException {
        Path file = folder.resolve("rides.parquet");
        try (CarpetWriter<Ride> writer = new CarpetWriter.Builder<>(Files.newOutputStream(file), Ride.class)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build()) {
            writer.write(rides);
        }
        return file;
    }
}
