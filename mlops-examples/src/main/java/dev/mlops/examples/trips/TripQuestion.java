package dev.mlops.examples.trips;

import dev.mlops.examples.trips.TripZones.Zone;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a person asked with the form, as it was typed.
 *
 * @param fields the fields of the form by name; those that weren't sent are absent
 */
record TripQuestion(Map<String, String> fields) {
    static final String FROM = "from";
    static final String TO = "to";
    static final String AT = "at";
    static final String MILES = "miles";

    private static final int LONGEST = 100;

    /** The question of a query such as {@code from=130&to=205}. */
    static TripQuestion of(String query) {
        Map<String, String> fields = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equal = part.indexOf('=');
            if (equal > 0) {
                fields.putIfAbsent(
                        decoded(part.substring(0, equal)),
                        decoded(part.substring(equal + 1)).trim());
            }
        }
        return new TripQuestion(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // no browser sends a broken escape: the field's own rule refuses it
        }
    }

    /** Whether anything was asked. */
    boolean isAsked() {
        return fields.containsKey(FROM) || fields.containsKey(TO);
    }

    String text(String field) {
        return fields.getOrDefault(field, "");
    }

    /** What is wrong, by field, in words for the person. */
    Map<String, String> mistakes(TripZones zones) {
        Map<String, String> mistakes = new LinkedHashMap<>();
        if (zone(FROM, zones).isEmpty()) {
            mistakes.put(FROM, "Choose the zone where the trip begins.");
        }
        if (zone(TO, zones).isEmpty()) {
            mistakes.put(TO, "Choose the zone where the trip ends.");
        }
        if (!text(AT).isEmpty() && time().isEmpty()) {
            mistakes.put(AT, "Give a date and a time, such as 2021-04-01T08:30.");
        }
        if (!text(MILES).isEmpty() && miles().isEmpty()) {
            mistakes.put(MILES, "Give a number of miles above 0, up to " + LONGEST + ", or nothing.");
        }
        return mistakes;
    }

    /** The zone that was chosen, if it is one. */
    Optional<Zone> zone(String field, TripZones zones) {
        return zones.find(text(field));
    }

    /** When the trip begins, if that was told as a time. */
    Optional<LocalDateTime> time() {
        try {
            return Optional.of(LocalDateTime.parse(text(AT)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** How far it is, if that was told as a number that can be. */
    OptionalDouble miles() {
        try {
            double miles = Double.parseDouble(text(MILES));
            return miles > 0 && miles <= LONGEST ? OptionalDouble.of(miles) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
