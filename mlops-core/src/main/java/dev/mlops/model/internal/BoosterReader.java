package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an XGBoost booster from the binary format in which Tribuo stores it (the layout that XGBoost 0.x to 1.x write:
 * the learner's parameters, objective, booster and trees, little-endian), without XGBoost. Every count is checked
 * against the bytes that are there before anything of that size is made.
 */
final class BoosterReader {
    private static final byte[] MAGIC = "binf".getBytes(StandardCharsets.US_ASCII);
    private static final int LEARNER_BYTES = 136;
    private static final int MODEL_BYTES = 160;
    private static final int TREE_BYTES = 148;
    private static final int NODE_BYTES = 20;
    private static final int STATISTICS_BYTES = 16;
    private static final int MAX_NAME = 256;

    /** Objectives whose prediction is the plain sum of the leaves and whose base score is in the target's unit. */
    private static final Set<String> PLAIN_SUMS = Set.of(
            "reg:squarederror", "reg:linear", "reg:squaredlogerror", "reg:pseudohubererror", "reg:absoluteerror");

    private final ByteBuffer in;
    private final int[] columnOf;

    private BoosterReader(byte[] booster, int[] columnOf) {
        this.in = ByteBuffer.wrap(booster).order(ByteOrder.LITTLE_ENDIAN);
        this.columnOf = columnOf;
    }

    /**
     * The booster's trees; empty for another objective or booster, which only XGBoost itself evaluates.
     *
     * @param columnOf the column of each of the booster's features
     * @throws InvalidException if the bytes aren't a whole booster in this format
     */
    static Optional<Kernel> read(byte[] booster, int[] columnOf) {
        try {
            return new BoosterReader(booster, columnOf).booster();
        } catch (BufferUnderflowException e) {
            throw new InvalidException("the XGBoost booster is cut off after %d bytes".formatted(booster.length), e);
        }
    }

    private Optional<Kernel> booster() {
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new InvalidException(
                    "the XGBoost booster isn't in the binary format, it starts with other bytes than 'binf'");
        }
        float base = in.getFloat();
        skip(LEARNER_BYTES - Float.BYTES);
        String objective = name();
        String kind = name();
        if (!kind.equals("gbtree")) {
            return Optional.empty();
        }
        int count = in.getInt();
        skip(MODEL_BYTES - Integer.BYTES);
        require(count >= 0 && (long) count * (TREE_BYTES + NODE_BYTES) <= in.remaining(), "trees", count);
        int[] roots = new int[count];
        BoosterNodes nodes = new BoosterNodes(columnOf);
        for (int tree = 0; tree < count; tree++) {
            roots[tree] = nodes.append(tree());
        }
        for (int tree = 0; tree < count; tree++) {
            if (in.getInt() != 0) {
                return Optional.empty(); // more than one output
            }
        }
        return PLAIN_SUMS.contains(objective)
                ? Optional.of(new BoostedKernel(base, roots, nodes.toArray()))
                : Optional.empty();
    }

    /** The nodes of the next tree, as they lie in the file. */
    private ByteBuffer tree() {
        in.getInt();
        int count = in.getInt();
        skip(TREE_BYTES - 2 * Integer.BYTES);
        long bytes = (long) count * (NODE_BYTES + STATISTICS_BYTES);
        require(count > 0 && bytes <= in.remaining(), "nodes", count);
        ByteBuffer nodes = in.slice(in.position(), count * NODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        skip((int) bytes);
        return nodes;
    }

    private String name() {
        long length = in.getLong();
        require(length >= 0 && length <= MAX_NAME, "characters in a name", length);
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private void skip(int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private static void require(boolean valid, String what, long count) {
        if (!valid) {
            throw new InvalidException("the XGBoost booster claims %d %s, which it can't hold".formatted(count, what));
        }
    }
}
