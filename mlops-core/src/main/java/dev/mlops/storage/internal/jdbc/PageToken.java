package dev.mlops.storage.internal.jdbc;

import com.fasterxml.jackson.core.JacksonException;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places in an order as texts for others to keep: JSON in Base64, which tells of which query it is. */
final class PageToken {
    private static final int FORMAT = 1;
    private static final int SHOWN = 40;

    private final List<Term> terms;
    private final String query;

    private record Content(int format, String query, List<String> values, long seq) {}

    PageToken(Ordering ordering, Query query) {
        terms = ordering.terms();
        this.query = query.fingerprint();
    }

    String write(Place place) {
        List<String> values = place.values().stream().map(String::valueOf).toList();
        try {
            byte[] json = Json.mapper().writeValueAsBytes(new Content(FORMAT, query, values, place.seq()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
        } catch (JacksonException e) {
            throw new IllegalStateException("a page's place can't be written", e);
        }
    }

    /**
     * Reads what {@link #write} wrote for the same query.
     *
     * @throws InvalidException if it isn't that
     */
    Place read(String token) {
        try {
            Content content = Json.mapper().readValue(Base64.getUrlDecoder().decode(token), Content.class);
            if (content.format() != FORMAT
                    || !content.query().equals(query)
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
                "page token is '" + start
                        + "', expected the next of a page of the same query: of the same filter, order and place",
                cause);
    }
}
