package dev.mlops.examples.trips;

import dev.mlops.InvalidException;
import dev.mlops.MlopsException;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * The program of the trip-duration task: {@code train}, {@code compare}, what the registry does with the models,
 * {@code serve}, or the whole job on generated trips.
 */
public final class TripDuration {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String HELP = """
            Usage: java -jar trip-duration.jar [--workspace DIR] [--json]   the whole job on generated trips
                   java -jar trip-duration.jar train   --train_data FILE --val_data FILE [options]
                   java -jar trip-duration.jar compare --train_data FILE --val_data FILE [options]
                   java -jar trip-duration.jar register  [--run ID]                    the best model, or that of a run
                   java -jar trip-duration.jar promote   [--version N] [--alias NAME]  as champion, if it is better
                   java -jar trip-duration.jar history                                 who changed what, when and why
                   java -jar trip-duration.jar reproduce [--version N]                 train it anew and compare
                   java -jar trip-duration.jar rollback  [--alias NAME] --reason TEXT  to the champion before
                   java -jar trip-duration.jar card      [--version N] [--val_data FILE]  what is known of it
                   java -jar trip-duration.jar serve     [--port 9696] [--train_data FILE]  the champion, over HTTP
                   java -jar trip-duration.jar COMMAND --help               the options of a command
            """;

    private final PrintStream out;
    private final PrintStream err;

    TripDuration(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command line and exits with 0, 1 if it failed, or 2 if the arguments were wrong. */
    public static void main(String[] args) {
        System.setProperty("org.jboss.logging.provider", "slf4j"); // the HTTP server's log goes where all others go
        System.exit(new TripDuration(System.out, System.err).run(args));
    }

    int run(String... words) {
        boolean job = words.length == 0 || words[0].startsWith("-");
        Args args = Args.parse(job ? words : Arrays.copyOfRange(words, 1, words.length));
        try {
            return job ? job(args) : command(words[0], args);
        } catch (InvalidException e) {
            err.println(e.getMessage());
            return MISUSED;
        } catch (MlopsException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("failed: " + e);
            return FAILED;
        }
    }

    private int job(Args args) throws IOException {
        if (args.wantsHelp()) {
            out.print(HELP);
            return OK;
        }
        new TripJob(out).run(args);
        return OK;
    }

    private int command(String name, Args args) throws IOException {
        switch (name) {
            case "train" -> train(args);
            case "compare" -> compare(args);
            case "serve" -> serve(args);
            case "help" -> out.print(HELP);
            default -> {
                return registry(
                        TripCommands.find(name)
                                .orElseThrow(() ->
                                        new InvalidException("command is '" + name + "', expected one of\n\n" + HELP)),
                        args);
            }
        }
        return OK;
    }

    private int registry(Pipeline<TripAnswer> command, Args args) throws IOException {
        if (args.wantsHelp()) {
            out.print(command.help());
            return OK;
        }
        PipelineRun<TripAnswer> run = command.run(args);
        TripOutput.of(run, out).answer(run.result());
        return run.result().done() ? OK : FAILED;
    }

    private void train(Args args) throws IOException {
        Pipeline<TripResult> pipeline = TripPipelines.train();
        if (args.wantsHelp()) {
            out.print(pipeline.help());
            return;
        }
        try (TripTracking tracking = TripTracking.open(pipeline.resolve(args))) {
            PipelineRun<TripResult> run = tracking.run(pipeline, args);
            TripResult result = run.result();
            tracking.record(run, List.of(result));
            TripOutput output = TripOutput.of(run, out);
            output.leaderboard(List.of(result.score()));
            output.saved(result.model());
            output.report(run);
            output.runs(tracking);
        }
    }

    private void compare(Args args) throws IOException {
        Pipeline<TripComparison> pipeline = TripPipelines.compare();
        if (args.wantsHelp()) {
            out.print(pipeline.help());
            return;
        }
        try (TripTracking tracking = TripTracking.open(pipeline.resolve(args))) {
            PipelineRun<TripComparison> run = tracking.run(pipeline, args);
            tracking.record(run, run.result().leaderboard());
            TripOutput output = TripOutput.of(run, out);
            output.comparison(run);
            output.runs(tracking);
        }
    }

    /** Answers until the process is told to end. */
    private void serve(Args args) throws IOException {
        Pipeline<TripService.Options> pipeline = TripPipelines.serve();
        if (args.wantsHelp()) {
            out.print(pipeline.help());
            return;
        }
        PipelineRun<TripService.Options> run = pipeline.run(args);
        try (TripService service = TripService.start(run.result())) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "trip-duration-end"));
            TripOutput.of(run, out).answer(service.answer());
            service.awaitClose();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
