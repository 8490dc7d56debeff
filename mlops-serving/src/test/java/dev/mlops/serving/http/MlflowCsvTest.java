package dev.mlops.serving.http;

import static dev.mlops.serving.http.MlflowScoringTest.invalid;
import static dev.mlops.serving.http.MlflowScoringTest.malformed;
import static dev.mlops.serving.http.MlflowScoringTest.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.InputPolicy;
import dev.mlops.storage.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV in MLflow's scoring protocol; {@link MlflowScoringTest} has all else of it. */
final class MlflowCsvTest {
    private static final String INVOCATIONS = "/invocations";

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model minutes = Models.minutes(3);
    private final ModelApi api = ModelApi.of(registry);

    @BeforeEach
    void register() {
        registry.alias(registry.register("minutes", minutes), "champion");
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private List<Double> expected() {
        return List.of(
                minutes.predict(Map.of("from", 3, "miles", 5)), minutes.predict(Map.of("from", 6, "miles", 0.5)));
    }

    private Client.Answer csv(String lines) {
        return new Client(api).post(INVOCATIONS, "text/csv", lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from,miles\n3,5\n6,0.5\n",
                "miles,from\r\n5,3\r\n0.5,6",
                "from,miles\n\n3,5\n\n6,0.5\n\n",
                ",from,miles\n0,3,5\n1,6,0.5\n",
                "\"from\",\"miles\"\n\"3\",\"5\"\n6,\"0.5\"\n",
                "\uFEFFfrom,miles\n3,5\n6,0.5\n",
                "from,miles,\"a \"\"note\"\",\n of two lines\"\n3,5,\"x,\n\"\"y\"\"\"\n6,0.5,\n"
            })
    void lines_are_rows_by_the_names_of_the_first_line(String lines) {
        assertThat(numbers(csv(lines))).isEqualTo(expected());
    }

    @Test
    void the_index_that_pandas_writes_is_no_field_even_where_unknown_ones_are_refused() {
        InputPolicy known =
                InputPolicy.builder().unknown(InputPolicy.Rule.REJECT).build();
        try (ModelApi strict = ModelApi.builder(registry)
                .predictors(options -> options.inputs(known))
                .build()) {
            Client asking = new Client(strict);
            String lines = ",from,miles\n0,3,5\n1,6,0.5\n";
            assertThat(numbers(asking.post(INVOCATIONS, "text/csv", lines))).isEqualTo(expected());
            assertThat(invalid(asking.post(INVOCATIONS, "text/csv", "x" + lines)))
                    .contains("'x'");
        }
    }

    @Test
    void a_line_of_names_alone_has_no_predictions() {
        assertThat(csv("from,miles\n").is(200).text()).isEqualTo("{\"predictions\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                        | CSV is empty, expected a line of names and then rows",
                "from,from;3,3             | CSV has the column 'from' twice, expected each once",
                "from,miles;3,5;6          | line 3 of the CSV has 1 values, expected 2 as its first line has names",
                "from,miles;3,5,7          | line 2 of the CSV has 3 values, expected 2 as its first line has names",
                "from,miles;3,5;6,\"0.5    | body isn't CSV: Unclosed quoted field",
                "from,miles;3,\"5\"x       | body isn't CSV: Unexpected character after closing quote",
            })
    void that_is_none_is_told_so(String lines, String message) {
        assertThat(malformed(csv(lines.replace(';', '\n')))).startsWith(message);
    }

    @Test
    void values_that_break_the_signature_name_their_row_and_field() {
        assertThat(invalid(csv("from,miles\n3,5\nx,5\n"))).contains("row 2").contains("'x'");
        assertThat(invalid(csv("from,miles\n3,5\n3,\n"))).contains("row 2").contains("miles");
        assertThat(invalid(csv("from\n3\n"))).contains("row 1").contains("miles");
    }
}
