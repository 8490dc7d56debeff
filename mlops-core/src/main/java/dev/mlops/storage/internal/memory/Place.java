package dev.mlops.storage.internal.memory;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a subject stands in an order.
 *
 * @param keys one for each key of the order
 * @param sequence when it was made, as a number that grows
 */
record Place(List<SortKey> keys, long sequence) {
    private static final int FORMAT = 1;

    /** By the keys, then the latest first. */
    static Comparator<Place> comparator(List<Order> order) {
        return (a, b) -> {
            for (int i = 0; i < order.size(); i++) {
                int byKey = a.keys.get(i).compare(b.keys.get(i), order.get(i).descending());
                if (byKey != 0) {
                    return byKey;
                }
            }
            return Long.compare(b.sequence, a.sequence);
        };
    }

    /** This place as the text of a page's next; it tells of which query it is. */
    String token(Query query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(query.fingerprint());
            out.writeLong(sequence);
            for (SortKey key : keys) {
                out.writeUTF(key.kind().name());
                out.writeDouble(key.number());
                out.writeUTF(key.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a page's place can't be written to memory", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads what {@link #token} wrote for the same query.
     *
     * @param keys how many keys its order has
     *
     * @throws InvalidException if it isn't that
     */
    static Place parse(String token, Query query, int keys) {
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(token)))) {
            if (in.readByte() != FORMAT || !in.readUTF().equals(query.fingerprint())) {
                throw alien(token, null);
            }
            long sequence = in.readLong();
            List<SortKey> values = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                values.add(new SortKey(SortKey.Kind.valueOf(in.readUTF()), in.readDouble(), in.readUTF()));
            }
            if (in.read() >= 0) {
                throw alien(token, null);
            }
            return new Place(List.copyOf(values), sequence);
        } catch (IOException | IllegalArgumentException e) {
            throw alien(token, e);
        }
    }

    private static InvalidException alien(String token, @Nullable Exception cause) {
        String start = token.substring(0, Math.min(token.length(), 40)).replaceAll("\\p{Cntrl}", "?");
        return new InvalidException(
                "page token is '" + start
                        + "', expected the next of a page of the same query: of the same filter, order and place",
                cause);
    }
}
