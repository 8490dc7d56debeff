package dev.mlops.storage.internal.jdbc;

import com.fasterxml.jackson.core.JacksonException;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places in an order as texts for others to keep: JSON in Base64, which tells of which order it is. */
final class PageToken {
    private static final int FORMAT = 1;
    private static final int SHOWN = 40;

    private final List<Term> terms;
    private final String order;

    private record Content(int format, String order, List<String> values, long seq) {}

    PageToken(Ordering ordering) {
        terms = ordering.terms();
        order = Digest.of(ordering.toString().getBytes(StandardCharsets.UTF_8));
    }

    String write(Place place) {
        List<String> values = place.values().stream().map(String::valueOf).toList();
        try {
            byte[] json = Json.mapper().writeValueAsBytes(new Content(FORMAT, order, values, place.seq()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
        } catch (JacksonException e) {
            throw new IllegalStateException("a page's place can't be written", e);
        }
    }

    /**
     * Reads what {@link #write} wrote for the same order.
     *
     * @throws InvalidException if it isn't that
     */
    Place read(String token) {
        try {
            Content content = Json.mapper().readValue(Base64.getUrlDecoder().decode(token), Content.class);
            if (content.format() != FORMAT
                    || !content.order().equals(order)
                    || content.values().size() != terms.size()) {
                throw alien(token, null);
            }
            return new Place(values(content.values()), content.seq());
        } catch (IOException | IllegalArgumentException e) {
            throw alien(token, e);
        }
    }

    private List<Object> values(List<String> texts) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            values.add(terms.get(i).kind().parse(texts.get(i)));
        }
        return values;
    }

    private static InvalidException alien(String token, @Nullable Exception cause) {
        String start = token.substring(0, Math.min(token.length(), SHOWN)).replaceAll("\\p{Cntrl}", "?");
        return new InvalidException(
                "page token is '" + start + "', expected the next of a page of the same order", cause);
    }
}
