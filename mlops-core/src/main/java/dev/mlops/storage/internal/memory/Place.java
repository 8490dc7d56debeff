package dev.mlops.storage.internal.memory;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Order;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /** This place as the text of a page's next; it tells of which order it is. */
    String token(List<Order> order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(fingerprint(order));
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
     * Reads what {@link #token} wrote for the same order.
     *
     * @throws InvalidException if it isn't that
     */
    static Place parse(String token, List<Order> order) {
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(token)))) {
            if (in.readByte() != FORMAT || !in.readUTF().equals(fingerprint(order))) {
                throw alien(token, order, null);
            }
            long sequence = in.readLong();
            List<SortKey> keys = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                keys.add(new SortKey(SortKey.Kind.valueOf(in.readUTF()), in.readDouble(), in.readUTF()));
            }
            if (in.read() >= 0) {
                throw alien(token, order, null);
            }
            return new Place(List.copyOf(keys), sequence);
        } catch (IOException | IllegalArgumentException e) {
            throw alien(token, order, e);
        }
    }

    private static String fingerprint(List<Order> order) {
        return Digest.of(order.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static InvalidException alien(String token, List<Order> order, @Nullable Exception cause) {
        String start = token.substring(0, Math.min(token.length(), 40)).replaceAll("\\p{Cntrl}", "?");
        return new InvalidException(
                "page token is '" + start + "', expected the next of a page that was ordered by " + order, cause);
    }
}
