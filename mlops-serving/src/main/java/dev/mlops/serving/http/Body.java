package dev.mlops.serving.http;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object that was sent to change something: each of its type, and none that nobody reads. */
final class Body {
    private static final int LONGEST = 8_000; // what a registry keeps of a reason
    private final Map<String, Object> members;

    private Body(Map<String, Object> members) {
        this.members = members;
    }

    /** The body of a request, where an empty one has no members; throws ApiException 400 if it has others than these. */
    static Body of(ApiRequest request, Set<String> known) {
        Map<String, Object> members = request.body().length == 0 ? Map.of() : Json.object(request.body());
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                throw new ApiException(
                        400,
                        "body has '" + shown(name) + "', expected only "
                                + known.stream().sorted().toList());
            }
        }
        return new Body(members);
    }

    private static String shown(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }

    /** A text of up to 8,000 characters; the other one where it isn't there. */
    String text(String name, String otherwise) {
        Object value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text && text.length() <= LONGEST) {
            return text;
        }
        throw new ApiException(400, "'" + name + "' isn't a text of up to " + LONGEST + " characters");
    }

    /** A whole number from some other one on; null where it isn't there. */
    @Nullable
    Integer number(String name, int from) {
        Object value = members.get(name);
        if (value == null || (value instanceof Integer number && number >= from)) {
            return (Integer) value;
        }
        throw new ApiException(400, "'" + name + "' isn't a whole number from " + from + " on");
    }
}
