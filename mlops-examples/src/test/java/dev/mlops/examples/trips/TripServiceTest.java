package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TripServiceTest {
    private static final String COURSE =
            "{\"PULocationID\": \"130\", \"DOLocationID\": \"205\", \"trip_distance\": 3.66}";

    @TempDir
    static Path data;

    private static Path january;
    private static Path february;

    @TempDir
    Path workspace;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void makeTrips() {
        TripGenerator generator = new TripGenerator(5);
        january = generator.write(data.resolve("jan.csv.gz"), YearMonth.of(2021, 1), 3_000);
        february = generator.write(data.resolve("feb.csv.gz"), YearMonth.of(2021, 2), 1_500);
    }

    private TripService onJanuary(Optional<Path> later, Optional<Path> zones) {
        return TripService.start(new TripService.Options(workspace, 0, Optional.of(january), later, zones));
    }

    private TripService onWhatIsThere() {
        return TripService.start(
                new TripService.Options(workspace, 0, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private HttpResponse<String> post(URI server, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.resolve("/predict"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String page(URI server, String query) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(server.resolve("/" + query)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        return response.body();
    }

    private int run(String... words) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new TripDuration(nowhere, nowhere).run(words);
    }

    @Test
    void the_request_of_the_course_is_answered_by_a_champion_that_was_trained_first() throws Exception {
        try (TripService service = onJanuary(Optional.of(february), Optional.empty())) {
            HttpResponse<String> response = post(service.uri(), COURSE);

            assertThat(response.statusCode()).isEqualTo(200);
            JsonNode answer = new ObjectMapper().readTree(response.body());
            assertThat(answer.get("duration").asDouble()).isBetween(5.0, 40.0);
            assertThat(answer.get("model_version").asText()).isEqualTo("1");
        }
        assertThat(run("reproduce", "--workspace", workspace.toString())).isZero();
    }

    @Test
    void without_later_trips_the_latest_fifth_is_not_learnt_from() {
        try (TripService service = onJanuary(Optional.empty(), Optional.empty());
                TripTracking tracking = TripTracking.open(workspace)) {
            assertThat(service.uri().getPort()).isPositive();
            TripScores scores = TripScores.of(tracking);
            assertThat(scores.validation()).isGreaterThan(scores.training());
        }
    }

    /** The errors of the best model. */
    private record TripScores(double training, double validation) {

        static TripScores of(TripTracking tracking) {
            Map<String, Double> metrics = tracking.models().first().metrics();
            return new TripScores(metrics.getOrDefault("train_rmse", 0.0), metrics.getOrDefault("val_rmse", 0.0));
        }
    }

    @Test
    void the_best_model_of_a_workspace_without_champion_becomes_it() throws Exception {
        assertThat(run(
                        "train",
                        "--model",
                        "ridge",
                        "--train_data",
                        january.toString(),
                        "--val_data",
                        february.toString(),
                        "--workspace",
                        workspace.toString()))
                .isZero();
        try (TripService service = onWhatIsThere()) {
            assertThat(post(service.uri(), COURSE).body()).contains("\"model_version\":\"1\"");
            assertThat(page(service.uri(), "?from=1&to=2")).contains("about ").contains("the usual distance");
        }
        try (TripTracking tracking = TripTracking.open(workspace)) {
            assertThat(tracking.models().list()).hasSize(1);
        }
    }

    @Test
    void an_empty_workspace_gets_generated_trips_with_the_names_of_their_zones() throws Exception {
        try (TripService service = onWhatIsThere()) {
            assertThat(post(service.uri(), COURSE).statusCode()).isEqualTo(200);
            assertThat(page(service.uri(), ""))
                    .contains(">Old Market</option>", "made-up city", "<optgroup label=\"Northeast\">");
        }
        try (TripService again = onWhatIsThere()) {
            assertThat(post(again.uri(), COURSE).body()).contains("\"model_version\":\"1\"");
        }
    }

    @Nested
    final class Page {

        @Test
        void two_zones_are_picked_by_name_and_the_minutes_are_those_of_the_api() throws Exception {
            Path zones = Files.writeString(data.resolve("zones.csv"), """
                    "LocationID","Borough","Zone","service_zone"
                    1,"North","<Old> & Market","x"
                    2,"North","Harbour","x"
                    264,"Unknown","N/A","N/A"
                    """);
            try (TripService service = onJanuary(Optional.of(february), Optional.of(zones))) {
                assertThat(page(service.uri(), ""))
                        .contains("<option value=\"1\">&lt;Old&gt; &amp; Market</option>")
                        .contains("<optgroup label=\"Elsewhere\">", ">Zone 264</option>")
                        .doesNotContain("minutes</p>", "made-up", "aria-invalid=\"true\"");

                String asked = page(service.uri(), "?from=2&to=1&at=2021-04-01T08%3A30&miles=3.5");
                double minutes = new ObjectMapper()
                        .readTree(post(
                                        service.uri(),
                                        "{\"PULocationID\": 2, \"DOLocationID\": 1, \"trip_distance\": 3.5,"
                                                + " \"lpep_pickup_datetime\": \"2021-04-01T08:30\"}")
                                .body())
                        .get("duration")
                        .asDouble();
                assertThat(asked)
                        .contains("about " + Math.round(minutes) + " minutes")
                        .contains("from <strong>Harbour, North</strong>")
                        .contains("to <strong>&lt;Old&gt; &amp; Market, North</strong>")
                        .contains("3.5 miles · Thursday 1 April 2021, 08:30 · model version 1")
                        .contains("<option value=\"2\" selected>Harbour</option>")
                        .contains("value=\"2021-04-01T08:30\"");
            }
        }

        @Test
        void what_is_missing_or_wrong_is_told_at_its_field_and_never_becomes_markup() throws Exception {
            try (TripService service = onJanuary(Optional.of(february), Optional.empty())) {
                assertThat(page(service.uri(), "?from=1&to=&at=soon&miles=%22%3E%3Cscript%3E"))
                        .contains("Choose the zone where the trip ends.", "Give a date and a time", "number of miles")
                        .contains("aria-describedby=\"to-mistake\"", "aria-describedby=\"miles-mistake miles-hint\"")
                        .contains("value=\"&quot;&gt;&lt;script&gt;\"")
                        .doesNotContain("<script", "Choose the zone where the trip begins.", "minutes</p>");
                assertThat(page(service.uri(), "?from=999&to=x&miles=NaN"))
                        .contains("Choose the zone where the trip begins.", "Choose the zone where the trip ends.");
            }
            assertThat(TripQuestion.of("to=%ZZ&&=&from").text("to")).isEqualTo("%ZZ");
        }
    }

    @Test
    void distances_are_usual_for_the_pair_else_for_the_first_zone_else_for_all() {
        TripDistances distances = new TripDistances(Trips.read(january));

        List<Double> pair = new ArrayList<>();
        Trips.read(january).forEach(trip -> trip.distance()
                .filter(miles -> miles > 0 && miles <= 100 && trip.pickupZone() == 1 && trip.dropoffZone() == 2)
                .ifPresent(pair::add));
        double median =
                pair.stream().sorted().skip((pair.size() - 1) / 2).findFirst().orElseThrow();
        assertThat(distances.usual(1, 2).orElseThrow()).isCloseTo(median, within(1e-12));
        assertThat(distances.usual(1, 250)).isPresent().isNotEqualTo(distances.usual(1, 2));
        assertThat(distances.usual(251, 250)).isPresent();
        assertThat(new TripDistances().usual(1, 2)).isEmpty();
    }

    @Test
    void a_port_in_use_is_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int exit = new TripDuration(
                            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                            new PrintStream(err, true, StandardCharsets.UTF_8))
                    .run(
                            "serve",
                            "--port",
                            Integer.toString(taken.getLocalPort()),
                            "--train_data",
                            january.toString(),
                            "--workspace",
                            workspace.toString());
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .hasLineCount(1)
                    .contains(Integer.toString(taken.getLocalPort()), "--port");
        }
    }

    @Test
    void the_program_tells_its_address_answers_and_ends_when_it_is_told_to() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TripDuration.class.getName(),
                        "serve",
                        "--port=0",
                        "--json",
                        "--train_data=" + january,
                        "--workspace=" + workspace)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            JsonNode line = new ObjectMapper().readTree(out.readLine());
            assertThat(line.get("version").asInt()).isOne();
            assertThat(post(URI.create(line.get("url").asText()), COURSE).statusCode())
                    .isEqualTo(200);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(workspace.resolve("mlops.db-wal")).doesNotExist(); // the workspace was closed
        } finally {
            process.destroyForcibly();
        }
        try (TripTracking tracking = TripTracking.open(workspace)) {
            assertThat(new TripRegistry(tracking).champion()).isPresent();
        }
    }
}
