package dev.mlops.examples.trips;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mlops.ConflictException;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.registry.ModelVersion;
import dev.mlops.serving.Predictor;
import dev.mlops.serving.http.ApiResponse;
import dev.mlops.serving.http.ModelServer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The champion of a workspace behind a port: for programs at {@code /predict}, for people at {@code /}. */
final class TripService implements AutoCloseable {
    private static final String MADE_UP = "The model learnt from generated trips of a made-up city.";

    /** The page needs nothing but its own styles and an empty icon. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'";

    private final TripTracking tracking;
    private final Predictor<Map<String, ?>> predictor;
    private final ModelServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TripService(TripTracking tracking, Predictor<Map<String, ?>> predictor, ModelServer server) {
        this.tracking = tracking;
        this.predictor = predictor;
        this.server = server;
    }

    /**
     * What to serve.
     *
     * @param workspace the folder of the models
     * @param port where; 0 for a free one
     * @param trips what a first champion learns from
     * @param later later trips, on which it is measured
     * @param zones the names of the zones
     */
    record Options(Path workspace, int port, Optional<Path> trips, Optional<Path> later, Optional<Path> zones) {}

    /** Who answers, and where. */
    record Serving(
            @JsonProperty("model") String model,
            @JsonProperty("version") int version,
            @JsonProperty("url") String url) {}

    /** Starts; a workspace without a champion gets one first. */
    static TripService start(Options options) {
        TripTracking tracking = TripTracking.open(options.workspace());
        try {
            return start(options, tracking);
        } catch (RuntimeException e) {
            tracking.close();
            throw e;
        }
    }

    private static TripService start(Options options, TripTracking tracking) {
        TripRegistry registry = new TripRegistry(tracking);
        ModelVersion champion = registry.champion().orElseGet(() -> first(options, tracking, registry));
        Predictor<Map<String, ?>> predictor = Predictor.of(tracking.registry(), TripRegistry.REFERENCE);
        try {
            TripPage page = page(options, registry.trips(champion), predictor);
            return new TripService(tracking, predictor, listen(options.port(), tracking, page));
        } catch (RuntimeException e) {
            predictor.close();
            throw e;
        }
    }

    private static ModelServer listen(int port, TripTracking tracking, TripPage page) {
        try {
            return ModelServer.builder(tracking.registry())
                    .model(TripRegistry.MODEL)
                    .port(port)
                    .route("GET", "/", request -> html(page.render(request.query())))
                    .start();
        } catch (UncheckedIOException e) {
            throw new ConflictException(e.getMessage() + "; --port chooses another one", e);
        }
    }

    /** Makes the best model of the workspace champion; where there is none, or other trips are given, trains one. */
    private static ModelVersion first(Options options, TripTracking tracking, TripRegistry registry) {
        boolean trained = options.trips().isEmpty() && tracking.models().find().isPresent();
        registry.register(trained ? Optional.empty() : Optional.of(train(options, tracking)));
        TripAnswer promotion =
                registry.promote(Optional.empty(), TripRegistry.CHAMPION, "first champion of the service");
        if (!promotion.done()) {
            throw new ConflictException(promotion.text());
        }
        return registry.champion().orElseThrow();
    }

    /** Trains on the trips given, or on generated ones, and returns the id of the model's run. */
    private static String train(Options options, TripTracking tracking) {
        Map<String, Object> arguments = new HashMap<>(Map.of(TripPipelines.WORKSPACE, options.workspace()));
        if (options.trips().isPresent()) {
            arguments.put(TripPipelines.TRAIN_DATA, options.trips().get());
            options.later().ifPresent(file -> arguments.put("val_data", file));
        } else {
            List<Path> months = TripJob.generate(tracking, options.workspace());
            arguments.put(TripPipelines.TRAIN_DATA, months.get(0));
            arguments.put("val_data", months.get(1));
        }
        PipelineRun<TripResult> run = tracking.run(TripPipelines.first(), Args.of(arguments));
        return tracking.record(run, List.of(run.result())).get(0);
    }

    private static TripPage page(Options options, Optional<Path> learnt, Predictor<Map<String, ?>> predictor) {
        Optional<Path> trips = options.trips().or(() -> learnt);
        TripZones zones = options.zones()
                .map(TripZones::read)
                .or(() -> trips.map(TripZones::beside))
                .orElseGet(TripZones::numbered);
        TripDistances distances = trips.filter(Files::exists)
                .map(file -> new TripDistances(Trips.read(file)))
                .orElseGet(TripDistances::new);
        boolean generated = learnt.filter(file -> TripJob.isGenerated(file, options.workspace()))
                .isPresent();
        return new TripPage(predictor, zones, distances, generated ? MADE_UP : "", InstantSource.system());
    }

    private static ApiResponse html(String page) {
        return ApiResponse.html(page).with("Content-Security-Policy", POLICY);
    }

    /** Where its page is. */
    URI uri() {
        return server.uri();
    }

    /** What it tells when it has begun. */
    TripAnswer answer() {
        int version = predictor.health().get(0).version();
        return TripAnswer.of(
                true,
                new Serving(TripRegistry.MODEL, version, uri().toString()),
                "version %d of %s answers at %s, until Ctrl-C".formatted(version, TripRegistry.MODEL, uri()));
    }

    /** Waits until it is closed. */
    void awaitClose() throws InterruptedException {
        server.awaitClose();
    }

    /** Answers what it took, and takes nothing more. Again does nothing, and doesn't wait for the one that closes. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.close();
        predictor.close();
        tracking.close();
    }
}
