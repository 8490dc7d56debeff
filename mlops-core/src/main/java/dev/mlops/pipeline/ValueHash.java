package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.storage.ContentHashed;
import dev.mlops.storage.internal.Digest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content hash of a value: equal values have equal hashes in every process, and different ones differ as surely as
 * SHA-256 does.
 *
 * <p>Every value is written to one SHA-256 as a tag that tells its kind, then its content with its length or its count in
 * front, so that no value's bytes are the beginning of another's and a list of two can't look like one of three. Sets
 * and maps have no order: their entries are hashed one by one, and the sorted hashes are written. A path stands for
 * what is in the file or folder, not for its name.
 */
final class ValueHash {
    private static final byte[] FORMAT = "mlops-value/1".getBytes(StandardCharsets.US_ASCII);
    /** A level of sets takes some fifteen frames, and any thread of the host must have room for all levels. */
    private static final int DEEPEST = 100;

    /** Types whose text is different for different values. */
    private static final Set<Class<?>> TEXTUAL = Set.of(
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            BigDecimal.class,
            BigInteger.class,
            UUID.class,
            URI.class);

    private final MessageDigest digest = Digest.sha256();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private int depth;

    private ValueHash(int depth) {
        this.depth = depth;
        digest.update(FORMAT);
    }

    /**
     * Hashes text, boxed primitives, enums, times and dates, paths, byte arrays, Optional, lists, sets, maps, records
     * and {@link ContentHashed} values, and null.
     *
     * @throws InvalidException naming the type of a value that is none of these, or a file that can't be read
     */
    static String of(@Nullable Object value) {
        ValueHash hash = new ValueHash(0);
        hash.add(value);
        return Digest.text(hash.digest);
    }

    private void add(@Nullable Object value) {
        if (++depth > DEEPEST) {
            throw new InvalidException("value is nested deeper than " + DEEPEST + " levels, or holds itself");
        }
        if (value == null) {
            tag('0');
        } else if (value instanceof ContentHashed known) {
            tag('H');
            text(known.contentHash());
        } else if (value instanceof String text) {
            tag('S');
            text(text);
        } else if (!addNumber(value)) {
            addOther(value);
        }
        depth--;
    }

    private boolean addNumber(Object value) {
        if (value instanceof Double d) {
            number('D', Double.doubleToLongBits(d));
        } else if (value instanceof Long l) {
            number('L', l);
        } else if (value instanceof Integer i) {
            number('I', i);
        } else if (value instanceof Boolean b) {
            number('Z', b ? 1 : 0);
        } else if (value instanceof Float f) {
            number('F', Float.floatToIntBits(f));
        } else if (value instanceof Short s) {
            number('T', s);
        } else if (value instanceof Byte b) {
            number('B', b);
        } else if (value instanceof Character c) {
            number('C', c);
        } else {
            return false;
        }
        return true;
    }

    private void addOther(Object value) {
        if (value instanceof Enum<?> constant) {
            tag('E');
            text(constant.getDeclaringClass().getName());
            text(constant.name());
        } else if (TEXTUAL.contains(value.getClass())) {
            tag('X');
            text(value.getClass().getName());
            text(value.toString());
        } else if (value instanceof Path path) {
            tag('P');
            digest.update(PathHash.of(path));
        } else if (value instanceof byte[] bytes) {
            number('A', bytes.length);
            digest.update(bytes);
        } else if (value instanceof Optional<?> optional) {
            tag('O');
            add(optional.orElse(null));
        } else {
            addComposite(value);
        }
    }

    private void addComposite(Object value) {
        if (value instanceof List<?> list) {
            number('[', list.size());
            list.forEach(this::add);
        } else if (value instanceof Set<?> set) {
            number('{', set.size());
            addSorted(set.stream().map(this::part).toList());
        } else if (value instanceof Map<?, ?> map) {
            number('M', map.size());
            addSorted(map.entrySet().stream()
                    .map(e -> part(Arrays.asList(e.getKey(), e.getValue())))
                    .toList());
        } else if (value instanceof Record record) {
            addRecord(record);
        } else {
            throw new InvalidException("value of type " + value.getClass().getName()
                    + " has no content hash, expected text, a number, a date or time, an enum, a path, a byte array,"
                    + " a record, a collection of these, or a " + ContentHashed.class.getSimpleName());
        }
    }

    private void addRecord(Record record) {
        RecordParts parts = RecordParts.of(record.getClass());
        tag('R');
        text(record.getClass().getName());
        number('N', parts.names().size());
        for (int i = 0; i < parts.names().size(); i++) {
            text(parts.names().get(i));
            add(parts.value(record, i));
        }
    }

    private byte[] part(@Nullable Object value) {
        ValueHash hash = new ValueHash(depth);
        hash.add(value);
        return hash.digest.digest();
    }

    private void addSorted(Collection<byte[]> hashes) {
        List<byte[]> sorted = new ArrayList<>(hashes);
        sorted.sort(Arrays::compare);
        sorted.forEach(digest::update);
    }

    private void tag(char tag) {
        digest.update((byte) tag);
    }

    private void number(char tag, long value) {
        tag(tag);
        number.putLong(0, value);
        digest.update(number.array());
    }

    private void text(String text) {
        number('#', text.length());
        digest.update(utf16(text));
    }

    /** The characters as they are: a charset's encoder would turn every half of a surrogate pair into one and the same. */
    static byte[] utf16(String text) {
        byte[] bytes = new byte[Character.BYTES * text.length()];
        ByteBuffer.wrap(bytes).asCharBuffer().put(text);
        return bytes;
    }
}
