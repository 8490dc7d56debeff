package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps predictions with their inputs as lines of JSON in the files of a folder, for a monitor, a replay, or a table of a data
 * warehouse. A log may listen to several predictors, and several processes may share a folder.
 *
 * <pre>
 * try (PredictionLog log = PredictionLog.builder(folder).rate(0.1).build();
 *         Predictor&lt;Trip&gt; predictor = Predictor.builder(registry, "trip-duration", Trip.class).onPrediction(log).build()) {
 *     predictor.predict(trip);
 * }
 * try (Stream&lt;LoggedPrediction&gt; logged = PredictionLog.read(folder)) {
 *     logged.forEach(System.out::println);
 * }
 * </pre>
 *
 * <p>It never slows or breaks a prediction: a thread of the log's own writes; what doesn't fit into its queue is dropped, what
 * can't be written is lost, {@link #health} counts both, and the first trouble is logged as a warning. What the thread takes
 * from the queue is handed to the operating system at once, so a process that is killed loses what was in the queue, some
 * milliseconds as a rule; a power failure loses what the operating system hadn't written yet, but for what {@link #flush},
 * {@link #close} or the end of a file made durable.
 *
 * <p>Thread-safe.
 */
public final class PredictionLog implements PredictionListener<Object>, AutoCloseable {
    /** A map with more text than this isn't kept: what strangers send mustn't fill the memory. */
    private static final int CHARACTERS = 1 << 16;

    private final double rate;
    private final LogQueue queue;

    private PredictionLog(double rate, LogQueue queue) {
        this.rate = rate;
        this.queue = queue;
    }

    /** A log of every prediction; throws as {@link Builder#build} does. */
    public static PredictionLog in(Path folder) {
        return builder(folder).build();
    }

    /** Begins one with options. */
    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    /** The same as the next, from the beginning. */
    public static Stream<LoggedPrediction> read(Path folder) {
        return read(folder, Instant.MIN);
    }

    /**
     * The predictions in a folder from a time on, of all processes, ascending by time. What is written while it is read may
     * be among them. Lines that aren't whole, such as the last one of a process that was killed, are passed over, and so are
     * files that are removed meanwhile. Close it; not thread-safe.
     *
     * @throws NotFoundException if there is no such folder
     * @throws StorageUnavailableException if it can't be read, also while the stream is read
     * @throws InvalidException while the stream is read, if a line is of a newer format
     */
    public static Stream<LoggedPrediction> read(Path folder, Instant from) {
        return LogReader.read(folder, from);
    }

    @Override
    public void answered(Object row, Prediction prediction, Duration took) {
        if (rate < 1 && !(KeyHash.share(KeyHash.of("", prediction.id())) < rate)) {
            return;
        }
        Object kept = row instanceof Map<?, ?> map ? copy(map) : row;
        if (kept == null) {
            queue.drop();
        } else {
            queue.offer(kept, prediction, took.toNanos());
        }
    }

    /** The map as it is now, whatever the caller does to it afterwards; null if it has too much text. */
    private static @Nullable Map<?, ?> copy(Map<?, ?> map) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        long characters = 0;
        for (Map.Entry<?, ?> field : map.entrySet()) {
            characters += String.valueOf(field.getKey()).length();
            characters += field.getValue() instanceof CharSequence text ? text.length() : 0;
            copy.put(field.getKey(), field.getValue());
        }
        return characters > CHARACTERS ? null : copy;
    }

    /**
     * Waits until what was predicted before is on the disk, or lost. Returns at once when the log is closed, and when the thread
     * is interrupted, which stays so.
     */
    public void flush() {
        queue.flush();
    }

    /** How the log is. */
    public PredictionLogHealth health() {
        return queue.health();
    }

    /** Writes what was predicted before, and ends; what is predicted afterwards is dropped. */
    @Override
    public void close() {
        queue.close();
    }

    /** Options of a log. Reusable; not thread-safe. */
    public static final class Builder {
        /** How many predictions wait to be written at most, unless {@link #queue} says otherwise. */
        public static final int QUEUE = 8_192;

        /** How large a file becomes, unless {@link #fileLimits} says otherwise: 64 MiB. */
        public static final long FILE_BYTES = 64L << 20;

        /** For how long a file is written, unless {@link #fileLimits} says otherwise. */
        public static final Duration FILE_AGE = Duration.ofHours(1);

        /** How large all files become together, unless {@link #retention} says otherwise: 1 GiB. */
        public static final long BYTES = 1L << 30;

        /** For how long files are kept, unless {@link #retention} says otherwise. */
        public static final Duration AGE = Duration.ofDays(30);

        private final Path folder;
        private double rate = 1;
        private int queue = QUEUE;
        private InstantSource clock = InstantSource.system();
        private long fileBytes = FILE_BYTES;
        private Duration fileAge = FILE_AGE;
        private long bytes = BYTES;
        private Duration age = AGE;

        private Builder(Path folder) {
            this.folder = Objects.requireNonNull(folder, "folder");
        }

        /**
         * The share of predictions that is kept, 1 by default; the id decides, so that all logs of one rate keep the same.
         *
         * @param rate 0 to 1
         * @throws IllegalArgumentException if it isn't
         */
        public Builder rate(double rate) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("rate is " + rate + ", expected 0 to 1");
            }
            this.rate = rate;
            return this;
        }

        /**
         * How many predictions wait to be written at most; {@link #QUEUE} by default.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder queue(int capacity) {
            if (capacity < 1) {
                throw new IllegalArgumentException("queue holds " + capacity + " predictions, expected 1 or more");
            }
            queue = capacity;
            return this;
        }

        /**
         * When a file is ended and the next one begun: when it has this size, about, or was begun this long ago; {@link
         * #FILE_BYTES} and {@link #FILE_AGE} by default.
         *
         * @throws IllegalArgumentException if one isn't above 0
         */
        public Builder fileLimits(long bytes, Duration age) {
            fileBytes = above0(bytes, "file size");
            fileAge = above0(age, "file age");
            return this;
        }

        /**
         * What is kept of the files of all processes that share the folder: the latest of this size together, about, but none
         * whose predictions are all older than this; {@link #BYTES} and {@link #AGE} by default. It is seen to whenever a file
         * is begun. Leave each process room for at least two files.
         *
         * @throws IllegalArgumentException if one isn't above 0
         */
        public Builder retention(long bytes, Duration age) {
            this.bytes = above0(bytes, "size of all files");
            this.age = above0(age, "age of files");
            return this;
        }

        /** What tells the time; the system's clock by default. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        private static long above0(long bytes, String what) {
            if (bytes < 1) {
                throw new IllegalArgumentException(what + " is " + bytes + " bytes, expected 1 or more");
            }
            return bytes;
        }

        private static Duration above0(Duration age, String what) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException(what + " is " + age + ", expected above 0");
            }
            return age;
        }

        /**
         * The log. Makes the folder where there is none.
         *
         * @throws IllegalArgumentException if all files may not be twice as large as one
         * @throws StorageUnavailableException if the folder can't be made
         */
        public PredictionLog build() {
            if (bytes / 2 < fileBytes) {
                throw new IllegalArgumentException("size of all files is " + bytes + " bytes and that of one "
                        + fileBytes + ", expected at least twice as much");
            }
            LogFolder files = new LogFolder(folder, new LogFolder.Limits(fileBytes, fileAge, bytes, age));
            try {
                files.make();
            } catch (IOException e) {
                throw new StorageUnavailableException("folder '" + folder + "' of the prediction log can't be made", e);
            }
            return new PredictionLog(rate, new LogQueue(files, clock, queue));
        }
    }
}
