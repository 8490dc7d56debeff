package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.data.Dataset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationCodecTest {
    private final Dataset<Ride> rides = Dataset.of("rides", Ride.class, Rides.some(50, 3));
    private final Evaluation numbers = Evaluation.regression(rides, "minutes", ride -> 3 * ride.miles());
    private final Evaluation labels = Evaluation.classification(
                    List.of("nö", "yes"), List.of("yes", "nö", "yes"), new double[][] {{.1, .9}, {.8, .2}, {.6, .4}})
            .positive("nö");

    @Test
    void what_is_written_reads_back_with_the_same_figures() throws IOException {
        for (Evaluation evaluation : List.of(numbers, labels, numbers.clusteredBy("vendor"))) {
            Evaluation read = read(bytes(evaluation));

            assertThat(read.metrics()).isEqualTo(evaluation.metrics());
            assertThat(read.contentHash()).isEqualTo(evaluation.contentHash());
            Metric metric = evaluation == labels ? Metric.ACCURACY : Metric.RMSE;
            assertThat(read.interval(metric, 0.9)).isEqualTo(evaluation.interval(metric, 0.9));
        }
        assertThat(Evaluation.codec().format()).isEqualTo("evaluation/1");
    }

    @Test
    void what_is_read_has_no_rows() throws IOException {
        Evaluation read = read(bytes(numbers));

        assertThatThrownBy(() -> read.by("vendor")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_hash_is_of_the_content() {
        Evaluation same = Evaluation.regression(rides, "minutes", ride -> 3 * ride.miles());
        Evaluation other = Evaluation.regression(rides, "minutes", ride -> 3.1 * ride.miles());

        assertThat(numbers.contentHash()).matches("sha256:[0-9a-f]{64}").isEqualTo(same.contentHash());
        assertThat(other.contentHash()).isNotEqualTo(numbers.contentHash());
        assertThat(numbers.clusteredBy("vendor").contentHash()).isNotEqualTo(numbers.contentHash());
    }

    @Test
    void a_truncated_evaluation_is_refused() throws IOException {
        for (Evaluation evaluation : List.of(numbers, labels)) {
            byte[] all = bytes(evaluation);
            for (int length = 0; length < all.length; length++) {
                byte[] some = Arrays.copyOf(all, length);
                assertThatThrownBy(() -> read(some)).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void bytes_that_say_what_cannot_be_are_refused() throws IOException {
        byte[] kind = bytes(numbers);
        kind[0] = 3;
        assertThatThrownBy(() -> read(kind))
                .isInstanceOf(IOException.class)
                .hasMessage("kind of evaluation is 3, expected 1 or 2");

        byte[] rows = bytes(numbers);
        rows[1] = -1;
        assertThatThrownBy(() -> read(rows))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("rows of the evaluation is -");

        byte[] huge = bytes(numbers);
        huge[1] = 0x0f;
        assertThatThrownBy(() -> read(huge)).isInstanceOf(EOFException.class);
    }

    private static byte[] bytes(Evaluation evaluation) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Evaluation.codec().write(evaluation, out);
        return out.toByteArray();
    }

    private static Evaluation read(byte[] bytes) throws IOException {
        return Evaluation.codec().read(new ByteArrayInputStream(bytes));
    }
}
