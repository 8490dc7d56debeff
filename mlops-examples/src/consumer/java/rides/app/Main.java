package rides.app;

import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.evaluation.Feasibility;
import dev.mlops.model.Baseline;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Runner;
import dev.mlops.pipeline.Step;
import dev.mlops.storage.Codec;
import java.nio.file.Path;
import java.util.Locale;
import org.tribuo.Trainer;

/** Reads, trains, evaluates and reports in a pipeline; writes into the folder where it runs. */
public final class Main {
    record Ride(String from, String to, double miles, double minutes) {}

    record Answer(int rows, double error, Feasibility.Verdict worthIt) {}

    private Main() {}

    public static void main(String[] args) {
        Runner runner = Runner.builder().cache(Path.of("cache")).build();
        PipelineRun<Answer> run = runner.run(pipeline(), Args.parse(args));
        run.toHtml(Path.of("run.html"));
        Answer answer = run.result();
        System.out.printf(Locale.ROOT, "%d rows, error %.2f, %s%n", answer.rows(), answer.error(), answer.worthIt());
        run.steps().forEach(step -> System.out.println(step.name() + " " + step.state()));
        System.out.println(Model.class.getModule() + ", " + Trainer.class.getModule());
    }

    private static Pipeline<Answer> pipeline() {
        Pipeline.Builder p = Pipeline.named("rides");
        Param<Path> trainData = p.param("train_data", Path.class);
        Param<Path> valData = p.param("val_data", Path.class);
        RecordReader<Ride> reader = RecordReader.of(Ride.class);
        Step<Dataset<Ride>> rides = p.step("load-train", trainData, reader::read);
        Step<Dataset<Ride>> later = p.step("load-val", valData, reader::read);
        Step<Model> model = p.step("train", rides, Main::train).cached(Model.codec());
        return p.build(p.step("evaluate", rides, model, later, Main::evaluate).cached(Codec.json(Answer.class)));
    }

    private static Model train(Dataset<Ride> rides) {
        Features features = Features.of(Feature.category("from"), Feature.number("miles"));
        return Model.regression(features.fit(rides), "minutes").train(new RidgeTrainer(1e-6), rides);
    }

    private static Answer evaluate(Dataset<Ride> rides, Model model, Dataset<Ride> later) {
        model.save(Path.of("model"));
        Evaluation evaluation = Evaluation.of(Model.load(Path.of("model")), later);
        Model median = Baseline.median("minutes").by("from", "to").train(rides);
        Feasibility feasibility = Feasibility.builder()
                .baseline("median of the pair", Evaluation.of(median, later))
                .candidate("ridge", evaluation)
                .groupedBy("from", "to")
                .trainedOn(rides)
                .assess();
        feasibility.toHtml(Path.of("feasibility.html"));
        return new Answer(evaluation.rows(), evaluation.rmse(), feasibility.verdict());
    }
}
