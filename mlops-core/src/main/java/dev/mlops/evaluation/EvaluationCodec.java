package dev.mlops.evaluation;

import dev.mlops.storage.Codec;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Big-endian binary: the kind (1 regression, 2 classification); the number of rows; of a classification the labels and
 * the positive one's number; the truths and the predictions; the number of clusters, 0 for none, and the cluster of each
 * row.
 */
enum EvaluationCodec implements Codec<Evaluation> {
    INSTANCE;

    private static final int REGRESSION = 1;
    private static final int CLASSIFICATION = 2;
    private static final int MOST_LABELS = 1 << 16;

    static String hash(Evaluation evaluation) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            INSTANCE.write(evaluation, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String format() {
        return "evaluation/1";
    }

    @Override
    public void write(Evaluation value, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        Outcomes outcomes = value.outcomes();
        data.writeByte(outcomes instanceof NumberOutcomes ? REGRESSION : CLASSIFICATION);
        data.writeInt(outcomes.rows());
        if (outcomes instanceof NumberOutcomes numbers) {
            writeDoubles(numbers.actual(), data);
            writeDoubles(numbers.predicted(), data);
        } else if (outcomes instanceof LabelOutcomes labels) {
            data.writeInt(labels.labels().size());
            for (String label : labels.labels()) {
                data.writeUTF(label);
            }
            data.writeInt(labels.positive());
            writeInts(labels.actual(), data);
            writeDoubles(labels.scores(), data);
        }
        int @Nullable [] clusters = value.units().ofRow();
        data.writeInt(clusters == null ? 0 : value.units().count());
        writeInts(clusters == null ? new int[0] : clusters, data);
        data.flush();
    }

    @Override
    public Evaluation read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int kind = data.readByte();
        int rows = atMost("rows", data.readInt(), Integer.MAX_VALUE - 8);
        Outcomes outcomes =
                switch (kind) {
                    case REGRESSION -> new NumberOutcomes(readDoubles(rows, data), readDoubles(rows, data));
                    case CLASSIFICATION -> readLabels(rows, data);
                    default -> throw new IOException("kind of evaluation is " + kind + ", expected 1 or 2");
                };
        int clusters = atMost("clusters", data.readInt(), rows);
        Units units = clusters == 0 ? Units.rows(rows) : Units.clusters(clusters, readInts(rows, clusters, data));
        return new Evaluation(outcomes, null, units);
    }

    private static Outcomes readLabels(int rows, DataInputStream data) throws IOException {
        int count = atMost("labels", data.readInt(), MOST_LABELS);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(data.readUTF());
        }
        int positive = atMost("positive label", data.readInt(), count - 1);
        int[] actual = readInts(rows, count, data);
        int scores = atMost("scores", (long) rows * count, Integer.MAX_VALUE - 8);
        return new LabelOutcomes(List.copyOf(labels), positive, actual, readDoubles(scores, data));
    }

    private static int atMost(String what, long value, int most) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException(what + " of the evaluation is " + value + ", expected from 0 to " + most);
        }
        return (int) value;
    }

    private static void writeDoubles(double[] values, DataOutputStream data) throws IOException {
        for (double value : values) {
            data.writeDouble(value);
        }
    }

    private static void writeInts(int[] values, DataOutputStream data) throws IOException {
        for (int value : values) {
            data.writeInt(value);
        }
    }

    /** Reads in pieces, so that a lie about the length meets the end of the stream before the end of the heap. */
    private static byte[] readBytes(long bytes, DataInputStream data) throws IOException {
        byte[] read = data.readNBytes(atMost("bytes", bytes, Integer.MAX_VALUE - 8));
        if (read.length < bytes) {
            throw new EOFException("the evaluation ends early, expected " + bytes + " bytes more");
        }
        return read;
    }

    private static double[] readDoubles(int count, DataInputStream data) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(readBytes(8L * count, data));
        double[] values = new double[count];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    private static int[] readInts(int count, int below, DataInputStream data) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(readBytes(4L * count, data));
        int[] values = new int[count];
        bytes.asIntBuffer().get(values);
        for (int value : values) {
            atMost("number", value, below - 1);
        }
        return values;
    }
}
