package dev.mlops.examples.trips;

import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The commands of the registry. Each is a pipeline of one step, so that its options are declared as all others are. */
final class TripCommands {
    private final Pipeline.Builder pipeline;
    private final Param<Path> workspace;

    private TripCommands(String name, String description) {
        pipeline = Pipeline.named(name).describe(description);
        workspace = TripPipelines.workspace(pipeline);
    }

    /** The command of this name, if there is one. */
    static Optional<Pipeline<TripAnswer>> find(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "register" -> register();
                    case "promote" -> promote();
                    case "history" -> history();
                    case "reproduce" -> reproduce();
                    case "rollback" -> rollback();
                    case "card" -> card();
                    default -> null;
                });
    }

    private static Pipeline<TripAnswer> register() {
        TripCommands command = new TripCommands("register", "Registers a trained model as a new version.");
        Param<Optional<String>> run = command.pipeline
                .optionalParam("run", String.class)
                .describe("the id of the model's run; by default that of the lowest validation error");
        return command.pipeline.build(command.pipeline.step(
                "register", command.workspace, run, (folder, id) -> in(folder, registry -> registry.register(id))));
    }

    private static Pipeline<TripAnswer> promote() {
        TripCommands command =
                new TripCommands("promote", "Gives a version an alias, if it is better than the one that has it.");
        Param<Optional<Integer>> version = command.version();
        Param<String> alias = command.alias();
        Param<String> reason = command.reason();
        return command.pipeline.build(command.pipeline.step(
                "promote",
                command.workspace,
                version,
                alias,
                reason,
                (folder, number, name, why) -> in(folder, registry -> registry.promote(number, name, why))));
    }

    private static Pipeline<TripAnswer> history() {
        TripCommands command = new TripCommands("history", "Tells who changed what, when and why.");
        return command.pipeline.build(
                command.pipeline.step("history", command.workspace, folder -> in(folder, TripRegistry::history)));
    }

    private static Pipeline<TripAnswer> reproduce() {
        TripCommands command =
                new TripCommands("reproduce", "Trains a version anew from what was recorded of it, and compares.");
        Param<Optional<Integer>> version = command.version();
        return command.pipeline.build(command.pipeline.step(
                "reproduce",
                command.workspace,
                version,
                (folder, number) -> in(folder, registry -> registry.reproduce(number))));
    }

    private static Pipeline<TripAnswer> rollback() {
        TripCommands command = new TripCommands("rollback", "Gives an alias back to the version that had it before.");
        Param<String> alias = command.alias();
        Param<String> reason = command.reason();
        return command.pipeline.build(command.pipeline.step(
                "rollback",
                command.workspace,
                alias,
                reason,
                (folder, name, why) -> in(folder, registry -> registry.rollback(name, why))));
    }

    private static Pipeline<TripAnswer> card() {
        TripCommands command = new TripCommands("card", "Writes what is known of a version, as card.md and card.html.");
        Param<Optional<Integer>> version = command.version();
        Param<Optional<Path>> trips = command.pipeline
                .optionalParam("val_data", Path.class)
                .describe("trips to measure the model on, as a whole and by zone; not those it was trained on");
        return command.pipeline.build(command.pipeline.step(
                "card",
                command.workspace,
                version,
                trips,
                (folder, number, file) -> in(folder, registry -> registry.card(number, file, folder))));
    }

    private Param<Optional<Integer>> version() {
        return pipeline.optionalParam("version", Integer.class)
                .describe("the number of the version; by default the latest");
    }

    private Param<String> alias() {
        return pipeline.param("alias", String.class, TripRegistry.CHAMPION).describe("the alias");
    }

    private Param<String> reason() {
        return pipeline.param("reason", String.class, "").describe("why, for the history");
    }

    private static TripAnswer in(Path workspace, Function<TripRegistry, TripAnswer> action) {
        try (TripTracking tracking = TripTracking.open(workspace)) {
            return action.apply(new TripRegistry(tracking));
        }
    }
}
