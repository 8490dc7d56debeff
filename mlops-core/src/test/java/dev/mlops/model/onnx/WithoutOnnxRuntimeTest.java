package dev.mlops.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Other processes: one without ONNX Runtime, and one with a command line that is long. */
class WithoutOnnxRuntimeTest {

    @Test
    void exporting_needs_nothing_and_verifying_names_the_artifact_to_add() throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("onnxruntime"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(run(classPath)).contains("exported").contains("com.microsoft.onnxruntime:onnxruntime");
    }

    @Test
    void a_long_command_line_does_not_overflow_the_stack_of_the_runtime() throws Exception {
        String padding = (File.pathSeparator + "x".repeat(200)).repeat(200);

        assertThat(run(System.getProperty("java.class.path") + padding))
                .contains("exported")
                .contains("verified");
    }

    private static String run(String classPath) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "-cp", classPath, Export.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** What the other process does. */
    static final class Export {
        record Sale(double price, double sold) {}

        public static void main(String[] arguments) {
            Dataset<Sale> sales = Dataset.of("sales", Sale.class, List.of(new Sale(1, 2), new Sale(2, 5)));
            Model model = Model.regression(Features.of(Feature.number("price")).fit(sales), "sold")
                    .train(new RidgeTrainer(1), sales);
            OnnxExport export = OnnxExport.of(model);
            System.out.println("exported " + export.bytes().length);
            try {
                System.out.println("verified to " + export.verify(sales.rows()));
            } catch (InvalidException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
