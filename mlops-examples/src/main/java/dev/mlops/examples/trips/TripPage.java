package dev.mlops.examples.trips;

import dev.mlops.InvalidException;
import dev.mlops.examples.trips.TripZones.Zone;
import dev.mlops.serving.Prediction;
import dev.mlops.serving.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** The page where a person picks two zones and sees the minutes. It is a plain form: it works without scripts. Thread-safe. */
final class TripPage {
    private static final String TEMPLATE = template();
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH);
    private static final List<String> FIELDS =
            List.of(TripQuestion.FROM, TripQuestion.TO, TripQuestion.AT, TripQuestion.MILES);

    private final Predictor<Map<String, ?>> predictor;
    private final TripZones zones;
    private final TripDistances distances;
    private final String note;
    private final InstantSource clock;

    /** @param note what else the person should know; may be empty */
    TripPage(
            Predictor<Map<String, ?>> predictor,
            TripZones zones,
            TripDistances distances,
            String note,
            InstantSource clock) {
        this.predictor = predictor;
        this.zones = zones;
        this.distances = distances;
        this.note = note;
        this.clock = clock;
    }

    /** The page that answers a query; an empty one gives the empty form. */
    String render(String query) {
        TripQuestion question = TripQuestion.of(query);
        Map<String, String> mistakes = question.isAsked() ? question.mistakes(zones) : Map.of();
        Map<String, String> parts = new HashMap<>();
        for (String field : FIELDS) {
            String mistake = mistakes.getOrDefault(field, "");
            parts.put("invalid-" + field, described(field, mistake));
            parts.put("mistake-" + field, mistake.isEmpty() ? "" : mistake(field, mistake));
        }
        parts.put("zones-from", options(question.text(TripQuestion.FROM)));
        parts.put("zones-to", options(question.text(TripQuestion.TO)));
        parts.put("at", escaped(question.isAsked() ? question.text(TripQuestion.AT) : now().toString()));
        parts.put("miles", escaped(question.text(TripQuestion.MILES)));
        parts.put("note", note.isEmpty() ? "" : "<p class=\"quiet\">" + escaped(note) + "</p>");
        parts.put("title", "How long will the taxi take?");
        parts.put("answer", "");
        if (!mistakes.isEmpty()) {
            parts.put("title", "Not yet: something is missing or wrong");
            parts.put("answer", wrong("Please look at what is marked below."));
        } else if (question.isAsked()) {
            answer(question, parts);
        }
        return filled(parts);
    }

    private void answer(TripQuestion question, Map<String, String> parts) {
        Zone from = question.zone(TripQuestion.FROM, zones).orElseThrow();
        Zone to = question.zone(TripQuestion.TO, zones).orElseThrow();
        LocalDateTime at = question.time().orElseGet(this::now);
        OptionalDouble miles = question.miles().isPresent() ? question.miles() : distances.usual(from.id(), to.id());
        Map<String, Object> trip = new HashMap<>();
        trip.put("PULocationID", from.id());
        trip.put("DOLocationID", to.id());
        trip.put("lpep_pickup_datetime", at);
        trip.put("trip_distance", miles.isPresent() ? miles.getAsDouble() : null);
        try {
            Prediction prediction = predictor.answer(trip);
            String minutes = minutes(prediction.value());
            parts.put("title", capitalised(minutes) + " by taxi");
            parts.put("answer", """
                    <section class="answer" role="status">
                    <p>The taxi takes</p>
                    <p class="minutes">%s</p>
                    <p>from <strong>%s</strong> to <strong>%s</strong></p>
                    <p class="quiet">%s%s · model version %d</p>
                    </section>""".formatted(
                            minutes,
                            escaped(from.place()),
                            escaped(to.place()),
                            distance(miles, question),
                            LONG.format(at),
                            prediction.version()));
        } catch (InvalidException e) {
            parts.put("title", "The model can't tell");
            parts.put("answer", wrong("The model can't tell: " + e.getMessage()));
        }
    }

    private static String distance(OptionalDouble miles, TripQuestion question) {
        if (miles.isEmpty()) {
            return "";
        }
        String usual = question.miles().isPresent() ? "" : ", the usual distance";
        return String.format(Locale.ROOT, "%.1f miles%s · ", miles.getAsDouble(), usual);
    }

    private static String minutes(double value) {
        long whole = Math.max(1, Math.round(value));
        return "about " + whole + (whole == 1 ? " minute" : " minutes");
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), NEW_YORK).truncatedTo(ChronoUnit.MINUTES);
    }

    private static String described(String field, String mistake) {
        String hint = field.equals(TripQuestion.MILES) ? "miles-hint" : "";
        if (mistake.isEmpty()) {
            return hint.isEmpty() ? "" : " aria-describedby=\"" + hint + "\"";
        }
        return " aria-invalid=\"true\" aria-describedby=\"" + (field + "-mistake " + hint).trim() + "\"";
    }

    private static String mistake(String field, String text) {
        return "\n<span class=\"mistake\" id=\"" + field + "-mistake\">" + escaped(text) + "</span>";
    }

    private static String wrong(String text) {
        return "<div class=\"wrong\" role=\"alert\"><p>" + escaped(text) + "</p></div>";
    }

    private String options(String chosen) {
        StringBuilder html = new StringBuilder("<option value=\"\">Choose a zone</option>\n");
        zones.byBorough().forEach((borough, some) -> {
            html.append("<optgroup label=\"").append(escaped(borough)).append("\">\n");
            for (Zone zone : some) {
                String id = Integer.toString(zone.id());
                html.append("<option value=\"").append(id).append('"');
                html.append(id.equals(chosen) ? " selected>" : ">");
                html.append(escaped(zone.name())).append("</option>\n");
            }
            html.append("</optgroup>\n");
        });
        return html.toString();
    }

    private static String filled(Map<String, String> parts) {
        StringBuilder page = new StringBuilder();
        int from = 0;
        for (int open = TEMPLATE.indexOf("{{"); open >= 0; open = TEMPLATE.indexOf("{{", from)) {
            int close = TEMPLATE.indexOf("}}", open);
            String name = TEMPLATE.substring(open + 2, close);
            page.append(TEMPLATE, from, open).append(Objects.requireNonNull(parts.get(name), name));
            from = close + 2;
        }
        return page.append(TEMPLATE, from, TEMPLATE.length()).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String template() {
        try (InputStream in = TripPage.class.getResourceAsStream("trip.html")) {
            return new String(Objects.requireNonNull(in, "trip.html").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the page", e);
        }
    }
}
