package dev.mlops.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.InvalidException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rollout as the text that is kept with a model. */
final class RolloutJson {
    /** The newest format that is read, and the one that is written. */
    static final int FORMAT = 1;

    private static final JsonMapper MAPPER = new JsonMapper();

    private RolloutJson() {}

    static String write(Rollout rollout) {
        ObjectNode json = MAPPER.createObjectNode().put("format", FORMAT);
        Rollout.Plan plan = rollout.plan();
        if (plan instanceof Rollout.Weighted weighted) {
            ObjectNode weights = json.put("kind", "split").putObject("weights");
            weighted.weights().forEach(weights::put);
        } else if (plan instanceof Rollout.Stepped stepped) {
            write(stepped, json.put("kind", "canary"));
        } else {
            plan.arms().forEach(json.put("kind", "bandit").putArray("arms")::add);
        }
        rollout.shadow().ifPresent(shadow -> json.put("shadow", shadow));
        return json.toString();
    }

    private static void write(Rollout.Stepped stepped, ObjectNode json) {
        Canary canary = stepped.canary();
        json.put("stable", stepped.stable()).put("candidate", stepped.candidate());
        canary.percents().forEach(json.putArray("percents")::add);
        json.put("each", canary.each().toString()).put("then_all", canary.isThenAll());
        canary.from().ifPresent(from -> json.put("from", from.toString()));
    }

    /** Reads one; throws InvalidException, which names the model, if it isn't whole or is of a newer format. */
    static Rollout read(String model, String text) {
        String where = "rollout of model '" + model + "'";
        try {
            JsonNode json = MAPPER.readTree(text);
            requireFormat(where, json.path("format"));
            Rollout rollout = plan(json);
            String shadow = json.path("shadow").asText("");
            return shadow.isEmpty() ? rollout : rollout.shadow(shadow);
        } catch (JsonProcessingException e) {
            throw new InvalidException(where + " isn't JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeParseException e) {
            throw new InvalidException(
                    where + " is broken: '" + e.getParsedString()
                            + "', expected a time such as PT30M, or 2026-01-31T10:00:00Z",
                    e);
        } catch (IllegalArgumentException e) {
            throw new InvalidException(where + " is broken: " + e.getMessage(), e);
        }
    }

    private static void requireFormat(String where, JsonNode format) {
        if (!format.canConvertToInt() || format.intValue() < 1) {
            throw new InvalidException(where + " has no format, expected a number from 1 on");
        }
        if (format.intValue() > FORMAT) {
            throw new InvalidException(where + " has format " + format.intValue() + ", this library reads up to "
                    + FORMAT + ": it was started by a newer one");
        }
    }

    private static Rollout plan(JsonNode json) {
        String kind = json.path("kind").asText("");
        return switch (kind) {
            case "split" -> Rollout.weighted(weights(json.path("weights")));
            case "canary" -> Rollout.canary(text(json, "stable"), text(json, "candidate"), canary(json));
            case "bandit" -> bandit(texts(json.path("arms")));
            default -> throw new IllegalArgumentException("kind is '" + kind + "', expected split, canary or bandit");
        };
    }

    private static Map<String, Double> weights(JsonNode json) {
        Map<String, Double> weights = new LinkedHashMap<>();
        json.properties()
                .forEach(each -> weights.put(each.getKey(), each.getValue().asDouble()));
        return weights;
    }

    private static Canary canary(JsonNode json) {
        List<Double> percents = new ArrayList<>();
        json.path("percents").forEach(each -> percents.add(each.asDouble()));
        Canary canary = Canary.steps(
                        percents.stream().mapToDouble(Double::doubleValue).toArray())
                .each(Duration.parse(text(json, "each")))
                .from(Instant.parse(text(json, "from")));
        return json.path("then_all").asBoolean() ? canary.thenAll() : canary;
    }

    private static Rollout bandit(List<String> arms) {
        if (arms.size() < 2) {
            throw new IllegalArgumentException("arms of the bandit are " + arms + ", expected two or more");
        }
        return Rollout.bandit(
                arms.get(0), arms.get(1), arms.subList(2, arms.size()).toArray(String[]::new));
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String text(JsonNode json, String field) {
        @Nullable String text = json.path(field).textValue();
        if (text == null) {
            throw new IllegalArgumentException("field '" + field + "' is missing, expected a text");
        }
        return text;
    }
}
