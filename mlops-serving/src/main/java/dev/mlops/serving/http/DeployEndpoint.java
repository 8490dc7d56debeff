package dev.mlops.serving.http;

import dev.mlops.registry.Candidate;
import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.registry.Promotion;
import dev.mlops.registry.Verdict;
import dev.mlops.storage.spi.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves aliases: {@code PUT /api/models/{model}/aliases/{alias}} through the gate that the host gave for the alias,
 * {@code POST /api/models/{model}/rollback} back to the version before, and {@code GET /api/models/{model}/history} tells of
 * both. An alias without a gate isn't moved from here.
 */
final class DeployEndpoint {
    private static final int LATEST = 100;
    private static final String CHAMPION = "champion";

    private final ServedModels models;
    private final Map<String, Gate> gates;

    DeployEndpoint(ServedModels models, Map<String, Gate> gates) {
        this.models = models;
        this.gates = new TreeMap<>(gates);
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                                "PUT",
                                "/api/models/{model}/aliases/{alias}",
                                Role.DEPLOY,
                                ErrorFormat.PLAIN,
                                (request, path) -> move(request, path))
                        .described(RouteDoc.of("Moves an alias to a version that passes its gate; 409 if it doesn't")
                                .takes(ApiSchemas.MOVE)
                                .answers(ApiSchemas.MOVED)
                                .answers(409, Schemas.anyOf(List.of(ApiSchemas.MOVED, ErrorFormat.PLAIN.schema())))),
                Route.of(
                                "POST",
                                "/api/models/{model}/rollback",
                                Role.DEPLOY,
                                ErrorFormat.PLAIN,
                                (request, path) -> rollback(request, path))
                        .described(RouteDoc.of("Gives an alias back to the version that had it before")
                                .takes(ApiSchemas.ROLLBACK)
                                .orNothing()
                                .answers(ApiSchemas.ROLLED_BACK)),
                Route.of(
                                "GET",
                                "/api/models/{model}/history",
                                Role.DEPLOY,
                                ErrorFormat.PLAIN,
                                (request, path) -> history(path.get("model")))
                        .described(RouteDoc.of("The latest changes of a model: who did what, when and why")
                                .answers(ApiSchemas.HISTORY)));
    }

    private ApiResponse move(ApiRequest request, PathValues path) {
        String model = path.get("model");
        String alias = path.get("alias");
        Body body = Body.of(request, Set.of("version", "reason", "expected"));
        Integer number = body.number("version", 1);
        if (number == null) {
            throw new ApiException(400, "body has no 'version', expected the number of the version to deploy");
        }
        ModelRegistry registry = registry(path, body);
        Gate gate = expecting(body.number("expected", 0), gate(alias));
        ModelVersion version = registry.version(model + "/" + number);
        Integer holder = registry.model(model).aliases().get(alias);
        if (number.equals(holder)) { // again, as after an answer that got lost: it is as it should be
            return ApiResponse.json(200, Json.bytes(content(model, alias, number, holder, true, List.of())));
        }
        Promotion promotion = registry.promote(version, alias, gate);
        models.refresh(model);
        @Nullable
        Integer before =
                promotion.holder().isPresent() ? (Integer) promotion.holder().getAsInt() : null;
        return ApiResponse.json(
                promotion.accepted() ? 200 : 409,
                Json.bytes(content(model, alias, number, before, promotion.accepted(), promotion.verdicts())));
    }

    /** The registry as the one who asks: the token's name, or the process where nobody was asked for one. */
    private ModelRegistry registry(PathValues path, Body body) {
        ModelRegistry registry = models.registry().because(body.text("reason", ""));
        return path.bearer().isEmpty() ? registry : registry.by(path.bearer());
    }

    private Gate gate(String alias) {
        Gate gate = gates.get(alias);
        if (gate == null) {
            throw new ApiException(
                    403,
                    "alias '" + alias + "' has no gate here, and so isn't moved from here, expected one of "
                            + gates.keySet());
        }
        return gate;
    }

    /** Looks in the same breath as the gate does, so that nobody moves the alias in between. */
    private static Gate expecting(@Nullable Integer expected, Gate gate) {
        return expected == null
                ? gate
                : Gate.of("alias points to " + shown(expected), candidate -> where(candidate, expected))
                        .and(gate);
    }

    private static Verdict where(Candidate candidate, int expected) {
        int holder = candidate.holder().map(ModelVersion::number).orElse(0);
        String check = "alias points to " + shown(expected);
        String finding = "it points to " + shown(holder);
        return holder == expected
                ? Verdict.passed(check, finding, Map.of("holder", (double) holder))
                : Verdict.refused(check, finding, Map.of("holder", (double) holder));
    }

    private static String shown(int version) {
        return version == 0 ? "no version" : "version " + version;
    }

    private static Map<String, Object> content(
            String model,
            String alias,
            int version,
            @Nullable Integer before,
            boolean accepted,
            List<Verdict> verdicts) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("model", model);
        content.put("alias", alias);
        content.put("version", version);
        content.put("accepted", accepted);
        if (before != null) {
            content.put("before", before);
        }
        content.put("verdicts", verdicts);
        return content;
    }

    private ApiResponse rollback(ApiRequest request, PathValues path) {
        String model = path.get("model");
        Body body = Body.of(request, Set.of("alias", "reason"));
        String alias = body.text("alias", CHAMPION);
        gate(alias); // which isn't asked: what was good before is good enough in trouble
        ModelRegistry registry = registry(path, body);
        ModelVersion version = registry.rollback(model, alias);
        models.refresh(model);
        return ApiResponse.json(200, Json.bytes(Map.of("model", model, "alias", alias, "version", version.number())));
    }

    private ApiResponse history(String model) {
        List<AuditEntry> entries = models.registry().model(model).history().entries();
        List<Map<String, Object>> latest =
                entries.subList(Math.max(0, entries.size() - LATEST), entries.size()).stream()
                        .map(DeployEndpoint::content)
                        .toList();
        return ApiResponse.json(200, Json.bytes(Map.of("model", model, "changes", latest)));
    }

    private static Map<String, Object> content(AuditEntry entry) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("time", entry.time().toString());
        content.put("actor", entry.actor());
        content.put("action", entry.action());
        content.put("version", entry.version());
        content.put("subject", entry.subject());
        content.put("from", entry.from());
        content.put("to", entry.to());
        content.put("reason", entry.reason());
        return content;
    }
}
